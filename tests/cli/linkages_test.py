#!/usr/bin/env python3
"""`entente record linkages`: events are held against the linkages of a model."""

import datetime
import json
import os
import pathlib
import random
import subprocess
import tempfile
import unittest

import _schema

PROGRAM = os.environ.get("ENTENTE", "build/entente")
SOURCE = pathlib.Path(os.environ.get("ENTENTE_SOURCE_DIR", "."))
DATA = pathlib.Path(os.environ.get("ENTENTE_DATA", SOURCE / "../shared/data"))
SCHEMA = json.loads((SOURCE / "docs/reference/record_linkages.schema.json").read_text())

MODEL = """system pair
time from 2020-01-01 to 2025-01-01 step 1 week
actor A : state
actor B : state
set sides = { A, B }
track politics
track trade
event rebuke[a, b in sides where a != b] by a toward b about politics weight -5 { rate 10 per year }
event deal[a, b in sides where a != b] by a toward b about trade weight +5 { rate 10 per year }
linkage answered for a, b in sides where a != b
  from hostile a -> b  to hostile b -> a  adds 10 % per act of weight 10, half-life 20 days
linkage spoils for a, b in sides where a != b
  from hostile a -> b about politics  to cooperative a -> b, b -> a about trade  lowers by 10 % per act of weight 10, half-life 20 days
"""


def events():
    """Ten years in which each rebuke is answered within a month or so, on average by half an act."""
    luck = random.Random(5)
    rows = []
    start = datetime.date(2005, 1, 1)
    waiting = []
    for day in range(3650):
        today = [(who, -5.0, "111") for due, who in waiting if due == day]
        for who in "AB":
            today += [(who, -5.0, "111")] * (luck.random() < 0.05)
            today += [(who, 5.0, "061")] * (luck.random() < 0.1)
        for who, weight, code in today:
            rows.append((start + datetime.timedelta(day), who, weight, code))
            if weight < 0 and luck.random() < 0.5:
                waiting.append((day + 1 + int(luck.expovariate(1 / 20)), "B" if who == "A" else "A"))
    return rows


class Linkages(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "pair").mkdir()
        (self.folder / "pair/main.ent").write_text(MODEL)
        (self.folder / "pair/actors.tsv").write_text(
            "name\tcountry\tsector\tactor\nA\t*\t*\tA\nB\t*\t*\tB\n")
        (self.folder / "pair/tracks.tsv").write_text("code\ttrack\n11\tpolitics\n06\ttrade\n")
        lines = ["date,source,target,cameo,goldstein"]
        for day, who, weight, code in events():
            lines.append(f"{day},{who},{'B' if who == 'A' else 'A'},{code},{weight}")
        (self.folder / "events.csv").write_text("\n".join(lines) + "\n")
        self.store = str(self.folder / "record.db")

    def run_record(self, *arguments, code=0):
        environment = dict(os.environ, ENTENTE_MODELS=str(SOURCE / "models"))
        result = subprocess.run([PROGRAM, "record", *arguments, "--store", self.store],
                                env=environment, text=True, capture_output=True, timeout=900,
                                check=False)
        self.assertEqual(result.returncode, code, result.stdout + result.stderr)
        return result

    def bring_in(self):
        self.run_record("import", str(self.folder / "events.csv"), "--format", "csv", "--map",
                        "date=date,source=source,target=target,code=cameo,goldstein=goldstein",
                        "--dataset", "made")

    def test_what_was_put_in_comes_out(self):
        self.bring_in()
        result = self.run_record("linkages", str(self.folder / "pair"), "--json", "-")
        answer = json.loads(result.stdout)
        self.assertEqual(list(_schema.faults(answer, SCHEMA)), [])
        found = {one["name"]: one for one in answer["linkages"]}
        self.assertEqual(found["answered"]["verdict"], "raises")
        # Half an act, told to within about 0.2 by 700 acts (and levels and persistence beside).
        self.assertLess(abs(found["answered"]["bred"] - 0.5), 0.5)
        self.assertAlmostEqual(found["answered"]["declared"], 0.1)
        self.assertAlmostEqual(found["spoils"]["declared"], -0.1)
        self.assertEqual(found["spoils"]["verdict"], "undecided")
        self.assertTrue(answer["tracks"])
        text = self.run_record("linkages", str(self.folder / "pair")).stdout
        self.assertIn("what events say about its linkages", text)
        self.assertIn("answered", text)

    def test_without_tracks_it_says_so(self):
        self.bring_in()
        (self.folder / "pair/tracks.tsv").unlink()
        result = self.run_record("linkages", str(self.folder / "pair"))
        self.assertIn("There is no tracks.tsv", result.stdout)

    def test_what_can_not_be_asked(self):
        self.run_record("linkages", str(self.folder / "pair"), code=3)  # no store yet
        self.bring_in()
        nobody = self.folder / "nobody.tsv"
        nobody.write_text("name\tcountry\tsector\tactor\n*\t*\t*\t-\n")
        refused = self.run_record("linkages", "net4", "--actors", str(nobody), code=2)
        self.assertIn("declares no linkage between acts", refused.stderr)
        self.run_record("linkages", str(self.folder / "pair"), "--level", "2", code=2)
        self.run_record("linkages", str(self.folder / "none"), code=3)

    @unittest.skipUnless((DATA / "events/icews_2005_2015.csv").exists(),
                         "the real events are not here (ENTENTE_DATA)")
    def test_the_dyad_on_real_events(self):
        self.run_record("import", str(DATA / "events/icews_2005_2015.csv"))
        result = self.run_record("linkages", "japan_korea_dyad", "--from", "2010-01-01", "--to",
                                 "2011-12-31", "--json", "-")
        answer = json.loads(result.stdout)
        self.assertEqual(list(_schema.faults(answer, SCHEMA)), [])
        self.assertEqual(len(answer["linkages"]), 7)
        self.assertTrue(any(one["verdict"] != "untested" for one in answer["linkages"]))


if __name__ == "__main__":
    unittest.main()
