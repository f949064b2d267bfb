#include "server/http/route.h"

#include <algorithm>
#include <optional>

namespace entente::server {
namespace {

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> Decoded(std::string_view text, bool plus_is_blank) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      decoded += ' ';
    } else if (text[i] != '%') {
      decoded += text[i];
    } else {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = HexValue(text[i + 1]), low = HexValue(text[i + 2]);
      if (high < 0 || low < 0 || (high == 0 && low == 0)) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    }
  }
  return decoded;
}

// What stands between `text`'s separators, one call a part; false at the end.
bool Next(std::string_view& text, bool& ended, char separator, std::string_view& part) {
  if (ended) return false;
  const std::size_t end = text.find(separator);
  ended = end == std::string_view::npos;
  part = text.substr(0, end);
  text.remove_prefix(ended ? text.size() : end + 1);
  return true;
}

bool Fits(const std::vector<std::string>& pattern, const std::vector<std::string>& parts,
          std::map<std::string, std::string>& named) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const std::string& wanted = pattern[i];
    const bool is_name = wanted.size() > 2 && wanted.front() == '{' && wanted.back() == '}';
    if (is_name && wanted[wanted.size() - 2] == '*') {
      if (i >= parts.size()) return false;
      std::string rest = parts[i];
      for (std::size_t k = i + 1; k < parts.size(); ++k) rest += "/" + parts[k];
      named[wanted.substr(1, wanted.size() - 3)] = rest;
      return true;
    }
    if (i >= parts.size()) return false;
    if (is_name) named[wanted.substr(1, wanted.size() - 2)] = parts[i];
    else if (wanted != parts[i]) return false;
  }
  return pattern.size() == parts.size();
}

}  // namespace

bool SplitPath(std::string_view path, std::vector<std::string>& parts) {
  if (path.empty() || path.front() != '/') return false;
  path.remove_prefix(1);
  bool ended = false;
  std::string_view part;
  while (Next(path, ended, '/', part)) {
    std::optional<std::string> decoded = Decoded(part, false);
    if (!decoded) return false;
    parts.push_back(std::move(*decoded));
  }
  return true;
}

bool SplitQuery(std::string_view query, std::map<std::string, std::string>& fields) {
  bool ended = false;
  std::string_view part;
  while (Next(query, ended, '&', part)) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    const std::string_view raw = equals == std::string_view::npos ? "" : part.substr(equals + 1);
    const auto name = Decoded(part.substr(0, equals), true), value = Decoded(raw, true);
    if (!name || !value || !fields.emplace(*name, *value).second) return false;
  }
  return true;
}

Match FindRoute(const std::vector<Route>& routes, const std::string& method,
                const std::vector<std::string>& parts) {
  Match match;
  for (const Route& route : routes) {
    std::vector<std::string> pattern;
    SplitPath(route.path, pattern);
    std::map<std::string, std::string> named;
    if (!Fits(pattern, parts, named)) continue;
    if (std::find(match.allowed.begin(), match.allowed.end(), route.method) ==
        match.allowed.end()) {
      match.allowed.push_back(route.method);
    }
    if (route.method != method || match.route != nullptr) continue;
    match.route = &route;
    match.parts = std::move(named);
  }
  return match;
}

}  // namespace entente::server
