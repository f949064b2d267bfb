#!/usr/bin/env python3
"""`entente explain` and `entente uncertainty` as a person meets them: numbers whose truth is known,
schemas, equal bytes for any number of threads, messages."""

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

# The fort falls at a spark, and only then; sparks come at an uncertain rate while it is dry. Parades
# matter to nobody.
MODEL = """system fort
time from 2020-01-01 to 2025-01-01 step 1 week
actor A : state
actor B : state
track security
param spark_rate ~ lognormal(median 0.3 per year, spread 2)
param parade_rate ~ lognormal(median 2 per year, spread 2)
issue fort "The fort" of A about security {
  states standing, fallen
  starts standing
  standing -> fallen by effect
}
event spark "A spark" by A toward B about security weight -4 {
  rate spark_rate
  then fort -> fallen
}
event parade by B toward A about security weight 1 { rate parade_rate }
scenario wet { set spark_rate = 0 per year }
outcome lost "The fort falls" = ever fort is fallen within 60 months
outcome parades = count of parade per year
"""


def run(*arguments):
    environment = dict(os.environ, ENTENTE_MODELS=str(SOURCE / "models"))
    return subprocess.run([PROGRAM, *arguments], env=environment, text=True,
                          capture_output=True, timeout=600, check=False)


class Questions(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.model = self.path / "fort.ent"
        self.model.write_text(MODEL)

    def json_of(self, *arguments):
        result = run(*arguments, "--json", "-")
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def obeys(self, answer, name):
        schema = json.loads((SOURCE / f"docs/reference/{name}.schema.json").read_text())
        self.assertEqual(list(_schema.faults(answer, schema)), [])

    def test_explain_knows_what_mattered(self):
        answer = self.json_of("explain", str(self.model), "lost", "--worlds", "2000")
        self.obeys(answer, "explain")
        causes = {cause["name"]: cause for cause in answer["causes"]}
        self.assertEqual(causes["spark"]["necessity"]["estimate"], 1)
        self.assertEqual(causes["spark"]["necessity"]["tian_pearl"], {"low": 1, "high": 1})
        self.assertEqual(causes["spark"]["sufficiency"]["estimate"], 1)
        self.assertEqual(causes["parade"]["necessity"]["vanished"], 0)
        self.assertTrue(causes["fort -> fallen"]["by_definition"])
        self.assertIsNone(causes["fort -> fallen"]["necessity"])
        self.assertEqual(answer["causes"][0]["name"], "spark")
        self.assertEqual(answer["chains"][0]["steps"], ["spark", "fort -> fallen"])
        self.assertEqual([draw["parameter"] for draw in answer["draws"]], ["spark_rate"])
        self.assertEqual(answer["typical"]["occurrences"][-1]["happening"],
                         "fort.standing->fallen")
        self.assertIn("A spark", answer["typical"]["occurrences"][-1]["because"])

    def test_explain_takes_happenings_and_names_in_text(self):
        result = run("explain", str(self.model), "fort->fallen", "--worlds", "500")
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("why fort -> fallen", "But for it, would it not have been?", "100 %",
                     "Had it been, would it have followed?", "spark » fort -> fallen",
                     "Most typical: world", "Nearest miss"):
            self.assertIn(text, result.stdout)

    def test_explain_is_the_same_for_any_number_of_threads(self):
        texts = {run("explain", str(self.model), "lost", "--worlds", "700", "--threads", threads,
                     "--json", "-").stdout for threads in ("1", "2")}
        self.assertEqual(len(texts), 1)

    def test_explain_says_what_it_can_not_do(self):
        wrong = run("explain", str(self.model), "lots")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("did you mean `lost`?", wrong.stderr)
        certain = run("explain", str(self.model), "lost", "--with", "wet", "--worlds", "200")
        self.assertEqual(certain.returncode, 2)
        self.assertIn("0 of 200 worlds", certain.stderr)
        self.assertEqual(run("explain", str(self.model)).returncode, 2)
        self.assertEqual(run("explain", str(self.model), "--world", "1").returncode, 2)

    def test_a_page(self):
        page = self.path / "why.html"
        result = run("explain", str(self.model), "lost", "--worlds", "500", "--html", str(page))
        self.assertEqual(result.returncode, 0, result.stderr)
        text = page.read_text()
        for words in ("But for it, would it not have been?", "Worlds worth reading",
                      "entente explain"):
            self.assertIn(words, text)

    def world_with(self, event):
        for world in range(200):
            result = run("run", str(self.model), "--world", str(world), "--json", "-")
            story = json.loads(result.stdout)
            names = [occurrence["happening"] for occurrence in story["occurrences"]]
            if names.count(event) >= 2 and "spark" in names:
                return world, names
        self.fail("no such world")
        return 0, []

    def test_one_world_without_one_occurrence(self):
        world, names = self.world_with("parade")
        without = ("explain", str(self.model), "--world", str(world), "--without")
        idle = self.json_of(*without, "parade#2")
        self.obeys(idle, "without")
        self.assertFalse(idle["outcomes"]["lost"]["changed"])
        self.assertTrue(idle["outcomes"]["parades"]["changed"])
        alone = [row for row in idle["rows"] if row["with"] is None or row["without"] is None]
        self.assertEqual(len(alone), 1, "nothing else changes")
        self.assertTrue(alone[0]["removed"])
        first = self.json_of(*without, "spark")
        self.assertEqual(first["outcomes"]["lost"]["changed"], names.count("spark") == 1)
        text = run(*without, "spark").stdout
        self.assertIn("(taken away)", text)
        missing = run(*without, "parade#9999")
        self.assertEqual(missing.returncode, 2)
        self.assertIn("occurrences of `parade`", missing.stderr)

    def test_uncertainty_tells_chance_from_parameters(self):
        answer = self.json_of("uncertainty", str(self.model), "--worlds", "40000",
                              "--scenarios", "wet")
        self.obeys(answer, "uncertainty")
        lost = answer["outcomes"]["lost"]
        shares = [lost["split"][part]["share"]["estimate"]
                  for part in ("chance", "parameter", "scenario")]
        self.assertAlmostEqual(sum(shares), 1, places=9)
        self.assertAlmostEqual(lost["split"]["means"][1]["estimate"], 0, places=9,
                               msg="in the wet it never falls")
        first = lost["parameters"][0]
        self.assertEqual(first["parameter"], "spark_rate")
        self.assertTrue(first["total_above_zero"])
        self.assertLess(abs(first["total"]["estimate"] - 1),
                        2.04 * (first["total"]["high"] - first["total"]["low"]) / 2 + 1e-9)
        second = lost["parameters"][1]
        self.assertEqual(second["total"]["estimate"], 0)
        self.assertFalse(second["total_above_zero"])
        self.assertFalse(second["pawn_above_dummy"])
        # The mean over the prior of 1 − e^{−5 s}, s lognormal.
        steps = [-6 + 12 * (i + 0.5) / 4000 for i in range(4000)]
        density = [math.exp(-z * z / 2) for z in steps]
        mean = sum(d * (1 - math.exp(-5 * 0.3 * 2 ** z)) for z, d in zip(steps, density))
        mean /= sum(density)
        as_it_is = lost["split"]["means"][0]
        self.assertLess(abs(as_it_is["estimate"] - mean),
                        2.04 * (as_it_is["high"] - as_it_is["low"]) / 2)

    def test_uncertainty_as_text_and_page(self):
        page = self.path / "where.html"
        result = run("uncertainty", str(self.model), "--worlds", "4000", "--html", str(page))
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("Shares of the variance", "chance", "parameters", "spark_rate", "PAWN"):
            self.assertIn(text, result.stdout)
        self.assertIn("Which numbers matter", page.read_text())
        few = run("uncertainty", str(self.model), "--worlds", "10")
        self.assertEqual(few.returncode, 2)
        self.assertIn("too few", few.stderr)
        wrong = run("uncertainty", str(self.model), "--outcomes", "lots")
        self.assertEqual(wrong.returncode, 2)
        self.assertIn("did you mean `lost`?", wrong.stderr)


if __name__ == "__main__":
    unittest.main()
