// Any bytes parse without fault into a tree whose parts lie in the text.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "language/parse/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entente;
  SourceMap sources;
  DiagnosticSink sink;
  const FileId file =
      sources.Add("fuzz.ent", std::string(reinterpret_cast<const char*>(data), size));
  const language::syntax::SyntaxTree tree = language::Parse(sources, file, sink);
  for (const language::syntax::Expr& expr : tree.expressions) {
    ENTENTE_CHECK(expr.span.begin <= expr.span.end && expr.span.end <= size);
  }
  language::DumpSyntax(tree);
  RenderText(sink, sources, false);
  return 0;
}
