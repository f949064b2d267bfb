#include "server/openapi/embedded.h"

#include <cstddef>

// The assembler copies the file into the program; its path comes from src/CMakeLists.txt.
__asm__(".pushsection .rodata\n"
        ".global entente_openapi_begin\n"
        ".global entente_openapi_end\n"
        "entente_openapi_begin:\n"
        ".incbin \"" ENTENTE_OPENAPI "\"\n"
        "entente_openapi_end:\n"
        ".byte 0\n"
        ".popsection\n");
extern "C" const char entente_openapi_begin[];
extern "C" const char entente_openapi_end[];

namespace entente::server {

std::string_view OpenApiDocument() {
  return {entente_openapi_begin,
          static_cast<std::size_t>(entente_openapi_end - entente_openapi_begin)};
}

}  // namespace entente::server
