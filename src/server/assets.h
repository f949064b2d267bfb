// The files of the page: carried inside the program, or read from a folder by those who work on it.
#ifndef ENTENTE_SERVER_ASSETS_H_
#define ENTENTE_SERVER_ASSETS_H_

#include <string>
#include <string_view>
#include <vector>

#include "server/http/message.h"

namespace entente::server {

struct Asset {
  std::string_view path;  // "/index.html"
  std::string_view bytes;
};

// The files that the build put in; empty when the page was not built.
const std::vector<Asset>& EmbeddedAssets();

// What is at `path` ("/" is the page itself): the file with its type and a strong tag of its content,
// 304 if the reader has it, 404, or a page that says how to build the page. `folder` replaces the
// embedded files unless it is empty.
Response PageFile(const std::string& folder, const std::string& path, const std::string& known_tag);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_ASSETS_H_
