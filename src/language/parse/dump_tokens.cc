// The tokens of a file as text.
#include <fmt/format.h>

#include "language/lex/lexer.h"
#include "language/parse/parse.h"

namespace entente::language {

std::string DumpTokens(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                       const TextLimits& limits) {
  const TokenStream stream = Lex(sources, file, sink, limits);
  std::string out;
  for (const Token& token : stream.tokens) {
    const LineColumn place = sources.file(file).Locate(token.begin);
    std::string_view kind = NameOf(token.kind);
    if (kind.starts_with("a ")) kind.remove_prefix(2);
    const std::string_view text = stream.TextOf(token);
    out += fmt::format("{}:{} {}", place.line, place.column, kind);
    const bool sign = kind.starts_with("`");
    out += sign || text.empty() ? "\n" : fmt::format(" {}\n", text);
  }
  return out;
}

}  // namespace entente::language
