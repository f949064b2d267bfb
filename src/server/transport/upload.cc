#include "server/transport/upload.h"

#include <atomic>
#include <cctype>
#include <filesystem>
#include <system_error>

namespace entente::server {

namespace fs = std::filesystem;

std::string SafeFileName(const std::string& name) {
  constexpr std::size_t kMaxBytes = 100;
  const std::size_t slash = name.find_last_of("/\\");
  std::string safe;
  for (const char c : name.substr(slash == std::string::npos ? 0 : slash + 1)) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (byte < 0x80 && std::isalnum(byte) != 0) || c == '.' || c == '-' || c == '_';
    if (safe.size() < kMaxBytes) safe += plain ? c : '_';
  }
  safe.erase(0, safe.find_first_not_of('.'));  // no `..`, nothing hidden
  return safe.empty() ? "upload" : safe;
}

std::shared_ptr<Upload> Upload::Make(const std::string& uploads, const std::string& name) {
  static std::atomic<unsigned> number{0};
  const fs::path folder = fs::path(uploads) / std::to_string(++number);
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return nullptr;
  return std::shared_ptr<Upload>(
      new Upload(folder.string(), (folder / SafeFileName(name)).string()));
}

void Upload::Clear(const std::string& uploads) {
  std::error_code ignored;
  fs::remove_all(uploads, ignored);
}

Upload::~Upload() {
  std::error_code ignored;
  fs::remove_all(folder_, ignored);
}

}  // namespace entente::server
