#include "record/codebook/embedded.h"

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

ENTENTE_EMBED(entente_codebook_cameo, ENTENTE_CODEBOOK_CAMEO);
ENTENTE_EMBED(entente_codebook_classes, ENTENTE_CODEBOOK_CLASSES);

namespace entente::record {

std::string_view CameoTable() {
  return {entente_codebook_cameo_begin,
          static_cast<std::size_t>(entente_codebook_cameo_end - entente_codebook_cameo_begin)};
}

std::string_view ClassesTable() {
  return {entente_codebook_classes_begin,
          static_cast<std::size_t>(entente_codebook_classes_end - entente_codebook_classes_begin)};
}

}  // namespace entente::record
