#!/usr/bin/env python3
"""`entente filter`: likelihood, surprises and states as text, JSON, CSV and page; contradictions."""

import csv
import io
import json
import math
import os
import pathlib
import subprocess
import tempfile
import unittest

import _schema

PROGRAM = os.environ.get("ENTENTE", "build/entente")
SOURCE = pathlib.Path(os.environ.get("ENTENTE_SOURCE_DIR", "."))

# Nothing hidden: every particle has the same weight, so the likelihood is exact.
MODEL = """system pair
time from 2020-01-01 to 2025-01-01 step 1 week
actor A : state
actor B : state
record "record.csv" complete for pact from 2020-01-01 to 2021-12-31
issue pact "The pact" between A, B {
  states kept, broken  starts kept
  kept -> broken  rate 1 per year
  broken -> kept  rate 3 per year
}
quantity mood in 0..1 { starts 0.5  relaxes to 0.2 with half-life 1 year  noise 0.1 per sqrt year }
event snub by A toward B weight -2 { rate 2 per year * mood }
outcome ends = ever pact is broken
"""
RECORD = """date,what,from,to,source,known_from
2020-07-01,pact,kept,broken,"x",
2020-08-01,snub,A,B,"x",
2020-10-01,pact,broken,kept,"x",
"""


def run(*arguments):
    return subprocess.run([PROGRAM, "filter", *arguments], text=True, capture_output=True,
                          timeout=300, check=False)


def exact():
    year = 365.2425
    up, down = 1 / year, 3 / year
    return (-182.5 * up + math.log(up) - 92 * down + math.log(down) - (731 - 274.5) * up)


class Filter(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "main.ent").write_text(MODEL)
        self.record = self.folder / "record.csv"
        self.record.write_text(RECORD)

    def filter(self, *arguments):
        return run(str(self.folder), "--particles", "100", "--replicates", "3", *arguments)

    def test_text(self):
        result = self.filter()
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("following the record to 2021-12-31", "3 recorded happenings, of which 2 weigh",
                     f"−{-exact():.2f} ± 0.00", "What the model did not see coming",
                     "2020-07-01", "mood"):
            self.assertIn(text, result.stdout)
        self.assertNotIn("2020-08-01", result.stdout)  # it is forced and weighs nothing

    def test_json_obeys_its_schema_and_is_exact(self):
        schema = json.loads((SOURCE / "docs/reference/filter.schema.json").read_text())
        result = self.filter("--json", "-")
        answer = json.loads(result.stdout)
        self.assertEqual(list(_schema.faults(answer, schema)), [])
        self.assertAlmostEqual(answer["log_likelihood"]["estimate"], exact(), places=8)
        self.assertEqual([row["line"] for row in answer["rows"]], [2, 4])
        chance = 1 - math.exp(-1 / 365.2425)
        self.assertAlmostEqual(answer["rows"][0]["surprise_bits"], -math.log2(chance), places=6)
        kept = answer["states"][-1]["issues"]["pact"]["kept"]["estimate"]
        self.assertAlmostEqual(kept, 1.0, places=9)
        self.assertEqual(self.filter("--json", "-", "--threads", "1").stdout, result.stdout)

    def test_csv_and_page(self):
        rows = list(csv.DictReader(io.StringIO(self.filter("--csv", "-").stdout)))
        self.assertEqual([row["what"] for row in rows], ["pact.kept->broken", "pact.broken->kept"])
        page = self.folder / "page.html"
        self.assertEqual(self.filter("--html", str(page), "--quiet").stdout, "")
        self.assertIn("What the model did not see coming", page.read_text())

    def test_until_a_day_nothing_later_matters(self):
        before = self.filter("--to", "2020-09-01", "--json", "-").stdout
        self.record.write_text(RECORD.replace("2020-10-01", "2020-11-11"))
        self.assertEqual(self.filter("--to", "2020-09-01", "--json", "-").stdout, before)

    def test_contradiction_has_both_places(self):
        (self.folder / "main.ent").write_text(
            MODEL.replace("rate 1 per year\n", "rate 1 per year while mood > 0.9\n"))
        result = self.filter()
        self.assertEqual(result.returncode, 4)
        self.assertIn("record.csv:2", result.stderr)
        self.assertIn("main.ent:8", result.stderr)

    def test_what_can_not_be_asked(self):
        self.assertEqual(self.filter("--to", "2030-01-01").returncode, 2)
        self.assertEqual(self.filter("--to", "soon").returncode, 2)
        self.assertEqual(self.filter("--look-ahead", "maybe").returncode, 2)
        self.assertEqual(self.filter("--particles", "many").returncode, 2)
        self.record.unlink()
        result = self.filter()
        self.assertEqual(result.returncode, 3)
        self.assertIn("record.csv", result.stderr)

    def test_a_row_that_can_not_be_taught_has_its_place(self):
        self.record.write_text(RECORD + "2020-12-01,pact,broken,kept,x,\n")
        result = self.filter()
        self.assertEqual(result.returncode, 3)
        self.assertIn("record.csv:5:", result.stderr)


if __name__ == "__main__":
    unittest.main()
