#!/usr/bin/env python3
"""The program as a person meets it: exit codes, messages, outputs, equal bytes, interruption."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import time
import unittest

import _schema

PROGRAM = os.environ.get("ENTENTE", "build/entente")
SOURCE = pathlib.Path(os.environ.get("ENTENTE_SOURCE_DIR", "."))

MODEL = """system pair "Two states"
time from 2020-01-01 to 2025-01-01 step 1 week
actor A : state
actor B : state
track security
param heat_rate ~ lognormal(median 1 per year, spread 2) "how often they clash"
quantity anger in 0..1 { starts 0.3  relaxes to 0.2 with half-life 6 months }
issue border between A, B about security {
  states calm, tense, closed
  starts calm
  calm -> tense rate 1 per year
  tense -> calm rate 2 per year
  tense -> closed rate 0.5 per year
  closed -> calm rate 1 per year
}
event clash by A toward B about security weight -4 {
  rate heat_rate
  then anger += 0.05
}
policy calmer by A { scale heat_rate by 0.1 }
outcome closes "It closes" = ever border is closed within 60 months
outcome when   "When it closes" = time to border is closed
outcome clashes = count of clash per year
outcome anger_end = final of anger
"""


def run(*arguments, cwd=None, env=None):
    environment = dict(os.environ, ENTENTE_MODELS=str(SOURCE / "models"), **(env or {}))
    return subprocess.run([PROGRAM, *arguments], cwd=cwd, env=environment, text=True,
                          capture_output=True, timeout=300, check=False)


class Cli(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = pathlib.Path(self.folder.name)
        self.model = self.path / "pair.ent"
        self.model.write_text(MODEL)

    def run_json(self, *arguments):
        result = run("run", *arguments, "--json", "-")
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    # ---- help and usage ----

    def test_help_shows_examples_and_exit_codes(self):
        for arguments in ([], ["--help"]):
            result = run(*arguments)
            self.assertEqual(result.returncode, 0)
            self.assertIn("entente run northeast_asia", result.stdout)
            self.assertIn("Exit codes", result.stdout)

    def test_version(self):
        result = run("--version")
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r"^entente \d+\.\d+\.\d+\n$")

    def test_usage_errors_end_with_2_and_suggest(self):
        result = run("chek", str(self.model))
        self.assertEqual(result.returncode, 2)
        self.assertIn("did you mean `check`?", result.stderr)
        result = run("run", str(self.model), "--wrlds", "10")
        self.assertEqual(result.returncode, 2)
        self.assertIn("`run` has no option `--wrlds`; did you mean `--worlds`?", result.stderr)
        result = run("record", "series", "--sourc=JPN")
        self.assertIn("`series` has no option `--sourc`; did you mean `--source`?", result.stderr)
        for arguments in (["run", str(self.model), "--worlds", "many"],
                          ["run", str(self.model), "--worlds", "0"],
                          ["run", str(self.model), "--level", "1.5"],
                          ["run", str(self.model), "--nonsense"],
                          ["run", str(self.model), "--with", "no_such_policy"],
                          ["run", str(self.model), "--json", "-", "--csv", "-"],
                          ["run", str(self.model), "--world", "x"],
                          ["check", str(self.model), "--dump", "everything"]):
            result = run(*arguments)
            self.assertEqual(result.returncode, 2, (arguments, result.stderr))
            self.assertTrue(result.stderr.startswith("entente: "), result.stderr)
            self.assertEqual(result.stdout, "")

    def test_unknown_policy_suggests_the_nearest(self):
        result = run("run", str(self.model), "--with", "calmr")
        self.assertEqual(result.returncode, 2)
        self.assertIn("calmer", result.stderr)
        result = run("run", str(self.model), "--with", "blockade")
        self.assertIn("`blockade`; the model has `calmer`\n", result.stderr)
        result = run("run", "northeast_asia", "--with", "blockade")
        self.assertRegex(result.stderr, r"the model has `\w+`, .*` and \d+ more\n")

    # ---- files and models ----

    def test_unknown_model_ends_with_3_and_suggests(self):
        result = run("run", "northeast_asai")
        self.assertEqual(result.returncode, 3)
        self.assertIn("did you mean `northeast_asia`?", result.stderr)

    def test_a_folder_without_a_model_says_how_to_name_one(self):
        result = run("run", cwd=self.path)
        self.assertEqual(result.returncode, 3)
        self.assertIn("holds no main.ent", result.stderr)
        self.assertIn("`entente models` lists the shipped", result.stderr)

    def test_unwritable_output_ends_with_3(self):
        result = run("run", str(self.model), "--worlds", "100", "--json",
                     str(self.path / "no" / "folder.json"))
        self.assertEqual(result.returncode, 3)
        self.assertIn("cannot write", result.stderr)

    def test_models_lists_what_run_finds(self):
        result = run("models", "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        names = [model["name"] for model in json.loads(result.stdout)]
        self.assertIn("northeast_asia", names)
        self.assertIn("net4", names)
        self.assertIn("northeast_asia", run("models").stdout)

    def test_a_model_with_errors_ends_with_1_and_points_at_them(self):
        self.model.write_text(MODEL.replace("border is closed within", "border is closd within"))
        for command in ("check", "run"):
            result = run(command, str(self.model))
            self.assertEqual(result.returncode, 1, result.stderr)
            self.assertIn("pair.ent:", result.stderr)
            self.assertIn("closed", result.stderr)
        result = run("check", str(self.model), "--json")
        self.assertEqual(result.returncode, 1)
        answer = json.loads(result.stdout)
        self.assertFalse(answer["ok"])
        self.assertGreaterEqual(answer["errors"], 1)
        self.assertTrue(all("line" in one for one in answer["diagnostics"]))

    def test_check_counts_what_there_is(self):
        result = run("check", str(self.model))
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("1 issue", result.stdout)
        self.assertIn("4 outcomes", result.stdout)
        self.assertIn("no errors", result.stdout)

    def test_check_looks_at_the_data_that_the_model_names(self):
        main = self.path / "main.ent"
        main.write_text(MODEL + """record "facts.csv" complete for border from 2020-01-01 to 2021-12-31
observe mood[a in { A, B }] monthly mean of anger from "polls.csv" ~ normal(sd 0.1)
""")
        polls, facts = self.path / "polls.csv", self.path / "facts.csv"

        def warnings():
            result = run("check", str(self.path))
            self.assertEqual(result.returncode, 0, result.stderr)  # a run does without them
            self.assertEqual(result.stderr.count("[unreadable-data]"), result.stderr.count("warning"))
            return result.stderr
        said = warnings()
        self.assertEqual(said.count("[unreadable-data]"), 2, said)  # a family is one declaration
        self.assertRegex(said, r"main\.ent:25:1: warning: there is no `.*facts\.csv`")
        self.assertRegex(said, r"main\.ent:26:1: warning: cannot read `.*polls\.csv`: No such file")
        facts.write_text("date,what,from,to\n")
        for text, message in (("", "is empty: write a header"),
                              ("date,value\n", "2 series of the model read this file"),
                              ("day,value,series\n", "polls.csv:1: `day` is no column"),
                              ("date,value,series\n2020-02-01,high,mood[A]\n",
                               "polls.csv:2: `high` is no number"),
                              ("date,value,series\n2020-02-01,0.3,mood[C]\n",
                               "polls.csv:2: the model observes no `mood[C]`")):
            polls.write_text(text)
            said = warnings()
            self.assertEqual(said.count("[unreadable-data]"), 1, said)
            self.assertIn(message, said)
        polls.write_text("date,value,series\n2020-02-01,0.3,mood[A]\n")
        self.assertEqual(warnings(), "")
        answer = json.loads(run("check", str(self.path), "--json").stdout)
        self.assertEqual((answer["ok"], answer["warnings"], answer["diagnostics"]), (True, 0, []))
        facts.unlink()
        answer = json.loads(run("check", str(self.path), "--json").stdout)
        self.assertEqual([one["kind"] for one in answer["diagnostics"]], ["unreadable-data"])
        self.assertEqual((answer["ok"], answer["warnings"]), (True, 1))

    def test_dumps(self):
        for phase, word in (("tokens", "border"), ("syntax", "border"), ("model", "border")):
            result = run("check", str(self.model), "--dump", phase)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn(word, result.stdout)

    def test_explain_says_what_drives_an_event(self):
        result = run("check", str(self.model), "--explain", "clash")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("heat_rate", result.stdout)
        result = run("check", str(self.model), "--explain", "clahs")
        self.assertNotEqual(result.returncode, 0)
        self.assertIn("clash", result.stderr)

    # ---- results ----

    def test_table(self):
        result = run("run", str(self.model), "--worlds", "2000")
        self.assertEqual(result.returncode, 0, result.stderr)
        for text in ("2,000 worlds", "seed 1", "It closes", "95 % interval", "--html", "per year"):
            self.assertIn(text, result.stdout)
        self.assertNotIn("\x1b", result.stdout)
        self.assertEqual(result.stderr, "")

    def test_json_obeys_its_schema(self):
        schema = json.loads((SOURCE / "docs/reference/run.schema.json").read_text())
        runs = [json.loads(self.run_json(str(self.model), "--worlds", "1k")),
                json.loads(self.run_json(str(self.model), "--worlds", "1k", "--exact",
                                         "--check-step", "--with", "calmer"))]
        for answer in runs:
            self.assertEqual(list(_schema.faults(answer, schema)), [])
        outcome = runs[0]["outcomes"]["closes"]
        self.assertLess(outcome["low"], outcome["estimate"])
        self.assertLess(outcome["estimate"], outcome["high"])
        self.assertEqual(runs[0]["worlds"], 1000)
        shift = runs[1]["outcomes"]["anger_end"]["half_step_shift"]
        self.assertLessEqual(shift["low"], shift["estimate"])
        self.assertLess(shift["high"] - shift["low"], 0.05, "paired: far below the spread itself")
        still = runs[1]["outcomes"]["closes"]["half_step_shift"]
        self.assertAlmostEqual(still["estimate"], 0, places=2,
                               msg="the border depends on no quantity: exact for any step")
        exact = runs[1]["outcomes"]["closes"]["exact"]
        self.assertTrue(exact["solved"])
        self.assertLess(abs(exact["value"] - outcome["estimate"]), 0.1)
        self.assertLess(runs[1]["outcomes"]["clashes"]["estimate"],
                        runs[0]["outcomes"]["clashes"]["estimate"])

    def test_equal_runs_are_equal_bytes(self):
        arguments = [str(self.model), "--worlds", "3000", "--seed", "5"]
        first = self.run_json(*arguments)
        for machine in (["--threads", "1"], ["--threads", "2"], ["--tile", "8"],
                        ["--tile", "64"], ["--tile", "256", "--threads", "2"]):
            self.assertEqual(first, self.run_json(*arguments, *machine), machine)
        self.assertNotEqual(first, self.run_json(str(self.model), "--worlds", "3000"))

    def test_comments_and_unrelated_declarations_change_no_outcome(self):
        before = json.loads(self.run_json(str(self.model), "--worlds", "2000"))
        self.model.write_text("// a comment\n" + MODEL +
                              "event parade by B toward A about security weight 1 "
                              "{ rate 3 per year }\nparam unrelated ~ beta(2, 2)\n")
        after = json.loads(self.run_json(str(self.model), "--worlds", "2000"))
        self.assertEqual(before["outcomes"], after["outcomes"])

    def test_csv(self):
        result = run("run", str(self.model), "--worlds", "500", "--csv", "-")
        lines = result.stdout.splitlines()
        self.assertEqual(len(lines), 5)
        self.assertTrue(lines[0].startswith("outcome,title,kind,unit,estimate,low,high"))
        width = lines[0].count(",")
        self.assertTrue(all(line.count(",") == width for line in lines))

    def test_story(self):
        schema = json.loads((SOURCE / "docs/reference/story.schema.json").read_text())
        result = run("run", str(self.model), "--world", "3", "--json", "-")
        self.assertEqual(result.returncode, 0, result.stderr)
        story = json.loads(result.stdout)
        self.assertEqual(list(_schema.faults(story, schema)), [])
        self.assertEqual(story["world"], 3)
        self.assertGreater(len(story["occurrences"]), 0)
        self.assertIn("heat_rate", story["parameters"])
        text = run("run", str(self.model), "--world", "3").stdout
        for occurrence in story["occurrences"]:
            if occurrence["shown"] and occurrence["depth"] == 0:
                self.assertIn(occurrence["date"], text)
        self.assertIn("Its outcomes", text)

    def test_stories_agree_with_the_ensemble(self):
        estimate = json.loads(self.run_json(str(self.model), "--worlds", "20"))
        values = []
        for world in range(20):
            result = run("run", str(self.model), "--world", str(world), "--json", "-")
            values.append(json.loads(result.stdout)["outcomes"]["closes"])
        self.assertAlmostEqual(sum(values) / 20,
                               estimate["outcomes"]["closes"]["estimate"], places=12)

    def test_report_is_one_file(self):
        target = self.path / "report.html"
        result = run("run", str(self.model), "--worlds", "500", "--html", str(target))
        self.assertEqual(result.returncode, 0, result.stderr)
        html = target.read_text()
        self.assertTrue(html.startswith("<!DOCTYPE html>"))
        self.assertIn("It closes", html)
        self.assertIn("entente run", html)
        self.assertLess(len(html), 3_000_000)
        self.assertEqual([entry.name for entry in self.path.glob("*.partial")], [])

    def test_until(self):
        answer = json.loads(self.run_json(str(self.model), "--worlds", "200k", "--until", "5%"))
        outcome = answer["outcomes"]["closes"]
        self.assertLessEqual(outcome["high"] - outcome["low"], 0.05)
        self.assertLess(answer["worlds"], 200_000)

    # ---- text ----

    def test_fmt_is_idempotent(self):
        messy = self.path / "messy.ent"
        messy.write_text(MODEL.replace("starts calm", "starts      calm"))
        self.assertEqual(run("fmt", "--check", str(messy)).returncode, 1)
        self.assertEqual(run("fmt", str(messy)).returncode, 0)
        self.assertEqual(run("fmt", "--check", str(messy)).returncode, 0)
        self.assertEqual(run("fmt", str(self.path / "absent.ent")).returncode, 3)

    def test_new_makes_a_model_that_checks_formats_and_runs(self):
        result = run("new", "my-Region", cwd=self.path)
        self.assertEqual(result.returncode, 0, result.stderr)
        result = run("check", "my-Region", cwd=self.path)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("no errors\n", result.stdout)
        self.assertEqual(run("fmt", "--check", "my-Region", cwd=self.path).returncode, 0)
        result = run("run", "my-Region", "--worlds", "500", "--with", "hotline", cwd=self.path)
        self.assertEqual(result.returncode, 0, result.stderr)
        result = run("new", "my-Region", cwd=self.path)
        self.assertEqual(result.returncode, 3)

    # ---- stopping ----

    def test_interrupt_gives_partial_results(self):
        target = self.path / "partial.json"
        environment = dict(os.environ, ENTENTE_MODELS=str(SOURCE / "models"))
        process = subprocess.Popen(
            [PROGRAM, "run", str(self.model), "--worlds", "4000000000", "--threads", "1",
             "--json", str(target)],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        time.sleep(3.0)
        process.send_signal(signal.SIGINT)
        output, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130, errors)
        self.assertIn("PARTIAL", output)
        answer = json.loads(target.read_text())
        self.assertTrue(answer["partial"])
        self.assertGreater(answer["worlds"], 0)


if __name__ == "__main__":
    unittest.main()
