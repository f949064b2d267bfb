// Shared by the tests of reading: a text in, its tree's dump and its diagnostics' kinds out.
#ifndef ENTENTE_TESTS_LANGUAGE_READ_TEXT_H_
#define ENTENTE_TESTS_LANGUAGE_READ_TEXT_H_

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "language/parse/parse.h"

namespace entente::language {

struct ReadText {
  explicit ReadText(std::string text, const TextLimits& limits = {}) {
    file = sources.Add("test.ent", std::move(text));
    tree = Parse(sources, file, sink, limits);
    dump = DumpSyntax(tree);
    if (!dump.empty() && dump.back() == '\n') dump.pop_back();
    for (const Diagnostic& diagnostic : sink.all()) {
      kinds.emplace_back(InfoOf(diagnostic.kind).slug);
    }
    report = RenderText(sink, sources, false);
  }

  SourceMap sources;
  FileId file;
  DiagnosticSink sink;
  syntax::SyntaxTree tree;
  std::string dump;
  std::vector<std::string> kinds;
  std::string report;
};

// The dump of one well-formed declaration.
inline std::string DumpOf(const std::string& text) {
  const ReadText read(text);
  EXPECT_EQ(read.report, "") << text;
  return read.dump;
}

// The dump of an expression, written as a definition.
inline std::string DumpOfExpression(const std::string& text) {
  const std::string dump = DumpOf("define x = " + text);
  const std::string head = "(define x\n  ";
  return dump.starts_with(head) ? dump.substr(head.size(), dump.size() - head.size() - 1) : dump;
}

inline std::string FileText(const std::string& path) {
  std::ifstream in(std::string(ENTENTE_SOURCE_DIR) + "/" + path, std::ios::binary);
  EXPECT_TRUE(in.good()) << path;
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Compares with a file under the source folder; ENTENTE_UPDATE=1 writes the file instead.
inline void ExpectFile(const std::string& path, const std::string& text) {
  if (std::getenv("ENTENTE_UPDATE") != nullptr) {
    std::ofstream(std::string(ENTENTE_SOURCE_DIR) + "/" + path, std::ios::binary) << text;
    return;
  }
  EXPECT_EQ(FileText(path), text) << "run with ENTENTE_UPDATE=1 to accept " << path;
}

}  // namespace entente::language

#endif  // ENTENTE_TESTS_LANGUAGE_READ_TEXT_H_
