// `file:` addresses and paths (RFC 8089, RFC 3986).
#ifndef ENTENTE_LSP_URI_H_
#define ENTENTE_LSP_URI_H_

#include <optional>
#include <string>
#include <string_view>

namespace entente::lsp {

// The absolute path of a local `file:` address; nullopt for any other address.
std::optional<std::string> PathOf(std::string_view uri);
std::string UriOf(std::string_view path);

}  // namespace entente::lsp

#endif  // ENTENTE_LSP_URI_H_
