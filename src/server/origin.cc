#include "server/origin.h"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace entente::server {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string HostName(std::string_view field) {
  if (field.empty() || field.size() > 255) return "";
  if (field.front() == '[') {
    const std::size_t end = field.find(']');
    if (end == std::string_view::npos) return "";
    return Lower(field.substr(1, end - 1));
  }
  return Lower(field.substr(0, field.find(':')));
}

bool IsAddress(const std::string& host) {
  const bool v6 = host.find(':') != std::string::npos;
  return !host.empty() && std::all_of(host.begin(), host.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return v6 ? std::isxdigit(byte) != 0 || c == ':' || c == '.' : std::isdigit(byte) != 0 || c == '.';
  });
}

bool IsLoopback(const std::string& host) {
  return host == "localhost" || host == "::1" || (IsAddress(host) && host.starts_with("127."));
}

bool IsHostName(const std::string& host) {
  const bool plain = std::all_of(host.begin(), host.end(), [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_';
  });
  // A name and a port has one colon, an address of version 6 at least two.
  const bool v6 = std::count(host.begin(), host.end(), ':') > 1 && IsAddress(host);
  return !host.empty() && host.size() <= 255 && (plain || v6);
}

std::optional<Origin> ReadOrigin(std::string_view given) {
  std::string text = Lower(given);
  if (text.ends_with('/')) text.pop_back();
  const bool secure = text.starts_with("https://");
  if (!secure && !text.starts_with("http://")) return std::nullopt;
  const std::string place = text.substr(secure ? 8 : 7);
  const bool v6 = place.starts_with('[');
  const std::string host = HostName(place);
  if (!IsHostName(host) || (v6 && !IsAddress(host))) return std::nullopt;
  const std::string name = v6 ? "[" + host + "]" : host;
  std::string port = place.substr(name.size());
  if (!port.empty()) {
    unsigned number = 0;
    const char* const end = port.data() + port.size();
    const auto read = std::from_chars(port.data() + 1, end, number);
    if (port[0] != ':' || read.ec != std::errc() || read.ptr != end || number < 1 ||
        number > 65'535) {
      return std::nullopt;
    }
    // Browsers leave out the usual one.
    port = number == (secure ? 443U : 80U) ? "" : ":" + std::to_string(number);
  }
  return Origin{(secure ? "https://" : "http://") + name + port, host};
}

}  // namespace entente::server
