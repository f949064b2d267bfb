// The files of the page, copied into the program by the assembler. ENTENTE_PAGE_FILES is a file that
// the build writes with a line a file; without it the program carries no page.
#include "server/assets.h"

namespace entente::server {

const std::vector<Asset>& EmbeddedAssets() {
  static const std::vector<Asset> kAssets;
  return kAssets;
}

}  // namespace entente::server
