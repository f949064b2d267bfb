"""A language client: frames messages to `entente lsp` and reads its answers."""

import json
import os
import pathlib
import queue
import subprocess
import threading

from _program import PROGRAM, environment

PATIENCE = 120  # seconds; a hang fails the test, a slow machine does not


def address(path):
    """The `file:` address of a path."""
    return pathlib.Path(path).resolve().as_uri()


class Client:
    """One server, started and stopped."""

    def __init__(self, capabilities=None, start=True):
        self.process = subprocess.Popen([PROGRAM, "lsp"], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env=environment())
        self.messages = queue.Queue()
        self.notes = []
        self.last = 0
        threading.Thread(target=self._read, daemon=True).start()
        if start:
            self.started = self.ask("initialize", {
                "processId": os.getpid(), "rootUri": None,
                "capabilities": capabilities if capabilities is not None else {
                    "textDocument": {"documentSymbol": {
                        "hierarchicalDocumentSymbolSupport": True}}}})
            self.tell("initialized", {})

    def _read(self):
        out = self.process.stdout
        while True:
            length = None
            while True:
                line = out.readline()
                if not line:
                    self.messages.put(None)
                    return
                if line == b"\r\n":
                    break
                name, value = line.decode("ascii").split(":")
                if name == "Content-Length":
                    length = int(value)
            self.messages.put(json.loads(out.read(length).decode("utf-8")))

    def raw(self, data):
        """Sends bytes as they are; a server that has ended already has had enough of them."""
        try:
            self.process.stdin.write(data)
            self.process.stdin.flush()
        except BrokenPipeError:
            pass

    def send(self, message):
        """Frames a message and sends it."""
        body = message if isinstance(message, bytes) else json.dumps(message).encode("utf-8")
        self.raw(b"Content-Length: %d\r\n\r\n" % len(body) + body)

    def tell(self, method, params):
        """A notification."""
        self.send({"jsonrpc": "2.0", "method": method, "params": params})

    def post(self, method, params):
        """A request; its id."""
        self.last += 1
        self.send({"jsonrpc": "2.0", "id": self.last, "method": method, "params": params})
        return self.last

    def receive(self):
        """The next message; None at the end."""
        return self.messages.get(timeout=PATIENCE)

    def answer(self, number):
        """The response to a request; what comes in between is kept."""
        while True:
            message = self.receive()
            assert message is not None, "the server ended"
            assert message["jsonrpc"] == "2.0"
            if "method" in message:
                self.notes.append(message)
            else:
                assert message["id"] == number, message
                return message

    def ask(self, method, params):
        """The result of a request."""
        message = self.answer(self.post(method, params))
        assert "result" in message, message
        return message["result"]

    def refused(self, method, params):
        """The code of the error that a request gives."""
        message = self.answer(self.post(method, params))
        assert "error" in message, message
        assert isinstance(message["error"]["message"], str)
        return message["error"]["code"]

    def open(self, uri, text, version=1):
        """Opens a document."""
        self.tell("textDocument/didOpen", {"textDocument": {
            "uri": uri, "languageId": "entente", "version": version, "text": text}})

    def diagnostics(self, uri, until=None):
        """The next published diagnostics of a document, or the first that satisfy `until`."""
        while True:
            for i, note in enumerate(self.notes):
                if note["method"] != "textDocument/publishDiagnostics":
                    continue
                if note["params"]["uri"] == uri:
                    found = self.notes.pop(i)["params"]["diagnostics"]
                    if until is None or until(found):
                        return found
                    break
            else:
                message = self.receive()
                assert message is not None, "the server ended"
                self.notes.append(message)

    def stop(self):
        """Shutdown and exit; the exit code."""
        assert self.ask("shutdown", None) is None
        self.tell("exit", None)
        return self.process.wait(timeout=PATIENCE)

    def close(self):
        """Ends the server whatever it does."""
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            try:
                stream.close()
            except BrokenPipeError:
                pass

    def end(self):
        """Closes the input; the exit code."""
        self.process.stdin.close()
        return self.process.wait(timeout=PATIENCE)
