"""Feeds tools/check_layers, check_lint and check_docs trees that break each rule once, and one that
breaks none: a check that cannot fail would prove nothing."""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def run(tool, files):
    """Runs a tool on a tree of {path: text}; returns its exit code and offending lines."""
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        (tree / "tools").mkdir()
        shutil.copy(ROOT / "tools" / "layers.txt", tree / "tools" / "layers.txt")
        for name, text in files.items():
            path = tree / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        done = subprocess.run([sys.executable, str(ROOT / "tools" / tool), str(tree)],
                              capture_output=True, text=True, check=False)
        return done.returncode, done.stdout.splitlines()


class Layers(unittest.TestCase):
    def offence(self, path, line):
        code, lines = run("check_layers", {path: "// text\n" + line + "\n"})
        self.assertEqual(code, 1, lines)
        self.assertEqual(len(lines), 1, lines)
        self.assertTrue(lines[0].startswith(f"{path}:2: "), lines)
        return lines[0]

    def clean(self, path, line):
        code, lines = run("check_layers", {path: line + "\n"})
        self.assertEqual(code, 0, lines)

    def test_lower_layer_may_not_include_higher(self):
        self.assertIn("may not include `language`",
                      self.offence("src/engine/run/x.cc", '#include "language/parse/parser.h"'))
        self.offence("src/base/x.h", '#include "model/model.h"')
        self.offence("src/language/x.h", '# include "engine/run/run.h"')

    def test_face_sees_only_the_public_headers(self):
        self.offence("src/cli/x.cc", '#include "service/run.h"')
        self.clean("src/cli/x.cc", '#include "entente/entente.h"\n#include <CLI/CLI.hpp>')

    def test_public_headers_carry_no_third_party_types(self):
        self.offence("include/entente/x.h", "#include <fmt/core.h>")
        self.offence("include/entente/x.h", '#include "model/model.h"')

    def test_third_party_library_stays_in_its_layer(self):
        self.offence("src/model/x.cc", "#include <tbb/parallel_for.h>")
        self.offence("src/engine/x.cc", "#include <nlohmann/json.hpp>")
        self.clean("src/engine/x.cc", "#include <hwy/highway.h>\n#include <fmt/core.h>")

    def test_slow_header_stays_out_of_headers(self):
        self.offence("src/report/x.h", "#include <nlohmann/json.hpp>")
        self.clean("src/report/x.cc", "#include <nlohmann/json.hpp>")

    def test_waist_knows_no_threads_and_no_files(self):
        self.offence("src/model/x.cc", "#include <thread>")
        self.offence("src/model/x.cc", "#include <fstream>")
        self.clean("src/base/x.cc", "#include <fstream>")

    def test_unknown_folder_and_relative_include(self):
        self.offence("src/engine/x.cc", '#include "neighbour.h"')
        code, lines = run("check_layers", {"src/stray/x.cc": "int x;\n"})
        self.assertEqual((code, len(lines)), (1, 1))

    def test_core_tests_know_no_parser(self):
        self.offence("tests/engine/x_test.cc", '#include "language/check/check.h"')
        self.clean("tests/engine/x_test.cc", '#include <gtest/gtest.h>\n#include "engine/run/run.h"')
        self.clean("tests/language/x_test.cc", '#include "language/check/check.h"')

    def test_this_tree(self):
        done = subprocess.run([sys.executable, str(ROOT / "tools" / "check_layers")],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Lint(unittest.TestCase):
    GOOD = "// What it is.\n#ifndef ENTENTE_BASE_X_H_\n#define ENTENTE_BASE_X_H_\n#endif\n"

    def offence(self, path, text, message):
        code, lines = run("check_lint", {path: text})
        self.assertEqual(code, 1, lines)
        self.assertTrue(any(message in line for line in lines), lines)

    def test_good_header(self):
        self.assertEqual(run("check_lint", {"src/base/x.h": self.GOOD})[0], 0)

    def test_header_rules(self):
        self.offence("src/base/x.h", self.GOOD.split("\n", 1)[1], "opens with a comment")
        self.offence("src/base/y.h", self.GOOD, "ENTENTE_BASE_Y_H_")
        self.offence("src/base/x.h", "// x\n#pragma once\n", "pragma")

    def test_length(self):
        self.offence("src/base/x.cc", "int x;\n" * 1001, "1001 lines")
        code, lines = run("check_lint", {"src/base/x.cc": "int x;\n" * 700})
        self.assertEqual(code, 0)
        self.assertTrue(lines[0].startswith("warning: src/base/x.cc:700"), lines)

    def test_columns_and_space(self):
        self.offence("src/base/x.cc", "// " + "x" * 118 + "\n", "121 columns")
        code, lines = run("check_lint", {"src/base/x.cc": "// " + "x" * 98 + "\n"})
        self.assertEqual(code, 0)
        self.assertIn("1 lines of 101 to 120 columns", lines[0])
        self.offence("src/base/x.cc", "int x; \n", "trailing space")
        self.offence("src/base/x.cc", "\tint x;\n", "tab")

    def test_this_tree(self):
        done = subprocess.run([sys.executable, str(ROOT / "tools" / "check_lint")],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Docs(unittest.TestCase):
    def test_links(self):
        good = {"a.md": "# One two\n[x](docs/b.md#head-line) [y](#one-two) [z](https://x.org)\n",
                "docs/b.md": "## Head `line`\n`[no](link.md)`\n"}
        self.assertEqual(run("check_docs", good)[0], 0)
        code, lines = run("check_docs", {"a.md": "text\n[x](missing.md) [y](#nowhere)\n"})
        self.assertEqual((code, len(lines)), (1, 2), lines)
        self.assertTrue(all(line.startswith("a.md:2: ") for line in lines), lines)

    def test_this_tree(self):
        done = subprocess.run([sys.executable, str(ROOT / "tools" / "check_docs")],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Generated(unittest.TestCase):
    def test_index_of_diagnostics_is_current(self):
        done = subprocess.run([sys.executable, str(ROOT / "tools" / "diagnostics_index"), "--check"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Packages(unittest.TestCase):
    """What a bare machine gets installed is all that the build needs."""

    def test_every_library_of_the_layers_has_its_package(self):
        debian = {"hwy": "libhwy-dev", "tbb": "libtbb-dev", "boost": "libboost-dev",
                  "nlohmann_json": "nlohmann-json3-dev", "cli11": "libcli11-dev",
                  "eigen": "libeigen3-dev", "nlopt": "libnlopt-dev", "sqlite": "libsqlite3-dev",
                  "zlib": "zlib1g-dev", "zip": "libzip-dev", "asmjit": "libasmjit-dev"}
        listed = (ROOT / "tools" / "packages.sh").read_text()
        installed = {name for words in re.findall(r"PACKAGES_BUILD\+?=\(([^)]*)\)", listed)
                     for name in words.split()}
        for line in (ROOT / "tools" / "layers.txt").read_text().splitlines():
            if not line or not line[0].islower():
                continue
            for library in line.split("|")[2].split():
                self.assertIn(library, debian, "name its Debian package here")
                self.assertIn(debian[library], installed, f"tools/packages.sh, for {library}")


if __name__ == "__main__":
    unittest.main()
