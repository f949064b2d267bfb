"""The record of a project over HTTP: a file is imported, read as series, and put to the model."""

import http.client
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from _server import API, PROGRAM, SOURCE, ServerTest, events_of

sys.path.insert(0, str(SOURCE / "tests" / "cli"))
import _schema  # noqa: E402

HEAD = "date,source,source_country,target,target_country,code\n"


def rows(count):
    """Rebukes that are answered a week later, back and forth."""
    pair = (("South Korea", "Japan"), ("Japan", "South Korea"))
    lines = []
    for i in range(count):
        source, target = pair[i % 2]
        lines.append(f"2019-{i // 28 % 12 + 1:02d}-{i % 28 + 1:02d},{source},{source},{target},{target},111\n")
    return HEAD + "".join(lines)


class Record(ServerTest):
    options = ("northeast_asia", "--quiet")

    def setUp(self):
        super().setUp()
        self.path = f"projects/{self.server.fragment['project']}"

    def upload(self, text, name):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        self.addCleanup(connection.close)
        connection.request("POST", f"{API}/{self.path}/record/imports?name={name}&dataset=acts"
                           "&covers=2019-01-01..2019-12-31",
                           text.encode(), {"Content-Type": "application/octet-stream"})
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        return dict(list(events_of(answer)))

    def holds(self, value, name):
        schema = json.loads((SOURCE / f"docs/reference/{name}.schema.json").read_text())
        self.assertEqual(list(_schema.faults(value, schema)), [])

    def test_before_any_import_each_question_says_so(self):
        self.assertEqual(self.server.get(f"{self.path}/record/datasets"), {"datasets": []})
        for what in ("summary", "series"):
            problem = self.server.get(f"{self.path}/record/{what}", 404)
            self.assertIn("no events were imported", problem["detail"])
        (event, problem), = self.server.task(f"{self.path}/tasks/linkages", {})
        self.assertEqual(event, "problem")
        self.assertIn("no events were imported", problem["detail"])

    def test_what_the_record_teaches_is_what_the_command_learns(self):
        asked = {"to": "2019-08-31", "parameters": ["p_biden", "rebuke_rate"], "points": 8,
                 "particles": 32, "seed": 5}
        name, answer = self.server.task(f"{self.path}/tasks/fit", asked)[-1]
        self.assertEqual(name, "result", answer)
        result = answer["result"]
        self.holds(result, "fit")
        self.assertEqual(set(result["parameters"]), {"p_biden", "rebuke_rate"})
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "fit.json"
            subprocess.run([PROGRAM, "fit", "northeast_asia", "--to", "2019-08-31", "--parameters",
                            "p_biden,rebuke_rate", "--points", "8", "--particles", "32", "--seed",
                            "5", "--quiet", "--json", str(out)], check=True, timeout=300)
            alone = json.loads(out.read_text())
        # The page says in other words that no events were imported.
        self.assertEqual({**result, "notes": None}, {**alone, "notes": None})
        problem = self.server.task(f"{self.path}/tasks/fit", {"parameters": ["no_such"]})[-1][1]
        self.assertIn("no_such", problem["detail"])

    def test_a_file_is_imported_read_and_put_to_the_linkages(self):
        found = self.upload(rows(300) + "yesterday,a,b,c,d,111\n", "acts.csv")
        result = found["result"]["result"]
        self.holds(result, "record_import")
        self.assertEqual(result["files"][0]["path"], "acts.csv")
        self.assertEqual(sum(result["files"][0]["rejected"].values()), 1)
        again = self.upload(rows(300), "acts.csv")["result"]["result"]
        self.assertEqual(again["files"][0]["stored"], 0)
        self.holds(self.server.get(f"{self.path}/record/datasets"), "record_list")
        summary = self.server.get(f"{self.path}/record/summary?dataset=acts")
        self.holds(summary, "record_summary")
        self.assertEqual(summary["events"], 300)
        series = self.server.get(f"{self.path}/record/series?source=KOR&target=JPN&period=year")
        self.holds(series, "record_series")
        self.assertEqual(sum(n or 0 for n in series["series"][0]["count"]), 150)
        events = self.server.task(f"{self.path}/tasks/linkages", {})
        self.assertEqual(events[-1][0], "result", events[-1])
        self.holds(events[-1][1]["result"], "record_linkages")

    def test_a_copy_of_the_project_has_the_events(self):
        self.upload(rows(300), "acts.csv")
        before = self.server.get(f"{self.path}/record/datasets")
        copy = self.server.expect("POST", "projects",
                                  {"from_project": self.server.fragment["project"]}, 201)["id"]
        self.assertEqual(self.server.get(f"projects/{copy}/record/datasets"), before)
        # Each is its own from here on: the copy can be imported into, and outlives its original.
        original, self.path = self.path, f"projects/{copy}"
        found = self.upload(HEAD + "2019-02-01,China,China,Japan,Japan,111\n", "more.csv")
        self.assertEqual(found["result"]["result"]["files"][0]["stored"], 1)
        self.assertEqual(self.server.get(f"{original}/record/datasets"), before)
        self.server.expect("DELETE", original, None, 204)
        events = self.server.get(f"projects/{copy}/record/datasets")["datasets"][0]["events"]
        self.assertEqual(events, before["datasets"][0]["events"] + 1)

    def test_a_copy_without_its_events_is_none(self):
        self.upload(rows(20), "acts.csv")
        store, = self.workspace.glob("events-*.db")
        store.write_bytes(b"no database" * 1000)
        projects = self.server.get("projects")
        problem = self.server.expect("POST", "projects",
                                     {"from_project": self.server.fragment["project"]}, 507)
        self.assertIn("events could not be copied", problem["detail"])
        self.assertEqual(self.server.get("projects"), projects)

    def test_a_model_with_series_and_no_events_says_what_to_do(self):
        events = self.server.task(f"{self.path}/tasks/filter", {"particles": 16, "replicates": 2})
        notes = events[-1][1]["result"]["notes"]
        self.assertTrue(any("no events were imported yet (Record, Data)" in note for note in notes))
        self.assertNotIn("--store", json.dumps(events))

    def test_what_is_no_table_of_events_is_refused_by_its_own_name(self):
        problem = self.upload("hello\n", "notes.txt")["problem"]
        self.assertIn("`notes.txt`", problem["detail"])
        self.assertNotIn("uploads", problem["detail"])

    def test_chronologies_are_held_against_the_model(self):
        check = self.server.expect("POST", f"{self.path}/record/check", {})
        self.holds(check, "record_check")
        self.assertEqual(check["errors"], 0)
        text = self.server.get(f"{self.path}/files/record.csv")["text"]
        texts = {"record.csv": text + "2019-01-01,no_such_event,,,\n"}
        wrong = self.server.expect("POST", f"{self.path}/record/check", {"texts": texts})
        self.assertGreater(wrong["errors"], 0)


if __name__ == "__main__":
    unittest.main()
