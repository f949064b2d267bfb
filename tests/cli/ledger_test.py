#!/usr/bin/env python3
"""`entente ledger`: forecasts published once, a chain that shows tampering, scores as the record grows."""

import json
import math
import pathlib
import subprocess
import tempfile
import unittest

import _schema
from _program import PROGRAM, SOURCE
from _program import ended as run

# The rate is known, so that the forecast is: 1 − exp(−2 years⁻¹ × window).
MODEL = """system quarrels
time from 2020-01-01 to 2026-01-01 step 1 week
actor A : state
actor B : state
record "record.csv" complete for snub from 2020-01-01 to {until}
event snub by A toward B weight -2 {{ rate 2 per year }}
"""


class Ledger(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.model = str(self.folder)
        self.ledger = self.folder / "forecasts.ledger"
        self.write("2021-12-31", ["2020-03-01"])

    def write(self, until, dates):
        (self.folder / "main.ent").write_text(MODEL.format(until=until))
        rows = "".join(f"{date},snub,A,B,x,\n" for date in dates)
        (self.folder / "record.csv").write_text("date,what,from,to,source,known_from\n" + rows)

    def publish(self, origin, *arguments, code=0, leads="3,12"):
        done = run("ledger", "publish", str(self.ledger), self.model, "--from", origin, "--leads",
                   leads, "--particles", "2000", *arguments, code=code)
        return (done.stdout.split("head ")[-1].split() or [""])[0], done

    def read(self, *arguments, code=0):
        done = run("ledger", *arguments, "--json", "-", code=code)
        if code != 0:
            return done
        answer = json.loads(done.stdout)
        schema = json.loads((SOURCE / "docs/reference/ledger.schema.json").read_text())
        self.assertEqual(list(_schema.faults(answer, schema)), [])
        return answer

    def test_publish_list_score(self):
        head, _ = self.publish("2022-01-01")
        text = self.ledger.read_bytes()
        again, done = self.publish("2022-01-01")
        self.assertEqual((again, self.ledger.read_bytes()), (head, text))
        self.assertIn("already", done.stdout)

        answer = self.read("list", str(self.ledger), "--head", head)
        self.assertTrue(answer["head_checked"])
        [line] = answer["lines"]
        self.assertEqual([(f["from"], f["to"]) for f in line["forecasts"]],
                         [("2022-01-01", "2022-04-01"), ("2022-01-01", "2023-01-01")])
        for forecast, days in zip(line["forecasts"], (90, 365)):
            p = 1 - math.exp(-2 * days / 365.2425)
            # 4 standard errors of 8,000 worlds; the seed is fixed.
            self.assertAlmostEqual(forecast["said"]["probability"], p,
                                   delta=4 * math.sqrt(p * (1 - p) / 8000))

        # Nothing has come due; then the quarter; then the year. What is published stays.
        answer = self.read("score", str(self.ledger), self.model)
        self.assertEqual(answer["events"], {"scored": 0, "mean_score": None})
        self.write("2022-06-30", ["2020-03-01", "2022-05-01"])
        answer = self.read("score", str(self.ledger), self.model, "--head", head)
        first, second = answer["lines"][0]["forecasts"]
        self.assertEqual((first["outcome"], second["outcome"]), (0, None))
        self.assertAlmostEqual(first["score"], first["said"]["probability"] ** 2)
        self.assertEqual(answer["events"]["scored"], 1)
        self.write("2023-06-30", ["2020-03-01", "2022-05-01"])
        second = self.read("score", str(self.ledger), self.model)["lines"][0]["forecasts"][1]
        self.assertEqual(second["outcome"], 1)
        self.assertAlmostEqual(second["score"], (1 - second["said"]["probability"]) ** 2)
        table = run("ledger", "score", str(self.ledger), self.model).stdout
        self.assertIn("2 of 2 forecasts scored", table)

    def test_observed_counts(self):
        (self.folder / "record.csv").unlink()
        text = (self.folder / "main.ent").read_text()
        text = text.replace('record "record.csv" complete for snub from 2020-01-01 to 2021-12-31\n',
                            "")
        (self.folder / "main.ent").write_text(
            text + "observe news monthly count of wire events from A to B in verbal_conflict\n"
            "  ~ poisson(mean 10 * intensity of hostile acts A -> B)\n")
        store, events = str(self.folder / "store.db"), self.folder / "events.csv"

        def cover(months):
            rows = [f"2020-{month:02d}-{day},A,B,111\n" for month in range(1, months + 1)
                    for day in ["03", "12"]]
            events.write_text("date,source,target,code\n" + "".join(rows))
            pathlib.Path(store).unlink(missing_ok=True)
            run("record", "import", str(events), "--store", store, "--dataset", "wire", "--map",
                "date=date,source=source,target=target,code=code", "--covers",
                f"2020-01-01..2020-{months:02d}-28")
        cover(6)
        run("ledger", "publish", str(self.ledger), self.model, "--from", "2020-06-01", "--store",
            store, "--leads", "3", "--particles", "100")
        [forecast] = self.read("list", str(self.ledger))["lines"][0]["forecasts"]
        self.assertEqual((forecast["kind"], forecast["from"]), ("count", "2020-08-01"))
        # 20 rows a year: Poisson of 20/12, the month being 31 days.
        self.assertAlmostEqual(forecast["said"]["mean"], 20 * 31 / 365.2425, delta=0.01)
        answer = self.read("score", str(self.ledger), self.model)
        self.assertIn("--store", answer["notes"][0])
        cover(9)
        answer = self.read("score", str(self.ledger), self.model, "--store", store)
        self.assertEqual(answer["lines"][0]["forecasts"][0]["outcome"], 2)
        self.assertEqual(answer["counts"]["scored"], 1)

    def test_tampering(self):
        self.publish("2022-01-01")
        head, _ = self.publish("2022-02-01")
        text = self.ledger.read_text()
        lines = text.splitlines(keepends=True)
        self.ledger.write_text(text.replace('"origin":"2022-01-01"', '"origin":"2021-12-01"'))
        self.assertIn("line 1", self.read("list", str(self.ledger), code=4).stderr)
        _, done = self.publish("2022-03-01", code=3)
        self.assertIn("line 1", done.stderr)
        # What follows the hash would be read, too, and the last of two values counts.
        forged = lines[0].rstrip("\n")[:-1] + ',"content":{"origin":"2021-01-01"}}\n'
        self.ledger.write_text(forged + "".join(lines[1:]))
        self.assertIn("line 1 of the ledger was changed",
                      self.read("list", str(self.ledger), "--head", head, code=4).stderr)
        # The last line dropped: only whoever kept the head sees it.
        self.ledger.write_text(lines[0])
        self.read("list", str(self.ledger))
        done = self.read("list", str(self.ledger), "--head", head, code=4)
        self.assertIn("last lines were dropped", done.stderr)
        # … also after something else was published in its place.
        self.publish("2022-03-01")
        done = self.read("list", str(self.ledger), "--head", head[:20], code=4)
        self.assertIn("written anew", done.stderr)

    def test_several_publish_at_once(self):
        commands = [[PROGRAM, "ledger", "publish", str(self.ledger), self.model, "--from",
                     "2022-01-01", "--particles", "50", "--seed", str(seed)] for seed in range(1, 7)]
        running = [subprocess.Popen(c, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
                   for c in commands]
        self.assertEqual([p.communicate() and p.returncode for p in running], [0] * 6)
        answer = self.read("list", str(self.ledger))
        self.assertEqual(sorted(line["seed"] for line in answer["lines"]), [1, 2, 3, 4, 5, 6])

    def test_other_numbers_and_other_models(self):
        self.publish("2022-01-01")
        before = self.ledger.read_bytes()
        # Another model text is another forecast, another seed too.
        self.publish("2022-01-01", "--seed", "2")
        main = self.folder / "main.ent"
        main.write_text(main.read_text().replace("system quarrels", "system brawls"))
        self.publish("2022-01-01")
        self.assertTrue(self.ledger.read_bytes().startswith(before))
        answer = self.read("score", str(self.ledger), self.model)
        self.assertEqual(len(answer["lines"]), 3)
        self.assertIn("2 lines of other models", answer["notes"][0])

    def test_the_same_leads_in_any_order_are_published_once(self):
        self.publish("2022-01-01", leads="3,6,3")
        lines = self.ledger.read_text()
        self.publish("2022-01-01", leads="6,3")
        self.assertEqual(self.ledger.read_text(), lines)

    def test_a_full_disk_leaves_the_ledger_whole(self):
        self.publish("2022-01-01")
        before = self.ledger.read_bytes()
        limit = len(before) // 1024 + 1  # blocks of 1,024 bytes: the next line does not fit
        command = (f"ulimit -f {limit}; trap '' XFSZ; exec {PROGRAM} ledger publish {self.ledger} "
                   f"{self.model} --from 2022-02-01 --particles 50 --leads "
                   + ",".join(str(lead) for lead in range(1, 25)))
        done = subprocess.run(["bash", "-c", command], text=True, capture_output=True, timeout=300,
                              check=False)
        self.assertEqual(done.returncode, 3, done.stderr)
        self.assertIn("it is as it was", done.stderr)
        self.assertEqual(self.ledger.read_bytes(), before)
        self.publish("2022-02-01")

    def test_what_can_not_be_written_is_told_at_once(self):
        nowhere = str(self.folder / "no" / "such.ledger")
        done = run("ledger", "publish", nowhere, self.model, "--from", "2022-01-01",
                   "--particles", "100000000", code=2)
        done = run("ledger", "publish", nowhere, self.model, "--from", "2022-01-01", code=3)
        self.assertIn("No such file or directory", done.stderr)
        long = str(self.folder / ("x" * 300))
        done = run("ledger", "publish", long, self.model, "--from", "2022-01-01", code=3)
        self.assertIn("name too long", done.stderr)
        self.assertNotIn("fault of entente", done.stderr)
        done = run("ledger", "list", long, code=4)
        self.assertNotIn("fault of entente", done.stderr)

    def test_bad_requests(self):
        ledger = str(self.ledger)
        for arguments, code, message in [
            (["publish", ledger, self.model], 2, "--from"),
            (["publish", ledger, self.model, "--from", "2022-01-15"], 2, "such as 2022-01-01"),
            (["publish", ledger, self.model, "--from", "soon"], 2, "`soon`"),
            (["publish", ledger, self.model, "--from", "2022-01-01", "--leads", "120"], 2,
             "shorter leads"),
            (["publish", ledger, self.model, "--from", "2022-01-01", "--targets", "observed"], 2,
             "--store"),
            (["publish", str(self.folder / "no" / "ledger"), self.model, "--from", "2022-01-01",
              "--particles", "10"], 3, "can not be opened"),
            (["list", ledger], 3, "there is no ledger"),
            (["score", ledger, self.model], 3, "there is no ledger"),
        ]:
            done = run("ledger", *arguments, code=code)
            self.assertIn(message, done.stderr)
            self.assertEqual(done.stdout, "")
            self.assertFalse(self.ledger.exists())
        self.publish("2022-01-01")
        done = run("ledger", "list", ledger, "--head", "one", code=2)
        self.assertIn("is no head", done.stderr)
        for command in (["list", ledger], ["score", ledger, self.model]):
            done = run("ledger", *command, "--head", "", code=2)  # an unset variable of the shell
            self.assertIn("`--head` is empty", done.stderr)
            self.assertEqual(done.stdout, "")

    def test_what_is_no_ledger_stays_as_it_is(self):
        notes = self.folder / "notes.txt"
        notes.write_text("hello\n")
        for command, code in ((["list", str(notes)], 4),
                              (["publish", str(notes), self.model, "--from", "2022-01-01"], 3)):
            done = run("ledger", *command, code=code)
            self.assertIn(f"`{notes}`: line 1 is no line of a ledger: is this another file?",
                          done.stderr)
            self.assertEqual(notes.read_text(), "hello\n")
        done = run("ledger", "list", str(self.folder), code=3)
        self.assertIn("is a folder: name the ledger's file", done.stderr)


if __name__ == "__main__":
    unittest.main()
