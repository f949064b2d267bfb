#!/usr/bin/env python3
"""`entente record`: coded events in, counted and out; what happens when things go wrong."""

import csv
import gzip
import io
import json
import os
import pathlib
import resource
import signal
import subprocess
import tempfile
import time
import unittest

import _schema
from _program import PROGRAM, SOURCE, environment, run

DATA = pathlib.Path(os.environ.get("ENTENTE_DATA", SOURCE.parent / "shared" / "data"))
HEADER = ("Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"
          "Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\t"
          "Publisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n")


def row(number, date, source, target, code="010", weight="0"):
    """A row in the layout of ICEWS; actors are countries."""
    return (f"{number}\t{date}\t{source}\tNA\t{source}\tMake statement\t{code}\t{weight}\t{target}\tNA\t"
            f"{target}\t1\t1\tPaper\tNA\tNA\tNA\tNA\t0\t0\n")


def many(rows, first=0):
    return HEADER + "".join(
        row(first + i, f"2018-06-{1 + i * 28 // rows:02}", "Japan", "South Korea")
        for i in range(rows))


def schema(name):
    return json.loads((SOURCE / f"docs/reference/record_{name}.schema.json").read_text())


class Record(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)

    def write(self, name, text):
        (self.folder / name).write_text(text, encoding="utf-8")
        return name

    def call(self, *arguments, code=0):
        result = run("record", *arguments, cwd=self.folder)
        self.assertEqual(result.returncode, code, result.stderr + result.stdout)
        return result

    def answer(self, name, *arguments):
        """A call with --json, held to its schema."""
        result = json.loads(self.call(*arguments, "--json", "-").stdout)
        self.assertEqual(list(_schema.faults(result, schema(name))), [])
        return result

    def events(self, *arguments):
        return self.call("export", *arguments).stdout

    def test_in_and_out_again(self):
        self.write("a.tab", many(300) + "bad\trow\n")
        report = self.answer("import", "import", "a.tab")["files"][0]
        self.assertEqual((report["rows"], report["stored"], report["known"]), (301, 300, 0))
        self.assertEqual(report["rejected"], {"wrong number of columns": 1})
        self.assertEqual(report["first_rejected"][0]["line"], 302)
        first = self.events()
        self.assertEqual(first.count("\n"), 301)
        again = self.call("import", "a.tab").stdout
        self.assertIn("0 new in `icews`, 300 known already", again)
        self.assertEqual(self.events(), first)
        # What was written out reads back, and is the same events once more.
        self.write("out.csv", first)
        self.call("import", "out.csv", "--store", "other.db", "--dataset", "icews")
        self.assertEqual(self.events("--store", "other.db"), first)
        lines = self.events("--json-lines").splitlines()
        self.assertEqual(len(lines), 300)
        self.assertEqual(json.loads(lines[0])["code"], "010")

    def test_lists_and_summaries_obey_their_schemas(self):
        self.write("a.tab", many(50) + row(900, "2018-06-30", "Atlantis", "Japan", "190", "-10"))
        self.call("import", "a.tab")
        listed = self.answer("list", "list")["datasets"][0]
        self.assertEqual(listed["coverage"], [{"from": "2018-06-01", "to": "2018-06-30"}])
        formats = self.answer("formats", "list", "--formats")["formats"]
        self.assertEqual([f["format"] for f in formats],
                         ["icews", "gdelt1", "gdelt2", "polecat", "csv", "quadruples"])
        plain = self.answer("summary", "summary")
        self.assertEqual(plain["quads"]["material_conflict"], 1)
        self.assertNotIn("unmapped", plain)
        mapped = self.answer("summary", "summary", "--model", "northeast_asia")
        self.assertEqual(mapped["between_actors"], 50)
        self.assertEqual([name["name"] for name in mapped["unmapped"]], ["Atlantis"])
        self.assertIn("Atlantis", self.call("summary", "--model", "northeast_asia").stdout)

    def test_a_gap_is_empty_and_a_quiet_month_is_zero(self):
        self.write("a.tab", HEADER + row(1, "2018-01-10", "Japan", "China", "190", "-10"))
        self.write("b.tab", HEADER + row(2, "2018-04-10", "Japan", "China", "010", "0"))
        self.call("import", "a.tab", "--covers", "2018-01-01..2018-02-28")
        self.call("import", "b.tab", "--covers", "2018-04-01..2018-04-30")
        series = self.answer("series", "series", "--source", "Japan")
        self.assertEqual(series["series"][0]["count"], [1, 0, None, 1])
        self.assertEqual(series["series"][0]["goldstein"], [-10.0, 0.0, None, 0.0])
        rows = list(csv.DictReader(io.StringIO(self.call("series", "--csv", "-").stdout)))
        self.assertEqual([r["count"] for r in rows], ["1", "0", "", "1"])
        self.assertEqual([r["covered_days"] for r in rows], ["31", "28", "0", "30"])
        self.assertIn("4 cells, 1 missing", self.call("series").stdout)
        # Covering what is there already with other days is kept, too.
        self.call("import", "b.tab", "--covers", "2018-03-01..2018-04-30")
        self.assertEqual(self.answer("series", "series")["series"][0]["count"], [1, 0, 0, 1])

    def test_series_by_actor_of_a_model(self):
        self.write("a.tab", many(28) + row(99, "2018-06-28", "China", "Japan", "190", "-10"))
        self.call("import", "a.tab")
        options = ("--model", "northeast_asia", "--by", "week")
        pairs = self.answer("series", "series", *options, "--pairs")
        self.assertEqual([(s["from"], s["to"]) for s in pairs["series"]],
                         [("CHN", "JPN"), ("JPN", "KOR")])
        # The month's last day is a Thursday: only the first three weeks from a Monday are whole.
        one = self.answer("series", "series", *options, "--source", "JPN", "--target", "KOR")
        self.assertEqual(one["series"][0]["count"], [None, 7, 7, 7, None])
        tracks = self.answer("series", "series", *options, "--split", "track")
        self.assertIn("security", [s["class"] for s in tracks["series"]])
        self.call("series", "--model", "northeast_asia", "--source", "XYZ", code=3)

    def test_wrong_words_are_refused(self):
        self.write("a.tab", many(5))
        self.call("import", "a.tab")
        for arguments, text in (
                (("series", "--by", "fortnight"), "`--by fortnight`"),
                (("series", "--split", "mood"), "`--split mood`"),
                (("series", "--from", "2018-02-30"), "`--from 2018-02-30`"),
                (("series", "--from", "2018-02-02", "--to", "2018-02-01"), "lies before"),
                (("summary", "--class", "quarrels"), "`quarrels` is no class"),
                (("import", "a.tab", "--map", "date"), "`--map date`"),
                (("import", "a.tab", "--covers", "2018"), "`--covers 2018`")):
            result = self.call(*arguments, code=2)
            self.assertIn(text, result.stderr)
        for arguments, text in (
                (("import", "absent.tab"), "absent.tab"),
                (("import", "a.tab", "--format", "icew"), "there are icews, gdelt1"),
                (("import", "a.tab", "--format", "gdelt2"), "it looks like `--format icews`"),
                (("list", "--store", "absent.db"), "there is no record store `absent.db`"),
                (("summary", "gdelt"), "holds no data set `gdelt`; it has `icews`"),
                (("series", "--source", "Japn"), "`Japn`; did you mean `Japan`?"),
                (("export", "--output", "no/such/folder.csv"), "no/such/folder.csv")):
            result = self.call(*arguments, code=3)
            self.assertIn(text, result.stderr)
        self.assertEqual(list(self.folder.glob("*.partial")), [])
        late = self.call("series", "--from", "2030-01-01")
        self.assertIn("covers none of the days asked for", late.stdout)

    def test_a_misspelt_file_makes_no_store_and_no_half_import(self):
        self.write("a.tab", many(5))
        for files in (["absent.tab"], ["a.tab", "absent.tab"]):
            refused = self.call("import", *files, code=3)
            self.assertIn("cannot read `absent.tab`: there is no such file", refused.stderr)
            self.assertFalse((self.folder / "record.db").exists())

    def test_strict_keeps_nothing_of_the_file_but_what_came_before(self):
        self.write("good.tab", many(10))
        self.write("bad.tab", many(10, first=100) + row(1, "2018-06-31", "Japan", "China"))
        result = self.call("import", "good.tab", "bad.tab", "--strict", code=3)
        self.assertIn("`bad.tab`, line 12: impossible date", result.stderr)
        self.assertIn("good.tab", result.stdout)
        self.assertEqual(self.events().count("\n"), 11)

    def test_kill_during_an_import_leaves_what_was_there(self):
        self.write("first.tab", many(500))
        self.call("import", "first.tab")
        before = self.events()
        self.write("second.tab", many(400_000, first=1_000_000))
        for seconds in (0.05, 0.3, 0.8):
            process = subprocess.Popen([PROGRAM, "record", "import", "second.tab"], cwd=self.folder,
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(seconds)
            process.send_signal(signal.SIGKILL)
            process.wait()
            listed = self.answer("list", "list")["datasets"][0]
            if len(listed["files"]) == 2:  # a machine so fast that it was done
                self.assertEqual(listed["events"], 400_500)
                return
            self.assertEqual(self.events(), before)
        self.assertIn("400,000 new", self.call("import", "second.tab").stdout)

    def test_stopping_an_import_keeps_nothing_of_it(self):
        self.write("second.tab", many(400_000))
        process = subprocess.Popen([PROGRAM, "record", "import", "second.tab"], cwd=self.folder,
                                   text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
        if process.returncode != 0:
            self.assertEqual(process.returncode, 130, said)
            self.assertIn("nothing of `second.tab` was kept", said)
            self.assertEqual(self.answer("list", "list")["datasets"], [])

    def test_a_full_disk_is_told_and_loses_nothing(self):
        self.write("first.tab", many(500))
        self.call("import", "first.tab")
        before = self.events()
        self.write("second.tab", many(150_000, first=1_000_000))

        def small_files():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, 4 << 20))

        result = subprocess.run([PROGRAM, "record", "import", "second.tab"], cwd=self.folder,
                                text=True, capture_output=True, preexec_fn=small_files,
                                restore_signals=False, check=False)
        self.assertEqual(result.returncode, 3, result.stderr)
        self.assertIn("disk", result.stderr)
        self.assertEqual(self.events(), before)
        self.assertIn("150,000 new", self.call("import", "second.tab").stdout)

    def test_two_writers_wait_for_each_other(self):
        self.write("a.tab", many(60_000))
        self.write("b.tab", many(60_000, first=1_000_000))
        writers = [subprocess.Popen([PROGRAM, "record", "import", name], cwd=self.folder,
                                    stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
                   for name in ("a.tab", "b.tab")]
        for writer in writers:
            said = writer.communicate(timeout=120)[1]
            self.assertEqual(writer.returncode, 0, said)
        self.assertEqual(self.answer("list", "list")["datasets"][0]["events"], 120_000)

    def test_a_broken_store_is_told(self):
        self.write("record.db", "no database")
        self.assertIn("is no record store", self.call("list", code=3).stderr)
        self.write("a.tab", many(5))
        self.assertIn("is no record store", self.call("import", "a.tab", code=3).stderr)
        self.assertEqual((self.folder / "record.db").read_text(), "no database")
        (self.folder / "record.db").unlink()
        self.call("import", "a.tab")
        (self.folder / "record.db").write_bytes((self.folder / "record.db").read_bytes()[:6000])
        self.assertEqual(run("record", "summary", cwd=self.folder).returncode, 3)

    def test_a_cut_archive_is_refused(self):
        packed = gzip.compress(many(2000).encode())
        (self.folder / "cut.gz").write_bytes(packed[:-20])
        self.assertIn("was cut off", self.call("import", "cut.gz", code=3).stderr)
        self.assertEqual(self.answer("list", "list")["datasets"], [])

    @unittest.skipUnless(DATA.is_dir(), "no real data here")
    def test_real_files(self):
        for name, rows in (("events/samples/icews_2018_sample.tab", "3,705"),
                           ("events/samples/gdelt1_events_sample.tab", "710"),
                           ("events/icews_2018.csv", "38,088")):
            self.assertIn(f"{rows} rows, {rows} new",
                          self.call("import", DATA / name, "--dataset", name[-9:]).stdout)
        summary = self.answer("summary", "summary", "_2018.csv", "--model", "northeast_asia")
        self.assertGreater(summary["between_actors"], 30_000)


if __name__ == "__main__":
    environment()
    unittest.main()
