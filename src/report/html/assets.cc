#include "report/html/assets.h"

#include <cstddef>

// The assembler copies the files into the program; their paths come from src/CMakeLists.txt.
#define ENTENTE_EMBED(symbol, path)                 \
  __asm__(".pushsection .rodata\n"                  \
          ".global " #symbol "_begin\n"             \
          ".global " #symbol "_end\n"               \
          #symbol "_begin:\n"                       \
          ".incbin \"" path "\"\n"                  \
          #symbol "_end:\n"                         \
          ".byte 0\n"                               \
          ".popsection\n");                         \
  extern "C" const char symbol##_begin[];           \
  extern "C" const char symbol##_end[]

ENTENTE_EMBED(entente_report_style, ENTENTE_REPORT_STYLE);
ENTENTE_EMBED(entente_report_runtime, ENTENTE_REPORT_RUNTIME);
ENTENTE_EMBED(entente_report_charts, ENTENTE_REPORT_CHARTS);

namespace entente::report {
namespace {

std::string_view Between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

std::string_view StyleSheet() {
  return Between(entente_report_style_begin, entente_report_style_end);
}
std::string_view RuntimeScript() {
  return Between(entente_report_runtime_begin, entente_report_runtime_end);
}
std::string_view ChartLibrary() {
  return Between(entente_report_charts_begin, entente_report_charts_end);
}

}  // namespace entente::report
