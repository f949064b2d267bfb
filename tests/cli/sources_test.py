#!/usr/bin/env python3
"""`entente sources`: what is cited, what is judgement, what has neither; as text and as JSON."""

import json
import os
import pathlib
import subprocess
import tempfile
import unittest

import _schema

PROGRAM = os.environ.get("ENTENTE", "build/entente")
SOURCE = pathlib.Path(os.environ.get("ENTENTE_SOURCE_DIR", "."))

MODEL = """system pair
time from 2020-01-01 to 2025-01-01 step 1 week
source okonogi { author "Masao Okonogi"  title "A shared strategy" }
source unread { author "Nobody" }
actor A : state
actor B : state
set pairs = { A, B }
param cited ~ beta(2, 2) "a share" cite okonogi at "part 2" says "shocks cross"
param judged ~ beta(2, 2) judgement "seen often"
param bare ~ beta(2, 2)
quantity anger[a in pairs] in 0..1 { starts cited * judged * bare  cite okonogi at "part 2" }
outcome furious = ever anger[A] > 0.9
"""


def run(*arguments):
    environment = dict(os.environ, ENTENTE_MODELS=str(SOURCE / "models"))
    return subprocess.run([PROGRAM, "sources", *arguments], env=environment, text=True,
                          capture_output=True, timeout=300, check=False)


class Sources(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.model = pathlib.Path(self.folder.name) / "pair.ent"
        self.model.write_text(MODEL)

    def test_text_has_all_four_parts(self):
        result = run(str(self.model))
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("4 declarations assert something: 2 cite a text (50 %), 1 is judgement",
                     "okonogi  Masao Okonogi: A shared strategy", "cited by 2 elements", "part 2",
                     "parameter cited, quantity anger", "cited by nothing",
                     "seen often", "Neither source nor judgement", "pair.ent:10:1"):
            self.assertIn(text, result.stdout)

    def test_json_obeys_its_schema(self):
        schema = json.loads((SOURCE / "docs/reference/sources.schema.json").read_text())
        for model in (str(self.model), "northeast_asia", "two_rivals"):
            result = run(model, "--json", "-")
            self.assertEqual(result.returncode, 0, result.stderr)
            answer = json.loads(result.stdout)
            self.assertEqual(list(_schema.faults(answer, schema)), [])
        answer = json.loads(run(str(self.model), "--json", "-").stdout)
        self.assertEqual(answer["total"], {"cited": 2, "judgement": 1, "neither": 1})
        self.assertEqual([e["name"] for e in answer["elements"] if e["basis"] == "neither" and
                          e["needs_basis"]], ["bare"])
        anger = [e for e in answer["elements"] if e["name"] == "anger"]
        self.assertEqual(anger[0]["instances"], 2)
        self.assertEqual(answer["sources"]["okonogi"]["sections"][0]["at"], "part 2")

    def test_strict_fails_when_something_has_neither(self):
        self.assertEqual(run(str(self.model), "--strict").returncode, 1)
        self.model.write_text(MODEL.replace('param bare ~ beta(2, 2)',
                                            'param bare ~ beta(2, 2) judgement "a guess"'))
        self.assertEqual(run(str(self.model), "--strict").returncode, 0)

    def test_every_assertion_of_the_reference_model_has_a_basis(self):
        self.assertEqual(run("northeast_asia", "--strict").returncode, 0)

    def test_the_reference_model_names_all_five_texts(self):
        answer = json.loads(run("northeast_asia", "--json", "-").stdout)
        authors = " ".join(s["fields"].get("author", "") for s in answer["sources"].values())
        for author in ("Okonogi", "Sakata", "Untalan", "Endo"):
            self.assertIn(author, authors)
        for name, source in answer["sources"].items():
            self.assertGreater(source["elements"] + source["claims"], 0, name)


if __name__ == "__main__":
    unittest.main()
