"""The folder for VS Code compiles, and the protocol library that it stands on, an implementation of
the protocol that is not ours, can talk to `entente lsp`. Skipped where npm or its registry is not."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PROGRAM = str(pathlib.Path(os.environ.get("ENTENTE", "build/entente")).resolve())

TALK = r"""
const { spawn } = require("node:child_process");
const lsp = require("vscode-languageserver-protocol/node");
const [program, uri, text] = JSON.parse(process.argv[2]);
(async () => {
  const server = spawn(program, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const connection = lsp.createProtocolConnection(
    new lsp.StreamMessageReader(server.stdout), new lsp.StreamMessageWriter(server.stdin));
  const published = new Promise((resolve) =>
    connection.onNotification(lsp.PublishDiagnosticsNotification.type, resolve));
  connection.listen();
  const started = await connection.sendRequest(lsp.InitializeRequest.type, {
    processId: process.pid, rootUri: null, capabilities: {} });
  await connection.sendNotification(lsp.InitializedNotification.type, {});
  await connection.sendNotification(lsp.DidOpenTextDocumentNotification.type, {
    textDocument: { uri, languageId: "entente", version: 1, text } });
  const about = { textDocument: { uri }, position: { line: 2, character: 7 } };
  const answers = {
    sync: started.capabilities.textDocumentSync.change,
    published: (await published).diagnostics.map((one) => one.code),
    hover: await connection.sendRequest(lsp.HoverRequest.type, about),
    definition: await connection.sendRequest(lsp.DefinitionRequest.type, about),
    completion: await connection.sendRequest(lsp.CompletionRequest.type, about),
    tokens: await connection.sendRequest(lsp.SemanticTokensRequest.type, about),
    rename: await connection.sendRequest(lsp.RenameRequest.type, { ...about, newName: "other" }),
  };
  await connection.sendRequest(lsp.ShutdownRequest.type);
  const ended = new Promise((resolve) => server.on("exit", resolve));
  await connection.sendNotification(lsp.ExitNotification.type);
  answers.code = await ended;
  console.log(JSON.stringify(answers));
  connection.dispose();
})().catch((error) => { console.error(error); process.exit(1); });
"""


@unittest.skipUnless(shutil.which("npm") and shutil.which("node"), "there is no npm here")
class VisualStudioCode(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.scratch.name) / "vscode"
        shutil.copytree(ROOT / "editors" / "vscode", cls.folder,
                        ignore=shutil.ignore_patterns("node_modules", "out"))
        done = subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=cls.folder, text=True,
                              capture_output=True, timeout=300, check=False)
        if done.returncode != 0:
            cls.scratch.cleanup()
            raise unittest.SkipTest("npm could not fetch the packages: " + done.stderr[-300:])

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def test_compiles(self):
        done = subprocess.run(["npm", "run", "--silent", "compile"], cwd=self.folder, text=True,
                              capture_output=True, timeout=300, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)
        package = json.loads((self.folder / "package.json").read_text(encoding="utf-8"))
        self.assertTrue((self.folder / package["main"]).exists())

    def test_another_client_talks_to_the_server(self):
        uri = "file:///nowhere/x.ent"
        text = "system x\ntime from 2020-01-01 to 2021-01-01\nparam spill ~ betta(4, 4)\n"
        (self.folder / "talk.js").write_text(TALK, encoding="utf-8")
        done = subprocess.run(["node", "talk.js", json.dumps([PROGRAM, uri, text])],
                              cwd=self.folder, text=True, capture_output=True, timeout=120,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        told = json.loads(done.stdout)
        self.assertEqual(told["sync"], 2)
        self.assertIn("unknown-name", told["published"])
        self.assertIn("parameter", told["hover"]["contents"]["value"])
        self.assertEqual(told["definition"][0]["range"]["start"], {"line": 2, "character": 6})
        self.assertTrue(told["tokens"]["data"])
        self.assertIn("items", told["completion"])
        self.assertEqual(told["rename"]["changes"][uri][0]["newText"], "other")
        self.assertEqual(told["code"], 0)


if __name__ == "__main__":
    unittest.main()
