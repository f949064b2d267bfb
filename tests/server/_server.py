"""A server under test: started on a free port with a workspace of its own, spoken to by http.client
or by raw sockets. Standard library only."""

import contextlib
import http.client
import json
import os
import pathlib
import re
import resource
import signal
import socket
import subprocess
import tempfile
import threading
import unittest

PROGRAM = str(pathlib.Path(os.environ.get("ENTENTE", "build/entente")).resolve())
SOURCE = pathlib.Path(os.environ.get("ENTENTE_SOURCE_DIR", ".")).resolve()
API = "/api/v1"


class Server:
    """`entente serve`, until stop() or kill()."""

    def __init__(self, workspace, *options, file_bytes=None, cwd=None):
        def bound():
            if file_bytes is not None:
                signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
                resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
        environment = dict(os.environ, ENTENTE_MODELS=str(SOURCE / "models"))
        self.process = subprocess.Popen(
            [PROGRAM, "serve", "--workspace", str(workspace), "--port", "0", *map(str, options)],
            env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            preexec_fn=bound, cwd=cwd,
            restore_signals=False)
        self.line = self.process.stdout.readline()
        match = re.search(r"http://([^/]+):(\d+)/(#(\S+))?", self.line)
        if match is None:
            raise RuntimeError(f"{self.line!r}: {self.process.stderr.read()}")
        self.host, self.port = match[1], int(match[2])
        self.fragment = dict(part.split("=") for part in (match[4] or "").split("&") if part)
        self.log = []
        self.reader = threading.Thread(target=self._read_log, daemon=True)
        self.reader.start()

    def _read_log(self):
        for line in self.process.stderr:
            self.log.append(line.rstrip("\n"))

    def stop(self, number=signal.SIGTERM):
        """Ends it in order; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        code = self.process.wait(60)
        self.reader.join(10)
        self.process.stdout.close()
        self.process.stderr.close()
        return code

    def kill(self):
        return self.stop(signal.SIGKILL)

    def connect(self, timeout=60):
        return socket.create_connection(("127.0.0.1", self.port), timeout)

    def call(self, method, path, body=None, headers=None, raw=None):
        """One request on a connection of its own: (status, headers, parsed body)."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            sent = dict(headers or {})
            if body is not None:
                raw = json.dumps(body)
                sent.setdefault("Content-Type", "application/json")
            connection.request(method, path if path.startswith("/") else f"{API}/{path}", raw, sent)
            answer = connection.getresponse()
            data = answer.read()
            kind = answer.headers.get("Content-Type", "")
            return answer.status, answer.headers, json.loads(data) if "json" in kind else data
        finally:
            connection.close()

    def get(self, path, status=200):
        return self.expect("GET", path, None, status)

    def expect(self, method, path, body=None, status=200):
        found, _, answer = self.call(method, path, body)
        if found != status:
            raise AssertionError(f"{method} {path}: {found}, not {status}: {answer}")
        return answer

    @contextlib.contextmanager
    def stream(self, path, body):
        """The events of a task, as (event, data) one by one; closing ends the connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        connection.request("POST", f"{API}/{path}", json.dumps(body),
                           {"Content-Type": "application/json"})
        answer = connection.getresponse()
        try:
            if answer.status != 200:
                raise AssertionError(f"{path}: {answer.status}: {answer.read()}")
            yield events_of(answer)
        finally:
            answer.close()
            connection.close()

    def task(self, path, body):
        """All events of a task."""
        with self.stream(path, body) as events:
            return list(events)


def events_of(answer):
    event, data = None, []
    for line in answer:
        line = line.decode().rstrip("\n")
        if line.startswith("event: "):
            event = line[7:]
        elif line.startswith("data: "):
            data.append(line[6:])
        elif not line and event is not None:
            yield event, json.loads("\n".join(data))
            event, data = None, []


class ServerTest(unittest.TestCase):
    """A workspace a test, and a server on it."""
    options = ()

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.workspace = pathlib.Path(self.folder.name) / "workspace"
        self.server = self.start(*self.options)

    def start(self, *options, **bounds):
        server = Server(self.workspace, *options, **bounds)
        self.addCleanup(lambda: server.process.poll() is None and server.stop())
        return server

    def new_project(self, **body):
        return self.server.expect("POST", "projects", body or {"from": "net4"}, 201)["id"]
