#!/usr/bin/env python3
"""`entente fit`, `forecast`, `hindcast`: a posterior that is known, the vintage lock, bad requests."""

import csv
import io
import json
import math
import pathlib
import tempfile
import unittest

import _schema
from _program import SOURCE
from _program import ended as run

# A rate with a gamma prior, seen without error: n events in T leave Gamma(a + n, b + T).
MODEL = """system quarrels
time from 2020-01-01 to 2026-01-01 step 1 week
actor A : state
actor B : state
record "record.csv" complete for snub from 2020-01-01 to 2023-12-31
param often ~ gamma(shape 4, mean 2 per year) "how often"
param idle ~ lognormal(median 1, spread 2) "says nothing"
event snub by A toward B weight -2 { rate often }
issue pact "The pact" between A, B { states kept, broken  starts kept
  kept -> broken  rate 0.2 per year * idle
}
outcome more = count of snub within 12 months
"""
DATES = ["2020-03-01", "2020-06-01", "2020-09-01", "2021-01-15", "2021-04-01", "2021-05-01",
         "2021-08-01", "2021-11-01", "2022-02-01", "2022-06-01", "2022-09-01", "2022-12-01",
         "2023-03-01", "2023-05-01", "2023-09-01", "2023-12-01"]


class Learn(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.model = str(self.folder)
        (self.folder / "main.ent").write_text(MODEL)
        self.write(DATES)

    def write(self, dates, extra=""):
        rows = "".join(f"{date},snub,A,B,x,\n" for date in dates)
        (self.folder / "record.csv").write_text("date,what,from,to,source,known_from\n" + rows + extra)

    def posterior(self, *arguments):
        draws = self.folder / "draws.csv"
        done = run("fit", self.model, "--particles", "20", "--draws", str(draws), "--json", "-",
                   *arguments)
        values = [float(row["often"]) * 365.2425
                  for row in csv.DictReader(io.StringIO(draws.read_text()))]
        return json.loads(done.stdout), values

    def test_gamma_poisson(self):
        # To the end of 2022: 12 events in 3 years; prior Gamma(4, rate 2).
        for method in (["--points", "512"], ["--method", "pmmh", "--steps", "300"]):
            answer, values = self.posterior("--to", "2022-12-31", *method)
            schema = json.loads((SOURCE / "docs/reference/fit.schema.json").read_text())
            self.assertEqual(list(_schema.faults(answer, schema)), [])
            years = 1096 / 365.2425
            shape, rate = 4 + 12, 2 + years
            mean, sd = shape / rate, math.sqrt(shape) / rate
            got = sum(values) / len(values)
            spread = math.sqrt(sum((v - got) ** 2 for v in values) / (len(values) - 1))
            # 4 standard errors of what 150 independent draws would say; the seed is fixed.
            self.assertAlmostEqual(got, mean, delta=4 * sd / math.sqrt(150))
            self.assertAlmostEqual(spread / sd, 1, delta=4 / math.sqrt(2 * 150))
            self.assertTrue(answer["parameters"]["often"]["told"])
            self.assertFalse(answer["parameters"]["idle"]["told"])

    def test_point(self):
        done = run("fit", self.model, "--method", "if2", "--particles", "50", "--to", "2022-12-31",
                   "--parameters", "often", "--json", "-")
        answer = json.loads(done.stdout)
        # Maximum likelihood: 12 events in 3 years.
        self.assertAlmostEqual(answer["if2"]["point"]["often"], 4.0, delta=0.5)

    def test_page(self):
        page = self.folder / "fit.html"
        for method in (["--points", "64"], ["--method", "pmmh", "--warmup", "60", "--steps", "40"],
                       ["--method", "if2", "--passes", "4"]):
            run("fit", self.model, "--to", "2022-12-31", "--particles", "20", *method, "--quiet",
                "--html", str(page))
            text = page.read_text()
            self.assertIn("<pre>entente fit", text)
            self.assertIn(" ".join(method), text)
            self.assertNotIn("<script", text)
            if "if2" not in method:
                self.assertIn("How often: before and after the record", text.replace("how", "How"))
                self.assertIn("<li>says nothing", text)

    def test_checkpoint(self):
        archive = self.folder / "fit.archive"
        first, _ = self.posterior("--points", "64", "--checkpoint", str(archive))
        again, _ = self.posterior("--points", "64", "--checkpoint", str(archive))
        self.assertEqual(first, again)
        done = run("fit", self.model, "--points", "64", "--particles", "21", "--checkpoint",
                   str(archive), code=3)
        self.assertIn("another fit", done.stderr)

    def test_vintage_lock(self):
        """Nothing recorded after the origin, or known only after it, changes a byte."""
        def forecast():
            return run("forecast", self.model, "--from", "2022-01-01", "--particles", "200",
                       "--json", "-").stdout
        before = forecast()
        schema = json.loads((SOURCE / "docs/reference/run.schema.json").read_text())
        self.assertEqual(list(_schema.faults(json.loads(before), schema)), [])
        self.write(DATES[:8])
        self.assertEqual(forecast(), before)
        self.write(DATES[:8] + ["2022-01-01", "2022-01-02", "2023-12-30"])
        self.assertEqual(forecast(), before)
        self.write(sorted(DATES[:8] + []), extra="")
        text = (self.folder / "record.csv").read_text().splitlines()
        text.insert(9, "2021-12-01,snub,A,B,x,2022-02-01")  # happened before, known after
        (self.folder / "record.csv").write_text("\n".join(text) + "\n")
        self.assertEqual(forecast(), before)
        # And what was known does change it.
        text[9] = "2021-12-01,snub,A,B,x,2021-12-01"
        (self.folder / "record.csv").write_text("\n".join(text) + "\n")
        self.assertNotEqual(forecast(), before)

    def test_forecast(self):
        done = run("forecast", self.model, "--from", "2023-01-01", "--particles", "4000", "--json", "-")
        more = json.loads(done.stdout)["outcomes"]["more"]
        # Negative binomial: the mean of the posterior rate, 16 / (2 + 3.0).
        self.assertAlmostEqual(more["estimate"], 16 / (2 + 1096 / 365.2425), delta=0.15)
        self.assertLess(more["low"], more["estimate"])
        page = self.folder / "forecast.html"
        run("forecast", self.model, "--from", "2023-01-01", "--particles", "50", "--quiet", "--html",
            str(page))
        self.assertIn("a forecast from 2023-01-01", page.read_text())
        # The same from a fit, drawn by draw.
        draws = self.folder / "draws.csv"
        run("fit", self.model, "--to", "2022-12-31", "--points", "256", "--particles", "20",
            "--draws", str(draws), "--quiet")
        done = run("forecast", self.model, "--from", "2023-01-01", "--posterior", str(draws),
                   "--replicates", "64", "--particles", "100", "--json", "-")
        more = json.loads(done.stdout)["outcomes"]["more"]
        self.assertAlmostEqual(more["estimate"], 16 / (2 + 1096 / 365.2425), delta=0.45)

    def test_hindcast(self):
        page = self.folder / "page.html"
        done = run("hindcast", self.model, "--from", "2021-01-01", "--to", "2022-12-01", "--leads",
                   "3,6", "--particles", "100", "--json", "-", "--html", str(page))
        answer = json.loads(done.stdout)
        schema = json.loads((SOURCE / "docs/reference/hindcast.schema.json").read_text())
        self.assertEqual(list(_schema.faults(answer, schema)), [])
        self.assertIn("baseline", answer["verdict"])
        self.assertEqual(len(answer["cells"]), 2)
        self.assertIn("<html", page.read_text())

    def test_observed_series(self):
        """A model that observes counts and has no chronology: store, fit, forecast, hindcast."""
        (self.folder / "record.csv").unlink()
        (self.folder / "main.ent").write_text(MODEL.replace(
            'record "record.csv" complete for snub from 2020-01-01 to 2023-12-31\n', "")
            + "observe news monthly count of wire events from A to B in verbal_conflict\n"
            "  ~ poisson(mean 10 * intensity of hostile acts A -> B)\n")
        store, events = str(self.folder / "store.db"), self.folder / "events.csv"
        # Five rows a month: 60 a year, which ten rows an act make six acts a year.
        rows = [f"{year}-{month:02d}-{day},A,B,111\n" for year in range(2020, 2024)
                for month in range(1, 13) for day in ["03", "07", "12", "18", "25"]]
        events.write_text("date,source,target,code\n" + "".join(rows))
        done = run("record", "import", str(events), "--store", store, "--dataset", "wire",
                   "--map", "date=date,source=source,target=target,code=code",
                   "--covers", "2020-01-01..2023-12-31")
        self.assertIn("wire", done.stdout)
        done = run("fit", self.model, "--store", store, "--points", "128", "--particles", "20",
                   "--parameters", "often", "--json", "-")
        answer = json.loads(done.stdout)
        self.assertEqual(answer["cells"], 48)
        learned = answer["parameters"]["often"]["posterior"]
        self.assertTrue(learned["low"] < 6 < learned["high"], learned)
        done = run("hindcast", self.model, "--store", store, "--from", "2021-01-01", "--to",
                   "2022-12-01", "--leads", "1,3", "--particles", "100", "--json", "-")
        answer = json.loads(done.stdout)
        self.assertEqual({cell["target"] for cell in answer["cells"]}, {"news"})
        done = run("filter", self.model, code=2)
        self.assertIn("--store", done.stderr)

    def test_observed_means(self):
        """A mean that a file holds: known noise about a known level leaves a normal posterior."""
        (self.folder / "record.csv").unlink()
        main = MODEL.replace(
            'record "record.csv" complete for snub from 2020-01-01 to 2023-12-31\n', "")
        main += ("param level ~ normal(0.5, 0.2)\nquantity mood in -5..5 { starts level }\n"
                 'observe polls monthly mean of mood from "polls.csv" ~ normal(sd 0.3)\n')
        (self.folder / "main.ent").write_text(main)
        polls = self.folder / "polls.csv"
        values = [0.9, 0.7, 1.1, 0.8, 0.6, 1.0, 0.9, 1.2, 0.7, 0.8]
        polls.write_text("date,value\n" + "".join(
            f"2020-{month:02d}-15,{value}\n" for month, value in enumerate(values, 1)))

        def fit(*arguments):
            done = run("fit", self.model, "--points", "512", "--particles", "4", "--parameters",
                       "level", "--json", "-", *arguments)
            return json.loads(done.stdout)
        answer = fit()
        self.assertEqual(answer["cells"], 10)
        # Precisions add up: 1/0.2² of the prior, 10/0.3² of the polls.
        precision = 1 / 0.2**2 + 10 / 0.3**2
        mean = (0.5 / 0.2**2 + sum(values) / 0.3**2) / precision
        sd = precision**-0.5
        learned = answer["parameters"]["level"]["posterior"]
        # 4 standard errors of what 150 independent draws would say; the seed is fixed.
        self.assertAlmostEqual(learned["median"], mean, delta=4 * 1.25 * sd / math.sqrt(150))
        self.assertAlmostEqual(learned["high"] - learned["low"], 2 * 1.645 * sd, delta=0.25 * 3.3 * sd)
        # And the evidence is that of the normal law.
        evidence = sum(-0.5 * math.log(2 * math.pi * 0.3**2) - 0.5 * (v / 0.3) ** 2 for v in values)
        evidence += 0.5 * math.log((1 / 0.2**2) / precision)
        evidence += 0.5 * (mean**2 * precision - (0.5 / 0.2) ** 2)
        self.assertAlmostEqual(answer["smc"]["log_evidence"], evidence, delta=0.5)
        # Up to July there are six whole months; what comes after changes nothing.
        before = fit("--to", "2020-06-30")
        self.assertEqual(before["cells"], 6)
        polls.write_text("\n".join(polls.read_text().splitlines()[:7]) + "\n2020-07-15,-3\n")
        self.assertEqual(fit("--to", "2020-06-30"), before)
        # Nor does what came before the model's time; but it is told.
        polls.write_text(polls.read_text().replace("value\n", "value\n2019-11-15,2\n2019-12-15,2\n")
                         .replace("2020-02-15,0.7", "2020-02-15,6"))
        done = run("filter", self.model, "--to", "2020-06-30", "--particles", "10")
        self.assertIn("2 of 8 means of `polls`", done.stdout + done.stderr)
        # What no measurement error explains is asked about; a little outside is not.
        self.assertNotIn("far outside", done.stdout + done.stderr)
        polls.write_text(polls.read_text().replace("2020-03-15,1.1", "2020-03-15,110"))
        done = run("filter", self.model, "--to", "2020-06-30", "--particles", "10")
        self.assertIn("means of `polls` in " + str(polls) + " far outside what `mood` can be, -5 to 5: "
                      "1 of 8, the first 110 in the cell from 2020-03-01; are they in another unit?",
                      " ".join((done.stdout + done.stderr).split()))
        polls.write_text("date,value\n2020-01-15,high\n")
        done = run("fit", self.model, code=3)
        self.assertIn("polls.csv:2: `high` is no number", done.stderr)
        polls.unlink()
        self.assertIn("polls.csv", run("filter", self.model, code=3).stderr)

    def test_files_that_can_not_be_written_are_told_before_the_work(self):
        for option in ("--draws", "--html", "--json", "--checkpoint"):
            path = str(self.folder / "no" / "file")
            done = run("fit", self.model, "--points", "1000000", "--particles", "10000", option, path,
                       code=3)
            self.assertIn(f"cannot write `{path}`: there is no such folder", done.stderr)

    def test_bad_requests(self):
        for arguments, message in [
            (["forecast", self.model], "--from"),
            (["forecast", self.model, "--from", "soon"], "`soon` is not a date"),
            (["forecast", self.model, "--from", "2050-01-01"], "outside the model's time"),
            (["forecast", self.model, "--from", "2022-01-01", "--posterior", "nowhere.csv"],
             "nowhere.csv"),
            (["fit", self.model, "--method", "magic"], "magic"),
            (["fit", self.model, "--parameters", "ofen"], "did you mean `often`"),
            (["fit", self.model, "--points", "2"], "8"),
            (["hindcast", self.model], "name them, as in `--from"),
            (["hindcast", self.model, "--from", "2022-01-01", "--to", "2021-01-01"],
             "the last of the origins, 2021-01-01, lies before the first, 2022-01-01"),
            (["hindcast", self.model, "--from", "2021-01-01", "--to", "soon"],
             "`soon` is not a date"),
            (["hindcast", self.model, "--from", "2021-01-01", "--to", "2040-01-01"],
             "2040-01-01 lies outside the model's time, 2020-01-01 to 2026-01-01"),
            (["hindcast", self.model, "--from", "2011-01-01", "--to", "2021-01-01"],
             "2011-01-01 lies outside the model's time"),
            (["hindcast", self.model, "--from", "2021-01-01", "--to", "2022-01-01", "--leads", "x"],
             "--leads"),
            (["hindcast", self.model, "--from", "2021-01-01", "--to", "2022-01-01", "--targets",
              "observed"], "--store"),
        ]:
            done = run(*arguments, code=2)
            self.assertIn(message, done.stderr)
            self.assertEqual(done.stdout, "")


if __name__ == "__main__":
    unittest.main()
