#!/usr/bin/env python3
"""`entente compare` and `entente claims`: outputs hold to their schemas, equal bytes for any number of
threads, exit codes, usage faults that suggest."""

import csv
import io
import json
import pathlib
import tempfile
import unittest

import _program
import _schema

MODEL = """system pair "Two states"
time from 2020-01-01 to 2025-01-01 step 1 week
source okonogi { author "Masao Okonogi"  title "A shared strategy" }
actor A : state
actor B : state
track security
param heat ~ lognormal(median 1 per year, spread 3) "how often they clash" judgement "seen often"
issue border between A, B about security {
  states calm, tense
  starts calm
  calm -> tense rate heat
  tense -> calm rate 2 per year
}
policy calmer "Talk first" by A { scale border: calm -> tense by 0.3 }
policy idle by A {}
scenario storm { scale border: calm -> tense by 2 }
outcome tenses "It gets tense" = ever border is tense within 12 months
outcome tense_share = share of time border is tense
claim talk_helps "Talking helps" {
  P(tenses under calmer) < P(tenses)
  cite okonogi at "part 2" says "talks cool"
}
claim talk_harms { P(tenses under calmer) > P(tenses)  judgement "a foil" }
claim idle_helps { P(tenses under idle) < P(tenses)  judgement "a foil" }
"""


class Analyses(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.model = self.path / "pair.ent"
        self.model.write_text(MODEL)

    def json_of(self, command, *arguments):
        result = _program.run(command, self.model, *arguments, "--json", "-")
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def hold_to_schema(self, text, name):
        schema = json.loads((_program.SOURCE / "docs/reference" / name).read_text())
        self.assertEqual(list(_schema.faults(json.loads(text), schema)), [])

    # ---- compare ----

    def test_compare_json_holds_to_its_schema(self):
        text = self.json_of("compare", "--with", "calmer,storm", "--with", "idle",
                            "--worlds", "2000", "--lower-is-better", "tenses")
        self.hold_to_schema(text, "compare.schema.json")
        data = json.loads(text)
        self.assertEqual(data["policies"], [[], ["calmer"], ["idle"]])
        self.assertEqual(data["scenarios"], [[], ["storm"]])
        cells = data["outcomes"]["tenses"]["cells"]
        self.assertEqual(len(cells), 6)
        self.assertLess(cells[2]["difference"]["high"], 0)
        self.assertEqual(cells[2]["worlds_changed"]["rose"]["estimate"], 0)
        self.assertEqual(cells[4]["difference"]["estimate"], 0)  # idle
        self.assertIsNone(cells[4]["variance_ratio"])
        self.assertEqual(data["outcomes"]["tenses"]["better"], "lower")

    def test_compare_without_names_takes_every_policy(self):
        data = json.loads(self.json_of("compare", "--worlds", "200"))
        self.assertEqual(data["policies"], [[], ["calmer"], ["idle"]])
        self.assertEqual(data["scenarios"], [[]])
        data = json.loads(self.json_of("compare", "--worlds", "200", "--all-scenarios",
                                       "--combine", "--outcomes", "tense_share"))
        self.assertEqual(data["scenarios"], [[], ["storm"]])
        self.assertEqual(list(data["outcomes"]), ["tense_share"])

    def test_compare_is_the_same_for_any_threads(self):
        arguments = ["compare", "--with", "calmer", "--worlds", "3000"]
        one = self.json_of(*arguments, "--threads", "1", "--tile", "8")
        self.assertEqual(one, self.json_of(*arguments, "--threads", "2", "--tile", "64"))
        self.assertNotEqual(one, self.json_of(*arguments, "--seed", "2"))

    def test_compare_table_csv_and_page(self):
        page, sheet = self.path / "page.html", self.path / "sheet.csv"
        result = _program.run("compare", self.model, "--with", "calmer", "--with", "storm",
                              "--worlds", "1000", "--html", page, "--csv", sheet)
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("calmer", "Talk first", "tenses", "points", "regret", "gain"):
            self.assertIn(text, result.stdout)
        rows = list(csv.DictReader(io.StringIO(sheet.read_text())))
        self.assertEqual(len(rows), 8)
        self.assertEqual({row["policies"] for row in rows}, {"", "calmer"})
        html = page.read_text()
        for text in ("Policies by scenarios", "Talk first", "entente compare", "regret"):
            self.assertIn(text, html)
        self.assertNotIn("http://", html.replace("http://www.w3.org", ""))

    # ---- claims ----

    def test_claims_json_holds_to_its_schema(self):
        text = self.json_of("claims")
        self.hold_to_schema(text, "claims.schema.json")
        claims = json.loads(text)["claims"]
        self.assertEqual({name: claim["verdict"] for name, claim in claims.items()},
                         {"talk_helps": "supported", "talk_harms": "contradicted",
                          "idle_helps": "contradicted"})
        self.assertEqual(claims["talk_helps"]["citations"][0]["source"], "okonogi")
        self.assertEqual(claims["idle_helps"]["why"],
                         "nothing that it compares differs in any world")

    def test_claims_are_the_same_for_any_threads(self):
        one = self.json_of("claims", "--threads", "1", "--tile", "8")
        self.assertEqual(one, self.json_of("claims", "--threads", "2", "--tile", "64"))

    def test_claims_exit_code_is_for_scripts(self):
        for verdicts, code in (("contradicted,undecided", 4), ("undecided", 0)):
            result = _program.run("claims", self.model, "--fail-on", verdicts)
            self.assertEqual(result.returncode, code, result.stderr)
            self.assertIn("1 supported, 2 contradicted", result.stdout)
        result = _program.run("claims", self.model, "--only", "talk_helps", "--fail-on",
                              "contradicted")
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_claims_table_and_page(self):
        page = self.path / "page.html"
        result = _program.run("claims", self.model, "--html", page)
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("Masao Okonogi: A shared strategy", "Talking helps", "against"):
            self.assertIn(text, result.stdout)
        html = page.read_text()
        for text in ("talks cool", "Where the model disagrees", "P(tenses under calmer)"):
            self.assertIn(text, html)

    # ---- usage ----

    def test_usage_faults_end_with_2_and_suggest(self):
        for arguments, said in ((["compare", "--with", "calmr"], "calmer"),
                                (["compare", "--outcomes", "tenss"], "tenses"),
                                (["compare", "--worlds", "many"], "whole number"),
                                (["compare", "--worlds-per-draw", "3"], "even number"),
                                (["claims", "--only", "talk_help"], "talk_helps"),
                                (["claims", "--fail-on", "contradictd"], "contradicted")):
            command, *rest = arguments
            result = _program.run(command, self.model, *rest)
            self.assertEqual(result.returncode, 2, (arguments, result.stderr))
            self.assertIn(said, result.stderr)


if __name__ == "__main__":
    unittest.main()
