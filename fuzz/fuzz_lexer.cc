// Any bytes lex without fault, and the tokens lie in the text, in order.
#include <cstddef>
#include <cstdint>
#include <string>

#include "base/check.h"
#include "language/lex/lexer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entente;
  SourceMap sources;
  DiagnosticSink sink;
  const FileId file =
      sources.Add("fuzz.ent", std::string(reinterpret_cast<const char*>(data), size));
  const language::TokenStream stream = language::Lex(sources, file, sink, {});
  std::uint32_t last = 0;
  for (const language::Token& token : stream.tokens) {
    ENTENTE_CHECK(last <= token.begin && token.begin <= token.end && token.end <= size);
    last = token.end;
  }
  RenderText(sink, sources, true);
  RenderJson(sink, sources);
  return 0;
}
