#!/usr/bin/env python3
"""`entente record check`: both places of a contradiction, exit codes, text and JSON."""

import json
import pathlib
import tempfile
import unittest

import _schema
from _program import SOURCE, run

MODEL = """system pair "Two states"
time from 2020-01-01 to 2025-01-01 step 1 week
actor A : state
actor B : state
record "facts.csv" complete for talks from 2020-01-01 to 2023-12-31
issue talks {
  states open, shut  starts open
  open -> shut  rate 1 per year
  shut -> open  rate 1 per year
}
event slight[a, b in states where a != b] by a toward b weight -2 { rate 1 per year }
outcome shut_ever = ever talks is shut
"""
HEAD = "date,what,from,to,source,known_from\n"


class RecordCheck(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "main.ent").write_text(MODEL)

    def check(self, rows, *options):
        (self.folder / "facts.csv").write_text(HEAD + rows)
        return run("record", "check", self.folder, *options)

    def test_a_sound_record(self):
        result = self.check("2020-05-01,talks,open,shut,x,\n2020-06-01,slight,A,B,x,\n")
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("2 rows: 2 became 2 happenings", "no contradictions",
                     "complete from 2020-01-01 to 2023-12-31 for talks (1)"):
            self.assertIn(text, result.stdout)

    def test_a_contradiction_has_both_places(self):
        result = self.check("2020-05-01,talks,open,shut,x,\n2020-06-01,talks,open,shut,y,\n"
                            "2020-07-01,slihgt,A,B,x,\n")
        self.assertEqual(result.returncode, 1)
        for text in ("facts.csv:3:18: error: `talks` is said to leave `open`", "[wrong-state]",
                     "3 | 2020-06-01,talks,open,shut,y,\n      |                  ^",
                     "facts.csv:2: it went to `shut` here", "did you mean `slight`?",
                     "2 contradictions"):
            self.assertIn(text, result.stdout)
        moved = self.check("2020-05-01,talks,shut,open,x,\n")
        self.assertIn("main.ent:6:1: it starts in `open` here", moved.stdout)

    def test_json_obeys_its_schema(self):
        schema = json.loads((SOURCE / "docs/reference/record_check.schema.json").read_text())
        result = self.check("2020-05-01,talks,open,shut,x,2020-05-03\n2020-06-01,talks,,gone,x,\n",
                            "--json", "-")
        self.assertEqual(result.returncode, 1)
        answer = json.loads(result.stdout)
        self.assertEqual(list(_schema.faults(answer, schema)), [])
        self.assertEqual(answer["errors"], 1)
        [file] = answer["files"]
        self.assertEqual([f["kind"] for f in file["faults"]], ["unknown-state"])
        self.assertEqual(file["complete"]["issues"], ["talks"])
        self.assertEqual(file["happenings"],
                         [{"date": "2020-05-01", "line": 2, "happening": "talks.open->shut",
                           "known_from": "2020-05-03", "complete": True, "implied": False}])

    def test_what_was_known_on_a_day(self):
        rows = "2020-05-01,talks,open,shut,x,2020-05-03\n2020-06-01,talks,shut,open,x,\n"
        answer = json.loads(self.check(rows, "--known-on", "2020-05-10", "--json", "-").stdout)
        self.assertEqual(len(answer["files"][0]["happenings"]), 1)
        self.assertEqual(self.check(rows, "--known-on", "soon").returncode, 2)
        # Whatever was known only later changes no byte.
        plain = self.check(rows, "--known-on", "2020-05-10", "--json", "-").stdout
        other = self.check(rows.replace("06-01", "07-11") + "2021-01-01,nonsense,,,,\n",
                           "--known-on", "2020-05-10", "--json", "-").stdout
        self.assertEqual(plain, other)

    def test_files_that_are_missing_or_no_table(self):
        result = run("record", "check", self.folder)
        self.assertEqual(result.returncode, 3)
        self.assertIn("facts.csv", result.stderr)
        (self.folder / "facts.csv").write_text("day,what\n")
        result = run("record", "check", self.folder)
        self.assertEqual(result.returncode, 3)
        self.assertIn("facts.csv:1:1: `day` is no column", result.stderr)
        self.assertEqual(run("record", "check", "net4").returncode, 3)
        self.assertIn("check", run("record").stdout)  # its help

    def test_another_file_is_held_to_the_same_declaration(self):
        self.check("2020-05-01,talks,open,shut,x,\n")
        other = self.folder / "other.csv"
        other.write_text(HEAD + "2020-05-01,talks,shut,open,x,\n")
        result = run("record", "check", self.folder, "--file", other)
        self.assertEqual(result.returncode, 1)
        self.assertIn("other.csv:2:18: error", result.stdout)

    def test_the_reference_model_fits_its_record(self):
        result = run("record", "check", "northeast_asia", "--json", "-")
        self.assertEqual(result.returncode, 0, result.stdout[-2000:])
        answer = json.loads(result.stdout)
        self.assertGreater(answer["files"][0]["used"], 60)
        self.assertTrue(answer["files"][0]["complete"]["issues"])


if __name__ == "__main__":
    unittest.main()
