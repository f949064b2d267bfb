// The files of the page, copied into the program by the assembler. ENTENTE_PAGE_FILES is a file that
// the build writes (web/workbench) with a line ENTENTE_PAGE_FILE(number, "/name", "path") a file; it is
// empty where the page could not be built.
#include "server/assets.h"

#define ENTENTE_PAGE_FILE(number, name, path)                                \
  __asm__(".pushsection .rodata\n"                                           \
          ".global entente_page_" #number "_begin\n"                         \
          ".global entente_page_" #number "_end\n"                           \
          "entente_page_" #number "_begin:\n"                                \
          ".incbin \"" path "\"\n"                                           \
          "entente_page_" #number "_end:\n"                                  \
          ".byte 0\n"                                                        \
          ".popsection\n");                                                  \
  extern "C" const char entente_page_##number##_begin[];                     \
  extern "C" const char entente_page_##number##_end[];
#ifdef ENTENTE_PAGE_FILES
#include ENTENTE_PAGE_FILES
#endif
#undef ENTENTE_PAGE_FILE

namespace entente::server {

const std::vector<Asset>& EmbeddedAssets() {
  static const std::vector<Asset> kAssets = [] {
    std::vector<Asset> assets;
#define ENTENTE_PAGE_FILE(number, name, path)                                              \
  assets.push_back({name,                                                                  \
                    {entente_page_##number##_begin,                                        \
                     static_cast<std::size_t>(entente_page_##number##_end -                \
                                              entente_page_##number##_begin)}});
#ifdef ENTENTE_PAGE_FILES
#include ENTENTE_PAGE_FILES
#endif
#undef ENTENTE_PAGE_FILE
    return assets;
  }();
  return kAssets;
}

}  // namespace entente::server
