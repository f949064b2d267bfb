"""A scripted client walks `entente lsp` through the Language Server Protocol 3.17."""

import json
import pathlib
import tempfile
import unittest

from _lsp_client import Client, address
from _program import SOURCE

# Non-ASCII on purpose: “é” is one UTF-16 unit, “𝕏” is two; CRLF in the second file.
MAIN = """system test "Un modèle 𝕏"
time from 2020-01-01 to 2030-01-01 step 1 week
import "more.ent"
actor KOR "Corée 𝕏" : state { lanes 0.9 }
actor JPN : state { lanes 0.8 }
source okonogi { author "Masao Okonogi" title "A strategy" }
/// How much crosses over.
param spill ~ beta(4, 4) "share 𝕏 that crosses" cite okonogi at "p. 3"
quantity anger[a, b in states where a != b] "resentment" in 0..1 { starts 0.3 }
issue pact "Pact 𝕏" between KOR, JPN {
  states in_force, notice, ended   starts in_force
  in_force -> notice  rate 0.5 per year * spill   cite okonogi
  notice -> ended     after 90 days
}
"""
MORE = ('outcome lost "𝕏" = ever pact is ended\r\n'
        "policy calm by KOR { set spill = 0.1 }\r\n"
        "event rebuke[a, b in states where a != b] by a toward b weight -2 {\r\n"
        "  rate 3 per year * (0.2 + anger[a, b]) while pact is notice\r\n"
        "}\r\n"
        "outcome rebukes = count of rebuke per year\r\n")


def place(text, needle, skip=0, into=0):
    """The position of the `skip`-th occurrence of `needle`, `into` characters further."""
    at = -1
    for _ in range(skip + 1):
        at = text.index(needle, at + 1)
    before = text[:at + into]
    line = before.count("\n")
    return {"line": line, "character": units(before.split("\n")[-1])}


def units(text):
    """UTF-16 units of a text."""
    return len(text.encode("utf-16-le")) // 2


def cut(text, span):
    """The text that a range covers, and what stands before and after it."""
    lines = text.split("\n")
    def offset(position):
        before = sum(len(line) + 1 for line in lines[:position["line"]])
        rest = lines[position["line"]].encode("utf-16-le")[:2 * position["character"]]
        return before + len(rest.decode("utf-16-le"))
    begin, end = offset(span["start"]), offset(span["end"])
    return text[:begin], text[begin:end], text[end:]


def edited(text, edits):
    """The text with edits applied, last first."""
    key = lambda edit: (edit["range"]["start"]["line"], edit["range"]["start"]["character"])
    for edit in sorted(edits, key=key, reverse=True):
        before, _, after = cut(text, edit["range"])
        text = before + edit["newText"] + after
    return text


class Conversation(unittest.TestCase):
    """A model of two files, open in an editor."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        root = pathlib.Path(self.folder.name).resolve() / "ein Modell 𝕏"
        root.mkdir()
        self.main, self.more = root / "main.ent", root / "more.ent"
        self.main.write_text(MAIN, encoding="utf-8", newline="")
        self.more.write_text(MORE, encoding="utf-8", newline="")
        self.uri, self.other = address(self.main), address(self.more)
        self.client = Client()
        self.client.open(self.uri, MAIN)

    def tearDown(self):
        self.client.close()
        self.folder.cleanup()

    def at(self, needle, skip=0, into=0):
        """Parameters for a place of main.ent."""
        return {"textDocument": {"uri": self.uri}, "position": place(MAIN, needle, skip, into)}

    def change(self, text, version):
        """Replaces the whole text of main.ent."""
        self.client.tell("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": version},
            "contentChanges": [{"text": text}]})

    def test_start_and_stop(self):
        told = self.client.started["capabilities"]
        self.assertEqual(told["positionEncoding"], "utf-16")
        self.assertEqual(told["textDocumentSync"]["change"], 2)
        for name in ("hoverProvider", "definitionProvider", "referencesProvider",
                     "documentSymbolProvider", "documentFormattingProvider"):
            self.assertIs(told[name], True)
        self.assertEqual(self.client.stop(), 0)

    def test_exit_without_shutdown_is_a_failure(self):
        self.client.tell("exit", None)
        self.assertEqual(self.client.process.wait(timeout=60), 1)

    def test_end_of_input_ends(self):
        self.assertEqual(self.client.end(), 1)

    def test_a_sound_model_has_no_errors(self):
        found = self.client.diagnostics(self.uri)
        self.assertEqual([one for one in found if one["severity"] == 1], [])

    def test_an_error_is_shown_at_its_place_and_mended(self):
        broken = MAIN.replace("in_force -> notice ", "in_force -> notise ")
        self.client.diagnostics(self.uri)
        self.change(broken, 2)
        found = self.client.diagnostics(self.uri, lambda some: any(
            one["severity"] == 1 for one in some))
        fault = next(one for one in found if one["severity"] == 1)
        self.assertEqual(fault["code"], "unknown-state")
        self.assertEqual(fault["source"], "entente")
        self.assertEqual(cut(broken, fault["range"])[1], "notise")
        actions = self.client.ask("textDocument/codeAction", {
            "textDocument": {"uri": self.uri}, "range": fault["range"],
            "context": {"diagnostics": [fault]}})
        self.assertEqual(actions[0]["kind"], "quickfix")
        self.assertEqual(edited(broken, actions[0]["edit"]["changes"][self.uri]), MAIN)
        self.assertEqual(edited(broken, fault["data"]["fixes"][0]["edits"]), MAIN)
        self.change(MAIN, 3)
        self.client.diagnostics(self.uri, lambda some: all(one["severity"] > 1 for one in some))

    def test_errors_of_files_that_are_not_open_are_shown_and_taken_back(self):
        self.client.diagnostics(self.uri)
        self.more.write_text(MORE.replace("ever pact", "ever pakt"), encoding="utf-8", newline="")
        self.client.tell("textDocument/didSave", {"textDocument": {"uri": self.uri}})
        found = self.client.diagnostics(self.other)
        self.assertEqual(found[0]["code"], "unknown-name")
        self.more.write_text(MORE, encoding="utf-8", newline="")
        self.client.tell("textDocument/didSave", {"textDocument": {"uri": self.uri}})
        self.assertEqual(self.client.diagnostics(self.other), [])

    def test_incremental_changes_count_utf16_units(self):
        self.client.diagnostics(self.uri)
        at = place(MAIN, "that crosses")
        self.client.tell("textDocument/didChange", {
            "textDocument": {"uri": self.uri, "version": 2},
            "contentChanges": [
                {"range": {"start": at, "end": at}, "text": "𝕐 "},
                {"range": {"start": {"line": at["line"], "character": at["character"] + 2},
                           "end": {"line": at["line"], "character": at["character"] + 3}},
                 "text": "-"}]})
        hover = self.client.ask("textDocument/hover", self.at("spill"))
        self.assertIn("share 𝕏 𝕐-that crosses", hover["contents"]["value"])

    def test_hover_tells_kind_words_sources_and_rate(self):
        hover = self.client.ask("textDocument/hover", self.at("spill", into=2))
        text = hover["contents"]["value"]
        for part in ("parameter", "How much crosses over", "Masao Okonogi", "at “p. 3”",
                     "drawn from beta(4, 4)"):
            self.assertIn(part, text)
        self.assertEqual(cut(MAIN, hover["range"])[1], "spill")
        text = self.client.ask("textDocument/hover", self.at("notice", 1))["contents"]["value"]
        self.assertIn("pact.in_force->notice", text)
        self.assertIn("per year", text)
        self.assertIsNone(self.client.ask("textDocument/hover", self.at("step")))
        for word, says in (("issue", "named states"), ("beta", "two shapes"), ("per", "a rate")):
            text = self.client.ask("textDocument/hover", self.at(word))["contents"]["value"]
            self.assertIn(says, text)

    def test_hover_after_characters_of_two_units(self):
        hover = self.client.ask("textDocument/hover", self.at("KOR", 1))
        self.assertEqual(cut(MAIN, hover["range"])[1], "KOR")

    def test_definition_and_references_across_files(self):
        self.client.open(self.other, MORE)
        where = self.client.ask("textDocument/definition", {
            "textDocument": {"uri": self.other}, "position": place(MORE, "pact")})
        self.assertEqual([one["uri"] for one in where], [self.uri])
        self.assertEqual(cut(MAIN, where[0]["range"])[1], "pact")
        self.assertEqual(where[0]["range"]["start"], place(MAIN, "pact"))
        params = dict(self.at("spill"), context={"includeDeclaration": True})
        found = self.client.ask("textDocument/references", params)
        self.assertEqual(sorted((one["uri"], one["range"]["start"]["line"]) for one in found),
                         sorted([(self.uri, 7), (self.uri, 11), (self.other, 1)]))
        params["context"]["includeDeclaration"] = False
        self.assertEqual(len(self.client.ask("textDocument/references", params)), 2)
        marks = self.client.ask("textDocument/documentHighlight", self.at("notice"))
        self.assertEqual([cut(MAIN, one["range"])[1] for one in marks], ["notice"] * 3)

    def test_rename_everywhere_and_never_into_a_clash(self):
        offer = self.client.ask("textDocument/prepareRename", self.at("notice", 2))
        self.assertEqual(offer["placeholder"], "notice")
        edit = self.client.ask("textDocument/rename", dict(self.at("notice", 2), newName="warned"))
        main = edited(MAIN, edit["changes"][self.uri])
        more = edited(MORE, edit["changes"][self.other])
        self.assertEqual(main, MAIN.replace("notice", "warned"))
        self.assertEqual(more, MORE.replace("notice", "warned"))
        for name in ("ended", "2fast", "a b", "", "while", "x\n", "[", "é"):
            self.assertEqual(self.client.refused(
                "textDocument/rename", dict(self.at("notice"), newName=name)), -32803, name)
        self.assertEqual(self.client.refused(
            "textDocument/rename", dict(self.at("spill"), newName="anger")), -32803)
        self.assertEqual(self.client.refused(
            "textDocument/rename", dict(self.at("step"), newName="x")), -32803)
        self.assertIsNone(self.client.ask("textDocument/prepareRename", self.at("step")))
        # A kind of actor, whose plural is a set.
        edit = self.client.ask("textDocument/rename", dict(self.at("state", 0), newName="power"))
        self.assertIn("states where", MAIN)
        self.assertIn("powers where", edited(MAIN, edit["changes"][self.uri]))

    def offers(self, text, position):
        """Labels of the completions at a place of another text of main.ent."""
        self.change(text, 9)
        answer = self.client.ask("textDocument/completion", {
            "textDocument": {"uri": self.uri}, "position": position})
        return answer, [one["label"] for one in answer["items"]]

    def test_completion_knows_what_fits(self):
        def after(words):
            text = MAIN + words
            return self.offers(text, place(text + "$", "$"))[1]
        self.assertEqual(set(after("issue x { states p, q\n  p -> ")), {"p", "q"})
        self.assertEqual(set(after("outcome x = ever pact is ")) - {"not", "in"},
                         {"in_force", "notice", "ended"})
        self.assertEqual(set(after("outcome x = ever pact in { notice, ")),
                         {"in_force", "notice", "ended"})
        self.assertEqual(after("define x = KOR."), ["lanes"])
        self.assertEqual(after("define x = 1 cite "), ["okonogi"])
        self.assertEqual(after("outcome y = ever pact is ended under "), ["calm"])
        self.assertIn("years", after("define x = 3 "))
        self.assertEqual(set(after("define x = 3 per ")) & {"year", "anger"}, {"year"})
        self.assertIn("beta", after("param x ~ "))
        self.assertIn("issue", after("\n"))
        self.assertIn("scenario", after("sce"))
        self.assertTrue({"a", "anger", "spill", "exp"} <= set(
            after("define x[a in states] = ")))
        self.assertNotIn("calm", after("define x = "))
        self.assertEqual(after("// "), [])
        self.assertEqual(after('import "'), ["more.ent"])
        self.assertEqual(after('define x "a title '), [])

    def test_completion_replaces_the_word_being_written(self):
        text = MAIN + 'define x "𝕏" = spi'
        answer, labels = self.offers(text, place(text + "$", "$"))
        item = answer["items"][labels.index("spill")]
        self.assertEqual(edited(text, [item["textEdit"]]), text + "ll")
        self.assertIn("parameter", item["detail"])
        self.assertIn("How much crosses over", item["documentation"]["value"])

    def test_symbols_as_a_tree_and_of_the_whole_model(self):
        tree = self.client.ask("textDocument/documentSymbol", {"textDocument": {"uri": self.uri}})
        self.assertEqual([one["name"] for one in tree],
                         ["test", "KOR", "JPN", "okonogi", "spill", "anger", "pact"])
        pact = tree[-1]
        self.assertEqual([one["name"] for one in pact["children"]],
                         ["in_force", "notice", "ended"])
        self.assertEqual(cut(MAIN, pact["selectionRange"])[1], "pact")
        self.assertTrue(cut(MAIN, pact["range"])[1].startswith("issue pact"))
        found = self.client.ask("workspace/symbol", {"query": "REBUKE"})
        self.assertEqual({one["name"] for one in found}, {"rebuke", "rebukes"})
        self.assertEqual(found[0]["location"]["uri"], self.other)

    def test_symbols_as_a_list_for_plain_clients(self):
        plain = Client(capabilities={})
        self.addCleanup(plain.close)
        plain.open(self.uri, MAIN)
        flat = plain.ask("textDocument/documentSymbol", {"textDocument": {"uri": self.uri}})
        self.assertIn(("notice", "pact", self.uri), [
            (one["name"], one["containerName"], one["location"]["uri"]) for one in flat])
        self.assertEqual(plain.stop(), 0)

    def test_formatting_is_that_of_the_program(self):
        ugly = MAIN.replace("  in_force -> notice  rate", "in_force->notice      rate")
        self.change(ugly, 2)
        edits = self.client.ask("textDocument/formatting", {
            "textDocument": {"uri": self.uri}, "options": {"tabSize": 2, "insertSpaces": True}})
        tidy = edited(ugly, edits)
        self.assertNotEqual(tidy, ugly)
        self.assertIn("\n  in_force -> notice", tidy)
        self.change(tidy, 3)
        self.assertEqual(self.client.ask("textDocument/formatting", {
            "textDocument": {"uri": self.uri}, "options": {}}), [])

    def test_semantic_tokens_cover_every_name(self):
        legend = self.client.started["capabilities"]["semanticTokensProvider"]["legend"]
        self.client.open(self.other, MORE)
        for uri, text in ((self.uri, MAIN), (self.other, MORE)):
            data = self.client.ask("textDocument/semanticTokens/full",
                                   {"textDocument": {"uri": uri}})["data"]
            self.assertEqual(len(data) % 5, 0)
            line = column = 0
            kinds = {}
            for i in range(0, len(data), 5):
                line, column = line + data[i], (column if data[i] == 0 else 0) + data[i + 1]
                span = {"start": {"line": line, "character": column},
                        "end": {"line": line, "character": column + data[i + 2]}}
                kinds.setdefault(cut(text, span)[1], set()).add(legend["tokenTypes"][data[i + 3]])
            if uri == self.uri:
                self.assertEqual(kinds["issue"], {"keyword"})
                self.assertEqual(kinds["spill"], {"variable"})
                self.assertEqual(kinds["notice"], {"enumMember"})
                self.assertEqual(kinds["beta"], {"function"})
                self.assertEqual(kinds["KOR"], {"struct"})
                self.assertEqual(kinds["lanes"], {"property"})
                self.assertEqual(kinds['"Corée 𝕏"'], {"string"})
                self.assertEqual(kinds["a"], {"parameter"})
            else:
                self.assertEqual(kinds["rebuke"], {"event"})
                self.assertEqual(kinds["}"] if "}" in kinds else set(), set())

    def test_folding(self):
        folds = self.client.ask("textDocument/foldingRange", {"textDocument": {"uri": self.uri}})
        self.assertIn((9, 12), [(one["startLine"], one["endLine"]) for one in folds])

    def test_a_text_without_a_file_and_a_file_without_a_folder(self):
        self.client.open("untitled:Untitled-1", 'system x\nparam p ~ betta(1, 1)\n')
        found = self.client.diagnostics("untitled:Untitled-1")
        self.assertIn("unknown-name", [one["code"] for one in found])
        hover = self.client.ask("textDocument/hover", {
            "textDocument": {"uri": "untitled:Untitled-1"}, "position": {"line": 1, "character": 6}})
        self.assertIn("parameter", hover["contents"]["value"])
        self.client.tell("textDocument/didClose", {"textDocument": {"uri": "untitled:Untitled-1"}})
        self.assertEqual(self.client.diagnostics("untitled:Untitled-1"), [])

    def test_a_shipped_model(self):
        path = SOURCE / "models" / "northeast_asia" / "security.ent"
        text = path.read_text(encoding="utf-8")
        self.client.open(address(path), text)
        found = self.client.diagnostics(address(path))
        self.assertEqual([one for one in found if one["severity"] == 1], [])
        hover = self.client.ask("textDocument/hover", {
            "textDocument": {"uri": address(path)}, "position": place(text, "gsomia")})
        self.assertIn("issue", hover["contents"]["value"])
        self.assertIn("gsomia.notice->suspended", hover["contents"]["value"])


class Faults(unittest.TestCase):
    """What a client must not send."""

    def client(self, **options):
        """A server that is stopped after the test."""
        client = Client(**options)
        self.addCleanup(client.close)
        return client

    def test_order(self):
        client = self.client(start=False)
        self.assertEqual(client.refused("textDocument/hover", {}), -32002)
        client.ask("initialize", {"capabilities": {}})
        self.assertEqual(client.refused("initialize", {"capabilities": {}}), -32600)
        self.assertIsNone(client.ask("shutdown", None))
        self.assertEqual(client.refused("textDocument/hover", {}), -32600)
        client.tell("exit", None)
        self.assertEqual(client.process.wait(timeout=60), 0)

    def test_messages(self):
        client = self.client()
        client.send(b"{")
        self.assertEqual(client.receive()["error"]["code"], -32700)
        client.send(b'{"jsonrpc":"2.0","id":1,"method":"x\xff"}')
        self.assertEqual(client.receive()["error"]["code"], -32700)
        for wrong in ([], 3, None, {}, {"id": 1}, {"id": [], "method": "x"}, {"method": 5, "id": 7}):
            client.send(wrong)
            if wrong == {"id": 1}:
                continue  # reads as an answer to us
            message = client.receive()
            self.assertEqual(message["error"]["code"], -32600, wrong)
        client.tell("$/whatever", {})
        client.tell("textDocument/didOpen", {"textDocument": 3})
        client.tell("textDocument/didChange", [])
        self.assertEqual(client.refused("textDocument/nothing", {}), -32601)
        self.assertEqual(client.refused("$/whatever", {}), -32601)
        client.open("file:///nowhere/x.ent", "system x\n")
        hover = "textDocument/hover"
        document = {"uri": "file:///nowhere/x.ent"}
        for wrong in ({}, [], "x", {"textDocument": document},
                      {"textDocument": document, "position": {"line": -1, "character": 0}},
                      {"textDocument": document, "position": {"line": 0.5, "character": 0}},
                      {"textDocument": document, "position": {"line": 2**40, "character": 0}},
                      {"textDocument": {"uri": "file:///other"},
                       "position": {"line": 0, "character": 0}}):
            self.assertEqual(client.refused(hover, wrong), -32602, wrong)
        far = {"line": 2**31 - 1, "character": 2**31 - 1}
        self.assertIsNone(client.ask(hover, {"textDocument": document, "position": far}))
        self.assertEqual(client.stop(), 0)

    def test_deep_json(self):
        client = self.client()
        client.send(b'{"jsonrpc":"2.0","id":1,"method":"x","params":' + b"[" * 200000
                    + b"]" * 200000 + b"}")
        self.assertEqual(client.receive()["error"]["code"], -32601)
        self.assertEqual(client.stop(), 0)

    def test_frames(self):
        for header in (b"Content-Length: -5\r\n\r\n", b"Content-Length: 99999999999999999999\r\n\r\n",
                       b"Content-Length: 1000000000\r\n\r\n", b"Content-Length: x\r\n\r\n",
                       b"garbage\r\n\r\n", b"\r\n\r\n", b"Content-Type: a\r\n\r\n",
                       b"x" * 100000 + b"\r\n", b"a: b\r\n" * 1000, b"\x00\xff\xfe\r\n\r\n"):
            client = self.client()
            client.raw(header)
            message = client.receive()
            self.assertEqual(message["error"]["code"], -32700, header[:40])
            self.assertIsNone(message["id"])
            self.assertEqual(client.process.wait(timeout=60), 1)

    def test_truncated_message(self):
        client = self.client()
        client.raw(b"Content-Length: 50\r\n\r\n{")
        client.process.stdin.close()
        self.assertEqual(client.receive()["error"]["code"], -32700)
        self.assertEqual(client.process.wait(timeout=60), 1)

    def test_other_headers_and_bare_line_feeds(self):
        client = self.client(start=False)
        body = json.dumps({"jsonrpc": "2.0", "id": "a", "method": "initialize",
                           "params": {"capabilities": {}}}).encode()
        client.raw(b"content-length: %d\nContent-Type: application/vscode-jsonrpc; "
                   b"charset=utf-8\n\n" % len(body) + body)
        self.assertEqual(client.receive()["id"], "a")

    def test_cancel(self):
        client = self.client()
        client.tell("$/cancelRequest", {"id": 77})
        client.send({"jsonrpc": "2.0", "id": 77, "method": "workspace/symbol",
                     "params": {"query": ""}})
        self.assertEqual(client.receive()["error"]["code"], -32800)
        client.tell("$/cancelRequest", {"id": []})
        self.assertEqual(client.ask("workspace/symbol", {"query": ""}), [])
        self.assertEqual(client.stop(), 0)


if __name__ == "__main__":
    unittest.main()
