#!/usr/bin/env python3
"""Archives: a run that was stopped and continued gives the bytes of one that was not."""

import json
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

from _program import PROGRAM, environment, run

MODEL = """system switch "Two states"
time from 2020-01-01 to 2030-01-01 step 1 week
actor A : state
track t
param p ~ beta(2, 2)
quantity heat in 0..1 { starts 0.3  relaxes to p with half-life 6 months  noise 0.1 per sqrt year }
issue lamp of A about t {
  states lit, dark
  starts lit
  lit -> dark  rate 1 per year + 2 per year * heat
  dark -> lit  rate 2 per year * p
}
outcome goes_dark = ever lamp is dark within 6 months
outcome first = time to lamp is dark
outcome turns = count of lamp: lit -> dark per year
outcome heat_end = final of heat
"""
BLOCK = 256


class Checkpoint(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.model = self.path / "switch.ent"
        self.model.write_text(MODEL)
        self.archive = self.path / "run.archive"

    def results(self, *arguments):
        done = run("run", self.model, "--json", "-", *arguments)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def refused(self, *arguments, code=3):
        done = run("run", self.model, *arguments, "--quiet")
        self.assertEqual(done.returncode, code, done.stderr)
        self.assertTrue(done.stderr.startswith("entente: "), done.stderr)
        self.assertEqual(done.stdout, "")
        return done.stderr

    def test_continued_runs_equal_uninterrupted_ones(self):
        plain = self.results("--worlds", 5000)
        # 3,000 worlds are two whole blocks and a part of a third, which the archive leaves out.
        for first in (1024, 2048, 3000):
            self.archive.unlink(missing_ok=True)
            self.assertEqual(self.results("--worlds", first, "--checkpoint", self.archive),
                             self.results("--worlds", first))
            self.assertEqual(self.results("--worlds", 5000, "--resume", self.archive,
                                          "--threads", 2), plain, first)
        # The archive has grown; done again, nothing is left to do but the cut block.
        self.assertEqual(self.results("--worlds", 5000, "--checkpoint", self.archive), plain)

    def test_a_run_that_was_interrupted_goes_on(self):
        process = subprocess.Popen(
            [PROGRAM, "run", str(self.model), "--worlds", "4000000000", "--threads", "2",
             "--checkpoint", str(self.archive), "--json", str(self.path / "partial.json")],
            env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(3.0)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        done = json.loads((self.path / "partial.json").read_text())["worlds"]
        self.assertGreater(done, 0)
        self.assertEqual(done % BLOCK, 0)
        wanted = done + 2500
        self.assertEqual(self.results("--worlds", wanted, "--resume", self.archive),
                         self.results("--worlds", wanted))

    def test_a_killed_run_leaves_a_whole_archive(self):
        process = subprocess.Popen(
            [PROGRAM, "run", str(self.model), "--worlds", "4000000000", "--quiet",
             "--checkpoint", str(self.archive)], env=environment(), stderr=subprocess.DEVNULL)
        time.sleep(5.0)  # it saves every two seconds
        process.kill()
        process.wait(timeout=60)
        message = self.refused("--worlds", 1, "--resume", self.archive)
        self.assertIn("more than the 1 asked for", message)
        held = int(message.split(" holds ")[1].split(" ")[0])
        self.assertGreater(held, 0)
        self.assertEqual(self.results("--worlds", held + 100, "--resume", self.archive),
                         self.results("--worlds", held + 100))

    def test_until_goes_on_where_it_was(self):
        plain = self.results("--until", "0.02")
        self.results("--worlds", 3072, "--checkpoint", self.archive)
        self.assertEqual(self.results("--until", "0.02", "--resume", self.archive), plain)

    def test_another_run_s_archive_is_refused(self):
        self.results("--worlds", 2048, "--checkpoint", self.archive)
        kept = self.archive.read_bytes()
        self.assertIn("another run", self.refused("--worlds", 4096, "--seed", 2,
                                                  "--resume", self.archive))
        self.assertIn("holds 2048 worlds", self.refused("--worlds", 1000,
                                                        "--resume", self.archive))
        self.model.write_text(MODEL.replace("2 per year * p", "3 per year * p"))
        self.assertIn("another run", self.refused("--worlds", 4096, "--resume", self.archive))
        self.assertEqual(self.archive.read_bytes(), kept)

    def test_broken_archives_are_refused_and_kept(self):
        self.results("--worlds", 2048, "--checkpoint", self.archive)
        whole = self.archive.read_bytes()
        middle = len(whole) // 2
        broken = {"empty": b"", "cut": whole[:middle], "longer": whole + b"x", "garbage": b"x" * 999,
                  "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1:]}
        for name, content in broken.items():
            for option in ("--checkpoint", "--resume"):
                self.archive.write_bytes(content)
                message = self.refused("--worlds", 2048, option, self.archive)
                self.assertIn(str(self.archive), message, name)
                self.assertEqual(self.archive.read_bytes(), content, name)

    def test_an_archive_that_can_not_be_is_found_out_before_the_run(self):
        self.assertIn("no archive", self.refused("--resume", self.archive))
        many = ("--worlds", "4000000000", "--checkpoint")
        self.assertIn("archive", self.refused(*many, self.path / "no" / "such.archive"))
        self.assertIn("archive", self.refused(*many, self.path))
        self.assertIn("archive", self.refused(*many, "/dev/full"))
        self.assertIn("excludes", self.refused("--checkpoint", "a", "--resume", "b", code=2))


if __name__ == "__main__":
    unittest.main()
