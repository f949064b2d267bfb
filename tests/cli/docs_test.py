#!/usr/bin/env python3
"""The commands that the documentation tells people to type: their options exist, and the policies and
scenarios that they name are in the shipped model."""

import functools
import re
import shlex
import unittest

from _program import SOURCE, ended, run

MODELS = {path.name for path in (SOURCE / "models").iterdir() if (path / "main.ent").exists()}
PAGES = [SOURCE / "README.md", *sorted((SOURCE / "docs").rglob("*.md")),
         *sorted((SOURCE / "models").rglob("*.md")), *sorted((SOURCE / "studies").rglob("*.md"))]


def commands():
    """(place, words) of each call of the program in a block of code."""
    for page in PAGES:
        fenced, before = False, ""
        for number, line in enumerate(page.read_text().splitlines(), 1):
            if line.lstrip().startswith("```"):
                fenced = not fenced
            elif fenced and line.endswith("\\"):
                before += line[:-1] + " "
            elif fenced:
                words = before + re.sub(r"\s#(\s.*)?$", "", line)
                before = ""
                if re.match(r"\s*(build/)?entente [a-z]", words):
                    yield f"{page.relative_to(SOURCE)}:{number}", shlex.split(words)[1:]


@functools.cache
def help_of(*names):
    return ended(*names, "--help").stdout


class Docs(unittest.TestCase):
    def test_options_are_there(self):
        found = 0
        for place, words in commands():
            group = words[0] in ("record", "ledger")
            names = tuple(words[:2] if group else words[:1])
            known = set(re.findall(r"--[a-z][a-z-]*", help_of(*names)))
            for word in words:
                if word.startswith("--"):
                    found += 1
                    self.assertIn(word.split("=")[0], known, place)
        self.assertGreater(found, 50)

    def test_policies_and_scenarios_are_in_the_model(self):
        found = 0
        for place, words in commands():
            model = next((word for word in words if word in MODELS), None)
            named = [then for word, then in zip(words, words[1:])
                     if word in ("--with", "--compare", "--scenarios")]
            for name in named if model else []:
                found += 1
                done = run("check", model, "--with", name)
                self.assertEqual(done.returncode, 0, f"{place}: {done.stderr}")
        self.assertGreater(found, 5)


if __name__ == "__main__":
    unittest.main()
