// Names and origins as requests carry them, read in one way by all who judge them.
#ifndef ENTENTE_SERVER_ORIGIN_H_
#define ENTENTE_SERVER_ORIGIN_H_

#include <optional>
#include <string>
#include <string_view>

namespace entente::server {

// ASCII letters in lower case.
std::string Lower(std::string_view text);

// The name in a `Host` field: "localhost:8765" → "localhost", "[::1]:80" → "::1"; empty if it is
// malformed.
std::string HostName(std::string_view field);

// "localhost", "127.0.0.1" and the like, "::1".
bool IsLoopback(const std::string& host);

// An address of version 4 or 6, without brackets.
bool IsAddress(const std::string& host);

// What a server can go by: a name of letters, digits, `-`, `_` and `.`, or an address without
// brackets. At most 255 characters.
bool IsHostName(const std::string& host);

// Where a page comes from: scheme, name and port.
struct Origin {
  std::string text;  // as browsers send it: "https://desk.example", "http://desk.example:8080"
  std::string host;  // "desk.example"
};

// An origin as a person writes it, in any case, with a `/` at the end or its scheme's usual port; nothing
// if it has another scheme than http and https, or a path, a query or a user.
std::optional<Origin> ReadOrigin(std::string_view text);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_ORIGIN_H_
