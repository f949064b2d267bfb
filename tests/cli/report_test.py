#!/usr/bin/env python3
"""`entente report`: one file with every part in its order, the same bytes for any number of threads,
parts that do not apply or fail say so and end nothing."""

import html.parser
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

PROGRAM = os.environ.get("ENTENTE", "build/entente")
SOURCE = pathlib.Path(os.environ.get("ENTENTE_SOURCE_DIR", "."))

MODEL = """system fort "The fort"
time from 2020-01-01 to 2025-01-01 step 1 week
source diary { author "A. Witness"  title "Sparks seen" }
actor A : state
actor B : state
track security
param spark_rate ~ lognormal(median 0.3 per year, spread 2) cite diary at "page 3"
issue fort "The fort" of A about security {
  states standing, fallen
  starts standing
  standing -> fallen by effect
}
event spark "A spark" by A toward B about security weight -4 {
  rate spark_rate
  then fort -> fallen
}
outcome lost "The fort falls" = ever fort is fallen within 60 months
"""
POLICY = """policy wet "Wet the straw" { set spark_rate = 0 per year }
claim dry "Wet straw saves the fort" cite diary at "page 4" { P(lost under wet) < P(lost) }
"""
SMALL = ("--worlds", "2000", "--claims-worlds", "512", "--compare-worlds", "512",
         "--explain-worlds", "512", "--uncertainty-worlds", "4000")
VOID = {"meta", "br", "line", "circle", "rect", "path", "link"}


class Page(html.parser.HTMLParser):
    """Ids, links, headings; what is opened and not closed."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.open, self.faults, self.titles = [], [], [], [], []
        self.text = text
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        fields = dict(attrs)
        if "id" in fields:
            self.ids.append(fields["id"])
        if tag == "a" and fields.get("href", "").startswith("#"):
            self.links.append(fields["href"][1:])
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.faults.append((tag, self.getpos()))

    def handle_data(self, data):
        if self.open and self.open[-1] == "h2":
            self.titles.append(data)


def run(*arguments):
    environment = dict(os.environ, ENTENTE_MODELS=str(SOURCE / "models"))
    return subprocess.run([PROGRAM, "report", *arguments], env=environment, text=True,
                          capture_output=True, timeout=600, check=False)


class Report(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.model = self.path / "fort.ent"
        self.model.write_text(MODEL + POLICY)

    def page(self, *arguments, code=0):
        out = self.path / "out.html"
        given = {name for name in arguments if name.startswith("--")}
        small = [part for name, value in zip(SMALL[::2], SMALL[1::2]) if name not in given
                 for part in (name, value)]
        result = run(str(self.model), "--out", str(out), *small, *arguments)
        self.assertEqual(result.returncode, code, result.stderr)
        return Page(out.read_text())

    def test_all_parts_stand_in_their_order_and_links_lead_somewhere(self):
        page = self.page()
        wanted = ["Questions and answers", "The authors' claims", "What policies change", "Why it happens",
                  "What the uncertainty is made of", "Sources", "What was assumed",
                  "How to get these numbers again"]
        places = [page.titles.index(title) for title in wanted if title in page.titles]
        self.assertEqual(len(places), len(wanted), page.titles)
        self.assertEqual(places, sorted(places))
        self.assertEqual(page.faults, [])
        self.assertEqual(page.open, [])
        self.assertEqual(len(page.ids), len(set(page.ids)))
        self.assertEqual([link for link in page.links if link not in page.ids], [])
        self.assertIn("Wet straw saves the fort", page.text)
        self.assertIn("<strong>supported</strong>", page.text)
        self.assertIsNone(re.search(r'(src|href)="https?:', page.text))

    def test_every_part_alone_has_its_command(self):
        page = self.page("--seed", "7")
        for verb in ("run", "claims", "compare", "explain", "uncertainty"):
            self.assertRegex(page.text, rf"entente {verb} \S*fort.ent[^<]* --seed 7")

    def test_threads_change_nothing(self):
        self.assertEqual(self.page("--threads", "1").text, self.page("--threads", "2").text)

    def test_what_does_not_apply_says_so(self):
        self.model.write_text(MODEL)
        text = self.page("--explain-worlds", "0").text
        self.assertIn("The model states no claim.", text)
        self.assertIn("The model declares no policy.", text)
        self.assertIn("This part was left out: no worlds were asked for.", text)

    def test_a_part_that_fails_ends_nothing(self):
        # What happens in one world happens in all or in none.
        page = self.page("--explain", "lost", "--explain-worlds", "1", code=3)
        self.assertRegex(page.text, r'<div class="note warn"><p>((?!</p>).)*nothing to explain')
        self.assertIn("What the uncertainty is made of", page.titles)

    def test_an_unknown_name_is_found_before_anything_runs(self):
        out = self.path / "x.html"
        for option in ("--explain", "--compare", "--scenarios"):
            result = run(str(self.model), "--out", str(out), "--worlds", "100000000", option,
                         "nowhere")
            self.assertEqual(result.returncode, 2, (option, result.stderr))
            self.assertIn("nowhere", result.stderr)
            self.assertFalse(out.exists())

    def test_errors_and_usage(self):
        self.assertEqual(run(str(self.model), "--worlds", "many").returncode, 2)
        self.assertEqual(run(str(self.model), "--out", str(self.path)).returncode, 3)
        self.model.write_text("system")
        self.assertEqual(run(str(self.model), "--out", str(self.path / "x.html")).returncode, 1)
        self.assertFalse((self.path / "x.html").exists())


if __name__ == "__main__":
    unittest.main()
