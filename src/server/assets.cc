#include "server/assets.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <system_error>

namespace entente::server {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kNoPage = R"(<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Entente: the page is not built</title>
<body><h1>The workbench's page is not in this program</h1>
<p>The server runs and answers at <a href="/api/v1/openapi.json">/api/v1</a>, but the program was
built without the page, because <code>npm</code> was missing or could not fetch its packages.</p>
<p>Install the Debian packages <code>nodejs</code> and <code>npm</code>, run
<code>./quickstart</code> again, and start <code>entente serve</code> anew.</p></body></html>
)";

std::string TypeOf(std::string_view path) {
  static const std::map<std::string_view, const char*> kTypes{
      {"html", "text/html; charset=utf-8"}, {"js", "text/javascript; charset=utf-8"},
      {"mjs", "text/javascript; charset=utf-8"}, {"css", "text/css; charset=utf-8"},
      {"json", "application/json"}, {"map", "application/json"}, {"svg", "image/svg+xml"},
      {"png", "image/png"}, {"ico", "image/x-icon"}, {"woff2", "font/woff2"},
      {"txt", "text/plain; charset=utf-8"}, {"webmanifest", "application/manifest+json"},
      {"wasm", "application/wasm"}};
  const std::size_t dot = path.rfind('.');
  const auto found = kTypes.find(dot == std::string_view::npos ? "" : path.substr(dot + 1));
  return found == kTypes.end() ? "application/octet-stream" : found->second;
}

// FNV-1a of the content, 64 bits (Fowler, Noll and Vo): a tag, not a defence.
std::string TagOf(std::string_view bytes) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : bytes) {
    hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  }
  constexpr char kDigits[] = "0123456789abcdef";
  std::string tag = "\"";
  for (int shift = 60; shift >= 0; shift -= 4) tag += kDigits[(hash >> shift) & 15U];
  return tag + "\"";
}

// Only names that the folder itself lists are opened: no path of a request reaches the file system.
std::optional<std::string> FromFolder(const std::string& folder, const std::string& path) {
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    std::error_code ignored;
    if (!entry->is_regular_file(ignored)) continue;
    if ("/" + entry->path().lexically_relative(folder).generic_string() != path) continue;
    std::ifstream file(entry->path(), std::ios::binary);
    return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return std::nullopt;
}

std::optional<std::string> Find(const std::string& folder, const std::string& path) {
  if (!folder.empty()) return FromFolder(folder, path);
  for (const Asset& asset : EmbeddedAssets()) {
    if (asset.path == path) return std::string(asset.bytes);
  }
  if (EmbeddedAssets().empty() && path == "/index.html") return std::string(kNoPage);
  return std::nullopt;
}

}  // namespace

Response PageFile(const std::string& folder, const std::string& path,
                  const std::string& known_tag) {
  const std::string name = path == "/" ? "/index.html" : path;
  std::optional<std::string> bytes = Find(folder, name);
  if (!bytes) {
    return Refusal({404, "not-found", "there is nothing at this path", "the page is at `/`", "",
                    ""});
  }
  Response response;
  const std::string tag = TagOf(*bytes);
  response.fields.emplace_back("ETag", tag);
  // The build names these after their content; others are asked for again, by their tag.
  const bool lasting = folder.empty() && name.starts_with("/assets/");
  response.fields.emplace_back("Cache-Control",
                               lasting ? "public, max-age=31536000, immutable" : "no-cache");
  response.type = TypeOf(name);
  if (known_tag == tag) response.status = 304;
  else response.body = std::move(*bytes);
  return response;
}

}  // namespace entente::server
