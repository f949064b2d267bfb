"""Projects, files, notes and runs over HTTP, and that what was acknowledged survives the server."""

import http.client
import io
import json
import pathlib
import re
import signal
import threading
import time
import unittest
import urllib.parse
import zipfile

from _server import SOURCE, Server, ServerTest


class Projects(ServerTest):
    def test_made_from_a_shipped_model_with_all_its_texts(self):
        project = self.server.expect("POST", "projects", {"from": "northeast_asia"}, 201)
        self.assertRegex(project["id"], r"^[a-z2-9]{10}$")
        self.assertEqual(project["made_from"], "northeast_asia")
        self.assertIn("Japan", project["title"])
        shown = self.server.get(f"projects/{project['id']}")
        shipped = SOURCE / "models/northeast_asia"
        wanted = {path.name: path.read_text() for path in shipped.iterdir()
                  if path.suffix in (".ent", ".csv", ".tsv", ".md")}
        self.assertEqual({file["path"] for file in shown["files"]}, set(wanted))
        for path, text in wanted.items():
            file = self.server.get(f"projects/{project['id']}/files/{path}")
            self.assertEqual(file, {"path": path, "text": text, "revision": 1})
        self.assertIn("northeast_asia", [m["name"] for m in self.server.get("models")["models"]])

    def test_made_from_nothing_or_another(self):
        starter = self.server.expect("POST", "projects", {"name": "Baltic Sea"}, 201)
        self.assertEqual(starter["name"], "Baltic Sea")
        text = self.server.get(f"projects/{starter['id']}/files/main.ent")["text"]
        self.assertIn("system baltic_sea", text)
        copy = self.server.expect("POST", "projects", {"from_project": starter["id"]}, 201)
        self.assertEqual(copy["name"], "Baltic Sea (copy)")
        self.assertNotEqual(copy["id"], starter["id"])
        self.assertEqual(self.server.get(f"projects/{copy['id']}/files/main.ent")["text"], text)

    def test_a_copy_does_not_stand_for_its_original(self):
        original = self.server.expect("POST", "projects", {"from": "net4"}, 201)
        self.assertTrue(self.server.get(f"projects/{original['id']}")["unchanged"])
        copy = self.server.expect("POST", "projects", {"from_project": original["id"]}, 201)
        self.assertEqual(copy["made_from"], "")
        self.assertFalse(self.server.get(f"projects/{copy['id']}")["unchanged"])
        text = self.server.get(f"projects/{original['id']}/files/main.ent")["text"]
        path = f"projects/{original['id']}/files/main.ent"
        self.server.expect("PUT", path, {"text": text + "// more\n", "base_revision": 1}, 200)
        self.assertFalse(self.server.get(f"projects/{original['id']}")["unchanged"])

    def test_a_file_that_another_window_saved_is_not_deleted_unseen(self):
        project = self.server.expect("POST", "projects", {"from": "net4"}, 201)
        path = f"projects/{project['id']}/files/main.ent"
        self.server.expect("PUT", path, {"text": "system net4\n", "base_revision": 1}, 200)
        problem = self.server.expect("DELETE", path + "?base_revision=1", None, 409)
        self.assertIn("revision 2", problem["detail"])
        self.server.expect("DELETE", path + "?base_revision=two", None, 400)
        self.server.expect("DELETE", path + "?base_revision=2", None, 204)

    def test_all_texts_leave_as_one_archive(self):
        project = self.server.expect("POST", "projects", {"from": "northeast_asia"}, 201)["id"]
        texts = {"data/a b.csv": "x,y\n", "main.ent": "system changed // é\n"}
        for path, text in texts.items():
            base = 1 if path == "main.ent" else 0
            self.server.expect("PUT", f"projects/{project}/files/{urllib.parse.quote(path)}",
                               {"text": text, "base_revision": base}, 200)
        self.server.expect("PATCH", f"projects/{project}", {"name": '../Åland "I" (copy)'}, 200)
        status, headers, archive = self.server.call("GET", f"projects/{project}/archive")
        self.assertEqual((status, headers["Content-Type"]), (200, "application/zip"))
        name = re.fullmatch(r'attachment; filename="([\w-]+)\.zip"', headers["Content-Disposition"])[1]
        self.assertEqual(name, "land_I_copy")
        with zipfile.ZipFile(io.BytesIO(archive)) as packed:
            self.assertIsNone(packed.testzip())
            found = {path: packed.read(path).decode() for path in packed.namelist()}
        listed = self.server.get(f"projects/{project}")["files"]
        self.assertEqual(set(found), {f"{name}/{file['path']}" for file in listed})
        for path, text in texts.items():
            self.assertEqual(found[f"{name}/{path}"], text)
        self.assertEqual(self.server.call("GET", f"projects/{project}/archive")[2], archive)
        self.server.get("projects/abcdefghij/archive", 404)

    def test_no_path_leads_out(self):
        for name in ("../northeast_asia", "/etc", ".", "models/net4", str(SOURCE / "models/net4")):
            answer = self.server.expect("POST", "projects", {"from": name}, 404)
            self.assertIn("no shipped model", answer["detail"])
        answer = self.server.expect("POST", "projects", {"from": "northeast_azia"}, 404)
        self.assertIn("did you mean `northeast_asia`?", answer["detail"])

    def test_renamed_deleted_and_listed_by_last_change(self):
        first = self.new_project(name="first")
        second = self.new_project(name="second")
        ids = lambda: [p["id"] for p in self.server.get("projects")["projects"]]
        self.assertEqual(ids(), [second, first])
        self.server.expect("PUT", f"projects/{first}/files/new.ent", {"text": "x"})
        self.assertEqual(ids(), [first, second])
        self.assertEqual(self.server.expect("PATCH", f"projects/{second}", {"name": "2"})["name"], "2")
        for wrong in ("", "   ", "a\nb", "x" * 201):
            self.server.expect("PATCH", f"projects/{second}", {"name": wrong}, 400)
        self.server.expect("DELETE", f"projects/{second}", status=204)
        self.server.get(f"projects/{second}", 404)
        self.server.get(f"projects/{second}/files/main.ent", 404)
        self.assertEqual(ids(), [first])


class Files(ServerTest):
    def setUp(self):
        super().setUp()
        self.project = self.new_project(name="p")

    def put(self, path, text, base=0, status=200):
        return self.server.expect("PUT", f"projects/{self.project}/files/{path}",
                                  {"text": text, "base_revision": base}, status)

    def read(self, path, status=200, query=""):
        return self.server.get(f"projects/{self.project}/files/{path}{query}", status)

    def test_revisions_and_conflicts(self):
        self.assertEqual(self.put("data/a%20b.csv", "one")["path"], "data/a b.csv")
        self.assertEqual(self.put("data/a%20b.csv", "two", 1)["revision"], 2)
        late = self.put("data/a%20b.csv", "three", 1, status=409)
        self.assertEqual((late["revision"], late["text"]), (2, "two"))
        self.assertEqual(late["type"], "urn:entente:problem:conflict")
        self.assertEqual(self.put("data/a%20b.csv", "four", 0, status=409)["revision"], 2)
        self.assertEqual(self.read("data/a%20b.csv", query="?revision=1")["text"], "one")
        self.read("data/a%20b.csv", 404, "?revision=3")
        self.read("data/a%20b.csv", 400, "?revision=x")
        self.server.expect("DELETE", f"projects/{self.project}/files/data/a%20b.csv", status=204)
        self.read("data/a%20b.csv", 404)
        # A file of the same name is not taken for the old one.
        self.assertEqual(self.put("data/a%20b.csv", "again")["revision"], 3)
        self.put("data/a%20b.csv", "old", 2, status=409)

    def test_the_title_follows_the_text(self):
        text = self.read("main.ent")["text"].replace("Two neighbours and a border", "Otherwise")
        self.put("main.ent", text, 1)
        self.assertEqual(self.server.get(f"projects/{self.project}")["title"], "Otherwise")

    def test_text_is_kept_to_the_letter(self):
        for i, text in enumerate(("", "\r\n\ttab", "Zürich \U0001f54a \u2028", "x" * 300_000)):
            self.put(f"t{i}", text)
            self.assertEqual(self.read(f"t{i}")["text"], text)

    def test_paths_that_can_not_be(self):
        for path in ("..%2fx", "a/../b", "%2fetc%2fpasswd", "a//b", "./a", "a/.", "a%5cb", "a%0ab",
                     "%20a", "a/%7f", "x" * 201, "/".join("abcdefghi"), "%ff", ""):
            self.put(path, "x", status=400)
        names = {p.name for p in pathlib.Path(self.folder.name).rglob("*")}
        self.assertEqual(names, {"workspace", "workspace.db", "workspace.db-wal",
                                 "workspace.db-shm", "workspace.lock"})

    def test_bounds(self):
        self.put("big", "x" * (4 << 20))
        self.assertIn("at most 4194304", self.put("bigger", "x" * (4 << 20) + "y", status=413)["detail"])
        for i in range(15):
            self.put(f"big{i}", "x" * (4 << 20), status=200 if i < 14 else 413)

    def test_old_revisions_are_forgotten_in_time(self):
        for i in range(60):
            self.put("often", f"text {i}", i)
        self.assertEqual(self.read("often", query="?revision=11")["text"], "text 10")
        self.read("often", 404, "?revision=10")

    def test_bodies_that_are_wrong(self):
        path = f"/api/v1/projects/{self.project}/files/x"
        sent = {"Content-Type": "application/json"}
        for raw in (b"", b"{", b"[]", b"{}", b'{"text": 1}', b'{"text": "\xff"}',
                    b'{"text": "a", "base_revision": -1}', b'{"text": "a", "txet": 1}',
                    b'{"text": ' + b"[" * 100_000, b'{"text": "a\\u0000b"}',
                    b'{"text": "\\ud800"}', b'{"text": "a", "base_revision": 1e3}'):
            status, _, answer = self.server.call("PUT", path, raw=raw, headers=sent)
            self.assertEqual(status, 400, raw[:40])
            self.assertTrue(answer["detail"])
        self.read("x", 404)


class NotesAndRuns(ServerTest):
    def test_notes(self):
        project = self.new_project()
        one = self.server.expect("POST", f"projects/{project}/notes",
                                 {"about": "gsomia", "text": "Why \u00e9?"}, 201)
        two = self.server.expect("POST", f"projects/{project}/notes", {"text": "second"}, 201)
        self.assertEqual(self.server.get(f"projects/{project}/notes")["notes"], [one, two])
        self.server.expect("DELETE", f"projects/{project}/notes/{one['id']}", status=204)
        self.server.expect("DELETE", f"projects/{project}/notes/{one['id']}", status=404)
        other = self.new_project()
        self.server.expect("DELETE", f"projects/{other}/notes/{two['id']}", status=404)
        self.server.expect("POST", f"projects/{project}/notes", {"text": "x" * 65_537}, 413)
        self.assertEqual(self.server.get(f"projects/{project}/notes")["notes"], [two])

    def test_a_kept_run_says_of_which_texts_it_is(self):
        project = self.server.expect("POST", "projects", {"name": "p"}, 201)["id"]
        path = f"projects/{project}/files/main.ent"
        text = self.server.get(path)["text"]
        self.server.expect("PUT", path, {"text": text + "// more\n", "base_revision": 1}, 200)
        for texts, unsaved in (({}, []), ({"main.ent": text + "// more\n"}, []),
                               ({"main.ent": text}, ["main.ent"])):
            run = self.server.task(f"projects/{project}/tasks/run",
                                   {"worlds": 64, "keep": True, "texts": texts})[-1][1]["run"]
            request = self.server.get(f"projects/{project}/runs/{run}")["request"]
            self.assertEqual(request["revisions"], {"main.ent": 2})
            self.assertEqual(request["unsaved"], unsaved)
            self.assertNotIn("texts", request)

    def test_a_kept_run_is_what_was_streamed(self):
        project = self.new_project()
        body = {"worlds": 2048, "seed": 5, "keep": True, "title": "first", "texts": {}}
        events = self.server.task(f"projects/{project}/tasks/run", body)
        name, data = events[-1]
        self.assertEqual(name, "result")
        listed = self.server.get(f"projects/{project}/runs")["runs"]
        self.assertEqual([(r["id"], r["task"], r["title"]) for r in listed],
                         [(data["run"], "run", "first")])
        del body["texts"]
        self.assertEqual(listed[0]["request"], body | {"revisions": {"main.ent": 1}, "unsaved": []})
        run = self.server.get(f"projects/{project}/runs/{data['run']}")
        self.assertEqual(run["result"], data["result"])
        self.server.expect("DELETE", f"projects/{project}/runs/{data['run']}", status=204)
        self.server.get(f"projects/{project}/runs/{data['run']}", 404)


class Durability(ServerTest):
    options = ("--quiet",)

    def test_kill_9_loses_nothing_acknowledged(self):
        project = self.new_project(name="p")
        acknowledged = {}
        for round_number in range(4):
            stop_at = time.monotonic() + 0.4

            def write(worker, server=self.server, rnd=round_number):
                count = 0
                try:
                    while True:
                        path = f"w{worker}"
                        base = acknowledged.get(path, (0, ""))[0]
                        text = f"{rnd} {worker} {count} " + "x" * (count % 5000)
                        status, _, answer = server.call(
                            "PUT", f"projects/{project}/files/{path}",
                            {"text": text, "base_revision": base})
                        if status == 409:  # written, but the acknowledgement was cut off
                            acknowledged[path] = (answer["revision"], answer["text"])
                            continue
                        assert status == 200, answer
                        acknowledged[path] = (answer["revision"], text)
                        count += 1
                except (OSError, http.client.HTTPException, ValueError):
                    pass  # the server is dead

            writers = [threading.Thread(target=write, args=(i,)) for i in range(4)]
            for writer in writers:
                writer.start()
            time.sleep(max(0, stop_at - time.monotonic()))
            self.server.kill()
            for writer in writers:
                writer.join(60)
            self.server = self.start("--quiet")
            for path, (revision, text) in acknowledged.items():
                kept = self.server.get(
                    f"projects/{project}/files/{path}?revision={revision}")
                self.assertEqual(kept["text"], text)
                present = self.server.get(f"projects/{project}/files/{path}")["revision"]
                self.assertIn(present, (revision, revision + 1))
        self.assertGreater(sum(revision for revision, _ in acknowledged.values()), 40)

    def test_one_server_a_workspace(self):
        with self.assertRaises(RuntimeError) as refused:
            Server(self.workspace)
        self.assertIn("is open in another server", str(refused.exception))
        self.server.stop()
        Server(self.workspace).stop()

    def test_a_full_disk_is_told_and_harms_nothing(self):
        project = self.new_project(name="p")
        self.server.stop()
        self.server = self.start("--quiet", file_bytes=1 << 20)
        status, _, answer = self.server.call("PUT", f"projects/{project}/files/big",
                                             {"text": "x" * 3_000_000})
        self.assertEqual(status, 507, answer)
        self.assertEqual(answer["type"], "urn:entente:problem:not-stored")
        self.server.get(f"projects/{project}/files/big", 404)
        self.server.expect("PUT", f"projects/{project}/files/small", {"text": "fits"})
        self.server.stop()
        self.server = self.start("--quiet")
        self.assertEqual(self.server.get(f"projects/{project}/files/small")["text"], "fits")

    def test_another_programs_file_is_left_alone(self):
        self.server.stop()
        database = self.workspace / "workspace.db"
        for wrong in (b"no database at all" * 100, b"\x00" * 5000):
            for path in self.workspace.iterdir():
                path.unlink()
            database.write_bytes(wrong)
            with self.assertRaises(RuntimeError) as refused:
                Server(self.workspace)
            self.assertIn("workspace", str(refused.exception))
            self.assertEqual(database.read_bytes(), wrong)

    def test_ends_in_order_on_both_signals(self):
        self.new_project()
        self.assertEqual(self.server.stop(signal.SIGINT), 0)
        self.server = self.start()
        self.assertEqual(len(self.server.get("projects")["projects"]), 1)
        self.assertEqual(self.server.stop(signal.SIGTERM), 0)
        self.assertTrue(any("stopping" in line for line in self.server.log), self.server.log)


class Opening(ServerTest):
    options = ("net4",)

    def test_the_given_model_is_opened_once(self):
        project = self.server.fragment["project"]
        self.assertEqual(self.server.get(f"projects/{project}")["made_from"], "net4")
        self.server.stop()
        self.server = self.start("net4")
        self.assertEqual(self.server.fragment["project"], project)
        self.assertEqual(len(self.server.get("projects")["projects"]), 1)

    def test_the_same_words_in_two_folders_are_two_projects(self):
        self.server.stop()
        projects = []
        for model in ("net4", "birth_death", "net4"):
            folder = pathlib.Path(self.folder.name) / model
            folder.mkdir(exist_ok=True)
            (folder / "m.ent").write_text((SOURCE / f"models/{model}/main.ent").read_text())
            self.server = self.start("m.ent", cwd=folder)
            projects.append(self.server.fragment["project"])
            self.server.stop()
        self.assertNotEqual(projects[0], projects[1])
        self.assertEqual(projects[0], projects[2])

    def test_a_path_can_be_opened_from_the_command_line(self):
        self.server.stop()
        own = pathlib.Path(self.folder.name) / "own.ent"
        own.write_text((SOURCE / "models/net4/main.ent").read_text())
        self.server = self.start(own)
        project = self.server.get(f"projects/{self.server.fragment['project']}")
        self.assertEqual(project["name"], "own")
        self.assertEqual([file["path"] for file in project["files"]], ["main.ent"])

    def test_log_lines_are_json_if_wanted(self):
        self.server.stop()
        self.server = self.start("--log-json")
        self.server.get("health")
        self.server.call("GET", "/api/v1/nothing%0a?token=secret")
        self.server.stop()
        lines = [json.loads(line) for line in self.server.log]
        requests = [line for line in lines if line["event"] == "request"]
        # A line is written once the answer is out: two connections may end in either order.
        self.assertEqual(sorted(line["status"] for line in requests), [200, 404])
        self.assertIn("/api/v1/health", [line["target"] for line in requests])
        self.assertNotIn("secret", "".join(self.server.log))


if __name__ == "__main__":
    unittest.main()
