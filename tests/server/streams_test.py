"""Tasks over event streams: what is sent, that hanging up stops them, that many at once are served."""

import http.client
import json
import os
import pathlib
import statistics
import sys
import threading
import time
import unittest

from _server import API, SOURCE, ServerTest, events_of

sys.path.insert(0, str(SOURCE / "tests" / "cli"))
import _schema  # noqa: E402


def wait_until(holds, seconds=20):
    """Whether `holds()` comes true in time; far longer than it should take."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


class Tasks(ServerTest):
    options = ("--quiet",)

    def schema(self, name):
        return json.loads((SOURCE / f"docs/reference/{name}.schema.json").read_text())

    def test_a_run_is_what_the_command_line_gives(self):
        project = self.new_project(**{"from": "net4"})
        events = self.server.task(f"projects/{project}/tasks/run",
                                  {"worlds": 4096, "seed": 3, "level": 0.9})
        self.assertEqual([name for name, _ in events if name not in ("progress",)], ["result"])
        data = events[-1][1]
        self.assertIsNone(data["run"])
        self.assertEqual(list(_schema.faults(data["result"], self.schema("run"))), [])
        self.assertEqual((data["result"]["worlds"], data["result"]["seed"]), (4096, 3))
        again = self.server.task(f"projects/{project}/tasks/run",
                                 {"worlds": 4096, "seed": 3, "level": 0.9})
        self.assertEqual(again[-1][1]["result"]["outcomes"], data["result"]["outcomes"])

    def test_live_looks_grow_and_end_in_the_result(self):
        project = self.new_project(**{"from": "net4"})
        events = self.server.task(f"projects/{project}/tasks/live",
                                  {"worlds": 40_000, "first_look": 1024})
        self.assertEqual(events[-1][0], "result")
        result = events[-1][1]["result"]
        self.assertEqual(list(_schema.faults(result, self.schema("live"))), [])
        self.assertEqual(result["worlds"], 40_000)
        worlds = [data["worlds"] for name, data in events if name == "partial"]
        self.assertEqual(worlds, sorted(worlds))
        for name, data in events:
            if name == "progress":
                self.assertLessEqual(data["done"], data["wanted"])

    def test_unsaved_texts_and_levers_count(self):
        project = self.new_project(name="p")
        text = self.server.get(f"projects/{project}/files/main.ent")["text"]
        run = lambda **more: self.server.task(f"projects/{project}/tasks/run",
                                              {"worlds": 1024, **more})[-1][1]["result"]
        plain = run()
        unsaved = run(texts={"main.ent": text.replace("rate 0.4 per year", "rate 0 per year")})
        self.assertNotEqual(plain["outcomes"], unsaved["outcomes"])
        self.assertEqual(run(texts={"main.ent": text})["outcomes"], plain["outcomes"])
        self.assertNotEqual(run(**{"with": ["hotline"]})["outcomes"], plain["outcomes"])
        self.assertNotEqual(run(set={"provocation": 9})["outcomes"], plain["outcomes"])
        self.assertEqual(self.server.get(f"projects/{project}/files/main.ent")["text"], text)

    def test_faults_of_the_model_are_a_problem_at_their_place(self):
        project = self.new_project(name="p")
        text = self.server.get(f"projects/{project}/files/main.ent")["text"]
        broken = text.replace("starts calm", "starts clam")
        events = self.server.task(f"projects/{project}/tasks/live",
                                  {"texts": {"main.ent": broken}})
        self.assertEqual([name for name, _ in events], ["problem"])
        problem = events[0][1]
        self.assertEqual(problem["status"], 422)
        self.assertIn("unknown-state", json.dumps(problem["diagnostics"]))
        self.assertIn('"main.ent"', json.dumps(problem["diagnostics"]))

    def test_requests_that_can_not_be(self):
        project = self.new_project(name="p")
        path = f"projects/{project}/tasks/"
        for body, status in (({"worlds": 0}, 400), ({"worlds": 1 << 21}, 400), ({"wrolds": 9}, 400),
                             ({"level": 1}, 400), ({"with": "two"}, 400), ({"set": {"a": "b"}}, 400),
                             ({"texts": {"main.ent": 3}}, 400), ({"versus": {"wiht": []}}, 400)):
            self.assertEqual(self.server.call("POST", path + "live", body)[0], status, body)
        self.server.expect("POST", path + "nothing", {}, 404)
        self.server.expect("POST", "projects/abcdefghij/tasks/live", {}, 404)
        for body in ({"with": ["no_such_policy"]}, {"set": {"no_such_parameter": 1}},
                     {"now": "yesterday"}):
            events = self.server.task(path + "live", body)
            self.assertEqual([name for name, _ in events], ["problem"], body)
            self.assertEqual(events[0][1]["status"], 400)


class HangingUp(ServerTest):
    options = ("--quiet", "--max-tasks", "1", "--max-waiting", "2")
    long = {"worlds": 1 << 20, "first_look": 1024}

    def running(self):
        return self.server.get("health")["running"]

    def begin(self, project, body=None):
        """A stream that has begun: (connection, answer)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=120)
        connection.request("POST", f"{API}/projects/{project}/tasks/live",
                           json.dumps(body or self.long), {"Content-Type": "application/json"})
        return connection, connection.getresponse()

    def test_hanging_up_stops_the_task(self):
        project = self.new_project(**{"from": "northeast_asia"})
        connection, answer = self.begin(project)
        next(events_of(answer))
        self.assertEqual(self.running(), 1)
        answer.close()
        connection.close()
        self.assertTrue(wait_until(lambda: self.running() == 0))

    def processor_seconds(self):
        """What all threads of the server have used."""
        fields = pathlib.Path(f"/proc/{self.server.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def test_hanging_up_frees_the_cores_within_100_ms(self):
        project = self.new_project(**{"from": "northeast_asia"})
        waits = []
        for _ in range(9):
            connection, answer = self.begin(project)
            next(events_of(answer))
            self.assertEqual(self.running(), 1)
            before = time.monotonic()
            answer.close()
            connection.close()
            while self.running() > 0 and time.monotonic() - before < 20:
                pass
            waits.append(time.monotonic() - before)
        print("the cores are free after " + ", ".join(f"{wait * 1e3:.0f}" for wait in waits) + " ms")
        self.assertLess(statistics.median(waits), 0.1)
        # Gone is gone: what it used to run on stays idle.
        used = self.processor_seconds()
        time.sleep(0.5)
        self.assertLess(self.processor_seconds() - used, 0.1)

    def test_more_than_may_wait_is_refused_and_those_gone_make_room(self):
        project = self.new_project(**{"from": "northeast_asia"})
        held = [self.begin(project)]
        self.assertTrue(wait_until(lambda: self.running() == 1))
        held += [self.begin(project), self.begin(project)]
        self.assertEqual([answer.status for _, answer in held], [200, 200, 200])
        connection, answer = self.begin(project)
        self.assertEqual(answer.status, 503)
        self.assertEqual(answer.headers["Retry-After"], "5")
        self.assertIn("may", json.loads(answer.read())["detail"])
        connection.close()
        for connection, answer in held:
            answer.close()
            connection.close()
        self.assertTrue(wait_until(lambda: self.running() == 0))
        events = self.server.task(f"projects/{project}/tasks/live", {"worlds": 1024})
        self.assertEqual(events[-1][0], "result")

    def test_a_stopping_server_tells_its_readers(self):
        project = self.new_project(**{"from": "northeast_asia"})
        _, answer = self.begin(project)
        events = events_of(answer)
        next(events)
        stopper = threading.Thread(target=self.server.stop)
        stopper.start()
        rest = list(events)
        stopper.join(60)
        self.assertEqual(rest[-1][0], "problem")
        self.assertEqual(rest[-1][1]["type"], "urn:entente:problem:stopped")
        self.assertEqual(self.server.process.returncode, 0)


class TaskTime(ServerTest):
    options = ("--quiet", "--task-seconds", "1")

    def test_a_task_that_runs_too_long_is_stopped_and_told_why(self):
        project = self.new_project(**{"from": "northeast_asia"})
        events = self.server.task(f"projects/{project}/tasks/live",
                                  {"worlds": 1 << 20, "first_look": 0})
        name, problem = events[-1]
        self.assertEqual((name, problem["type"]), ("problem", "urn:entente:problem:stopped"))
        self.assertIn("as long as a task may", problem["detail"])
        self.assertIn("--task-seconds", problem["suggestion"])
        # The thread is free again.
        events = self.server.task(f"projects/{project}/tasks/live", {"worlds": 256})
        self.assertEqual(events[-1][0], "result")


class Load(ServerTest):
    options = ("--quiet",)

    def test_fifty_readers_and_the_server_still_answers(self):
        project = self.new_project(**{"from": "net4"})
        ends, faults = [], []

        def read(seed):
            try:
                events = self.server.task(f"projects/{project}/tasks/live",
                                          {"worlds": 8_192, "first_look": 1024, "seed": seed})
                ends.append(events[-1][0])
            except Exception as fault:  # noqa: BLE001: of another thread, told below
                faults.append(fault)

        readers = [threading.Thread(target=read, args=(seed,)) for seed in range(50)]
        for reader in readers:
            reader.start()
        waits, most = [], 0
        while any(reader.is_alive() for reader in readers):
            before = time.monotonic()
            most = max(most, self.server.get("health")["running"])
            waits.append(time.monotonic() - before)
            time.sleep(0.02)
        self.assertEqual(faults, [])
        self.assertEqual(ends, ["result"] * 50)
        self.assertGreaterEqual(most, 2)
        self.assertLessEqual(most, 4)
        # No measurement, only that an answer does not wait for a task.
        self.assertLess(statistics.median(waits), 2.0)
        print(f"health under 50 streams: median {statistics.median(waits) * 1e3:.0f} ms, "
              f"most {max(waits) * 1e3:.0f} ms, {len(waits)} asked")


if __name__ == "__main__":
    unittest.main()
