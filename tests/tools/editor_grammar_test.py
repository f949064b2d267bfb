"""The editor's colours by pattern are made from the language's grammar, and find what they should
in the shipped models."""

import json
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FOLDER = ROOT / "editors" / "vscode"


def painted(grammar, text):
    """(scope, text) of each stretch of a text, pattern by pattern as TextMate does: at every place
    the pattern that begins first wins, the earlier one among equals."""
    found = []
    patterns = [(rule, re.compile(rule.get("match", rule.get("begin")))) for rule in grammar]
    for line in text.splitlines():
        at = 0
        while at < len(line):
            hits = [(m.start(), i, rule, m) for i, (rule, pattern) in enumerate(patterns)
                    if (m := pattern.search(line, at)) and m.end() > m.start()]
            if not hits:
                break
            _, _, rule, match = min(hits, key=lambda hit: hit[:2])
            if "begin" in rule:
                end = re.compile(r"\\.|" + rule["end"])
                stop = match.end()
                while (m := end.search(line, stop)) and m.group().startswith("\\"):
                    stop = m.end()
                stop = m.end() if m else len(line)
                found.append((rule["name"], line[match.start():stop]))
                at = max(stop, match.end())
                continue
            if "captures" in rule:
                for number, capture in rule["captures"].items():
                    if match.group(int(number)):
                        found.append((capture["name"], match.group(int(number))))
            else:
                found.append((rule["name"], match.group()))
            at = match.end()
    return found


class EditorGrammar(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        path = FOLDER / "syntaxes" / "entente.tmLanguage.json"
        cls.patterns = json.loads(path.read_text(encoding="utf-8"))["patterns"]

    def test_is_what_the_language_grammar_gives(self):
        done = subprocess.run([sys.executable, str(ROOT / "tools" / "editor_grammar"), "--check"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout)

    def test_paints_a_declaration(self):
        found = painted(self.patterns, 'event rebuke[a in states] "A \\"word\\"" by a weight -2 {\n'
                                       '  rate 0.5 per year * exp(x) while p is 2019-08-22 // x "y\n')
        self.assertIn(("keyword.declaration.entente", "event"), found)
        self.assertIn(("entity.name.type.entente", "rebuke"), found)
        self.assertIn(("string.quoted.double.entente", '"A \\"word\\""'), found)
        self.assertIn(("keyword.other.entente", "weight"), found)
        self.assertIn(("constant.numeric.entente", "0.5"), found)
        self.assertIn(("support.type.unit.entente", "year"), found)
        self.assertIn(("support.function.entente", "exp"), found)
        self.assertIn(("constant.numeric.date.entente", "2019-08-22"), found)
        self.assertIn(("comment.line.double-slash.entente", '// x "y'), found)

    def test_finds_every_declaration_of_the_shipped_models(self):
        words = set(re.findall(r"\w+", next(
            rule["match"] for rule in self.patterns if "captures" in rule).split(")")[0])) - {"s"}
        self.assertGreater(len(words), 30)
        for path in sorted((ROOT / "models").glob("*/*.ent")):
            text = path.read_text(encoding="utf-8")
            written = [line.split()[0] for line in text.splitlines()
                       if re.match(r"[a-z]+ ", line)]
            found = [text for scope, text in painted(self.patterns, text)
                     if scope == "keyword.declaration.entente"]
            for word in set(written) & words:
                self.assertGreaterEqual(found.count(word), written.count(word), f"{path}: {word}")

    def test_settings_are_sound(self):
        package = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
        for part in (package["contributes"]["languages"][0]["configuration"],
                     package["contributes"]["grammars"][0]["path"]):
            json.loads((FOLDER / part).read_text(encoding="utf-8"))
        self.assertEqual(package["contributes"]["languages"][0]["id"],
                         package["contributes"]["grammars"][0]["language"])


if __name__ == "__main__":
    unittest.main()
