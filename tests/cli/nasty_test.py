#!/usr/bin/env python3
"""Inputs that nobody wishes on a program: each ends soon, in a clear message that says where."""

import os
import pathlib
import random
import signal
import stat
import subprocess
import tempfile
import time
import unittest

from _program import PROGRAM, environment, run

HEAD = """system nasty "Nasty"
time from 2020-01-01 to 2025-01-01 step 1 week
actor A : state
actor B : state
track t
"""
PLAIN = HEAD + "quantity q in 0..1 { starts 0.5 }\noutcome o = final of q\n"
# Enough to reach the deepest call of a recursive reader, were it not bounded.
DEEP = 10_000


class Nasty(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = pathlib.Path(folder.name)
        self.model = self.path / "nasty.ent"

    def check(self, text, place, *words):
        """`check` and `run` refuse the text with exit code 1, at `place` of the file."""
        self.model.write_bytes(text if isinstance(text, bytes) else text.encode())
        for command in ("check", "run"):
            done = run(command, self.model)
            self.assertEqual(done.returncode, 1, done.stderr[:2000])
            self.assertIn(f"nasty.ent:{place}: error: ", done.stderr[:400])
            for word in words:
                self.assertIn(word, done.stderr)
            self.assertLess(len(done.stderr), 20_000, "an error is to be read")

    # ---- the text ----

    def test_files_that_hold_no_text(self):
        self.check(random.Random(1).randbytes(10_000_000), "1:1", "UTF-8")
        self.check(HEAD.encode() + b"set s = { \0 }", "6:11", "UTF-8")
        self.check(b"x" * 10_000_000, "1:1", "--max-file-bytes")

    def test_files_that_hold_no_model(self):
        self.check("", "1:1", "system")
        self.check("\n// only a comment\n", "1:1", "system")
        noise = random.Random(1)
        self.check("".join(noise.choice("abc {}[]()->=+*/ \n\"0123456789.,:;|~#@")
                           for _ in range(1_000_000)), "1:2")

    def test_deep_nesting(self):
        for deep in ("(" * DEEP + "1" + ")" * DEEP, "-" * DEEP + "1", "2 ^ " * DEEP + "1",
                     "max(1, " * DEEP + "1" + ")" * DEEP, "1 + " * 10 * DEEP + "1"):
            self.model.write_text(HEAD + f"define d = {deep}\noutcome o = final of d\n")
            done = run("check", self.model)
            self.assertEqual(done.returncode, 1, done.stderr)
            self.assertRegex(done.stderr, r"nasty\.ent:6:\d+: error: .* the bound")
        self.check(HEAD + "issue i {" * DEEP + "}" * DEEP, "6:10", "`issue` means nothing")

    def test_large_index_sets(self):
        members = "set s = { " + ", ".join(f"m{i}" for i in range(1000)) + " }\n"
        self.check(HEAD.replace("actor A", "set s { " + ", ".join(f"m{i}" for i in range(1000)) +
                                " }\nquantity q[x in s, y in s] in 0..1 { starts 0 }\nactor A"),
                   "4:12", "1000000 combinations", "--max-elements")
        self.check(HEAD + members.replace("set s =", "set s") +
                   "outcome o = final of (sum(a in s, b in s, c in s) 1)\n", "7:27",
                   "1000000000 combinations")

    def test_a_name_of_a_million_letters(self):
        self.check(HEAD + "outcome o = final of " + "x" * 1_000_000, "6:22")

    def test_what_is_made_from_itself(self):
        self.check(HEAD + "define a = b + 1\ndefine b = a - 1\noutcome o = final of a\n", "6:12",
                   "`a` → `b`")
        self.check(HEAD + 'import "nasty.ent"\n', "6:8", "already being read")

    def test_files_outside_and_absent(self):
        for name in ("/dev/zero", "../nasty.ent", "absent.ent", "."):
            self.check(HEAD + f'import "{name}"\n', "6:8", name)

    def test_numbers_and_times_out_of_range(self):
        self.check(PLAIN.replace("0.5", "1e999"), "6:29", "out of the range")
        self.check(PLAIN.replace("2025-01-01", "2025-02-30"), "2:25", "no calendar has the day")
        self.check(PLAIN.replace("2025-01-01", "2019-01-01"), "2:25", "before it begins")
        self.check(PLAIN.replace("2025-01-01", "9999-12-31").replace("1 week", "1 day"), "2:11",
                   "the bound")

    # ---- worlds that can not go on ----

    def stops(self, text, place, what):
        """Every world stops, at `place` of the text; the program says so and ends with 3."""
        self.model.write_text(text)
        done = run("run", self.model, "--worlds", 100)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("every world stopped", done.stderr)
        self.assertIn(what, done.stderr)
        self.assertIn(f"100 of 100 worlds stopped at {self.model}:{place}", done.stdout)
        told = run("run", self.model, "--world", 0)
        self.assertEqual(told.returncode, 3, told.stderr)
        self.assertIn(what, told.stderr)

    def test_conditions_that_never_settle(self):
        self.stops(HEAD +
                   "issue x about t { states a, b  starts a\n"
                   "  a -> b whenever y is p\n  b -> a whenever y is q }\n"
                   "issue y about t { states p, q  starts p\n"
                   "  p -> q whenever x is b\n  q -> p whenever x is a }\n"
                   "outcome o = ever x is b within 1 year\n", "7:10", "did not settle in 64 rounds")

    def test_rates_that_are_no_number(self):
        event = "event e by A toward B about t weight 1 {{ rate {} }}\noutcome n = count of e\n"
        for rate in ("1 per year * (q - 0.5) / (q - 0.5)", "1 per year * exp(10000 * q)"):
            self.stops(PLAIN + event.format(rate), "8:42", "non-finite rate of `e`")

    def test_a_loop_that_runs_away(self):
        text = (HEAD + "event e by A toward B about t weight -10 { rate 5 per year }\n"
                "event f by B toward A about t weight -10 { rate 5 per year }\n"
                "linkage l from hostile A -> B about t to hostile B -> A about t "
                "adds 500 % per act of weight 10, half-life 10 years\n"
                "linkage m from hostile B -> A about t to hostile A -> B about t "
                "adds 500 % per act of weight 10, half-life 10 years\n"
                "outcome o = count of e\n")
        self.model.write_text(text)
        done = run("run", self.model, "--worlds", 20, "--max-events", 1000)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("nasty.ent:8:1: warning: ", done.stderr)
        self.assertIn("runs away", done.stderr)
        self.assertIn("more than 1000 occurrences in one world", done.stderr)

    # ---- files and folders ----

    def test_paths_that_are_no_model(self):
        (self.path / "folder").mkdir()
        os.mkfifo(self.path / "pipe.ent")
        for name, words in (("folder", "holds no main.ent"), ("/dev/null", "neither a file nor"),
                            ("pipe.ent", "neither a file nor"), ("absent.ent", "no such file")):
            for command in ("check", "run"):
                done = run(command, name, cwd=self.path)
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertIn(words, done.stderr)

    def test_a_file_that_may_not_be_read(self):
        self.model.write_text(PLAIN)
        self.model.chmod(0)
        if os.access(self.model, os.R_OK):
            self.skipTest("root reads everything")
        for command in ("check", "run", "fmt"):
            done = run(command, self.model)
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("nasty.ent", done.stderr)
        self.model.chmod(stat.S_IRUSR)

    def test_a_model_list_with_a_title_of_a_megabyte(self):
        self.model.write_text('system nasty "' + "x" * 1_000_000 + '"\n')
        done = run("models", models=self.path)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("nasty", done.stdout)

    def test_a_full_disk(self):
        self.model.write_text(PLAIN)
        for option in ("--html", "--json", "--csv"):
            done = run("run", self.model, "--worlds", 100, "--quiet", option, "/dev/full")
            self.assertEqual(done.returncode, 3, done.stderr)
            self.assertIn("cannot write `/dev/full`: No space left on device", done.stderr)
        with open("/dev/full", "w", encoding="utf-8") as full:
            for arguments in (["run", self.model, "--worlds", 100], ["check", self.model],
                              ["run", self.model, "--worlds", 100, "--json", "-"], [],
                              ["run", self.model, "--world", 1], ["models"]):
                done = run(*arguments, stdout=full)
                self.assertEqual(done.returncode, 3, (arguments, done.stderr))
                self.assertIn("standard output: No space left on device", done.stderr)

    def test_outputs_that_can_not_be_are_found_out_before_the_run(self):
        self.model.write_text(PLAIN)
        for option in ("--html", "--json", "--csv"):
            for target in (self.path / "no" / "such" / "file", self.path):
                done = run("run", self.model, "--worlds", "4000000000", option, target)
                self.assertEqual(done.returncode, 3, done.stderr)
                self.assertIn(f"cannot write `{target}`", done.stderr)
                self.assertEqual(done.stdout, "")
        self.assertEqual([p.name for p in self.path.iterdir()], ["nasty.ent"])

    # ---- options ----

    def test_numbers_that_no_option_takes(self):
        self.model.write_text(PLAIN)
        for option, value in (("--worlds", "0"), ("--worlds", "-5"), ("--worlds", "1e30"),
                              ("--worlds", "5000000000"), ("--seed", "-1"), ("--seed", "x"),
                              ("--threads", "-1"), ("--threads", "0"), ("--threads", "two"),
                              ("--tile", "0"), ("--tile", "-8"), ("--tile", "100000"),
                              ("--level", "0"), ("--level", "nan"), ("--until", "0"),
                              ("--until", "nan"), ("--world", "-1"), ("--world", "5000000000"),
                              ("--max-events", "-1"), ("--max-rounds", "5000000000"),
                              ("--max-nodes", "0")):
            done = run("run", self.model, option, value)
            self.assertEqual(done.returncode, 2, (option, value, done.stderr))
            self.assertTrue(done.stderr.startswith("entente: "), done.stderr)
            self.assertEqual(done.stdout, "")

    def test_an_odd_tile_changes_nothing(self):
        self.model.write_text(PLAIN.replace("starts 0.5", "starts 0.5  noise 0.2 per sqrt year"))
        usual = run("run", self.model, "--worlds", 1500, "--json", "-").stdout
        for tile in (1, 7, 13, 255):
            self.assertEqual(run("run", self.model, "--worlds", 1500, "--json", "-",
                                 "--tile", tile).stdout, usual, tile)

    # ---- stopping ----

    def test_interrupts_end_every_phase(self):
        self.model.write_text(PLAIN.replace("starts 0.5", "starts 0.5  noise 0.2 per sqrt year"))
        many = ["--worlds", "4000000000"]
        for arguments in (["run", str(self.model), *many], ["run", "net24", *many, "--exact"],
                          ["run", "net4", *many, "--exact", "--quiet"],
                          ["run", str(self.model), "--worlds", "200k", "--check-step"]):
            process = subprocess.Popen([PROGRAM, *arguments], env=environment(), text=True,
                                       stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            time.sleep(1.0)
            process.send_signal(signal.SIGINT)
            output, errors = process.communicate(timeout=60)
            if process.returncode == 0:
                self.assertIn("--check-step", arguments, "this one may have been done already")
                continue
            self.assertEqual(process.returncode, 130, (arguments, errors))
            self.assertIn("stopped", errors, output)


if __name__ == "__main__":
    unittest.main()
