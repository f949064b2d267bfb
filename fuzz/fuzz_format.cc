// Text that parses formats into text that parses to the same tree, and formats to itself.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "base/check.h"
#include "language/format/format.h"
#include "language/parse/parse.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace entente;
  SourceMap sources;
  DiagnosticSink sink;
  const FileId file =
      sources.Add("fuzz.ent", std::string(reinterpret_cast<const char*>(data), size));
  const std::optional<std::string> once = language::Format(sources, file, sink);
  if (!once) return 0;
  const FileId formatted = sources.Add("formatted.ent", *once);
  const std::optional<std::string> twice = language::Format(sources, formatted, sink);
  ENTENTE_CHECK(twice.has_value() && *twice == *once);
  ENTENTE_CHECK(language::DumpSyntax(language::Parse(sources, formatted, sink)) ==
                language::DumpSyntax(language::Parse(sources, file, sink)));
  return 0;
}
