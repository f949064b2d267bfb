// Any bytes through the whole front end: no crash, no hang, no unsound model. Bounds are low, so
// that an input that expands stays quick.
#include <cstddef>
#include <cstdint>
#include <string>

#include "language/compile.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  entente::language::CompileOptions options;
  options.text.max_file_bytes = 1U << 16U;
  options.limits.max_elements = 500;
  options.limits.max_channels = 500;
  options.limits.max_nodes = 50'000;
  options.limits.max_work = 100'000;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto compiled = entente::language::CompileText("fuzz.ent", text, options);
  entente::RenderText(compiled.diagnostics, *compiled.sources, false);
  return 0;
}
