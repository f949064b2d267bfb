// The two sources of text: the disk and memory.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <system_error>

#include "language/source/load.h"

namespace entente::language {

bool DiskFiles::IsFolder(const std::string& path) const {
  std::error_code error;
  return std::filesystem::is_directory(path, error);
}

bool DiskFiles::IsFile(const std::string& path) const {
  std::error_code error;
  return std::filesystem::exists(path, error) && !std::filesystem::is_directory(path, error);
}

Result<std::string> DiskFiles::Read(const std::string& path, std::size_t max_bytes) const {
  std::ifstream in(path, std::ios::binary);
  if (!in) return Fail(fmt::format("cannot open `{}`", path));
  std::string text;
  constexpr std::size_t kChunk = std::size_t{1} << 16U;
  while (in && text.size() <= max_bytes) {
    const std::size_t old_size = text.size();
    text.resize(old_size + kChunk);
    in.read(text.data() + old_size, static_cast<std::streamsize>(kChunk));
    text.resize(old_size + static_cast<std::size_t>(in.gcount()));
  }
  if (in.bad()) return Fail(fmt::format("cannot read `{}`", path));
  if (text.size() > max_bytes + 1) text.resize(max_bytes + 1);
  return text;
}

bool MemoryFiles::IsFolder(const std::string& path) const {
  const std::string prefix = path + "/";
  const auto first = files_.lower_bound(prefix);
  return first != files_.end() && first->first.starts_with(prefix);
}

bool MemoryFiles::IsFile(const std::string& path) const { return files_.contains(path); }

Result<std::string> MemoryFiles::Read(const std::string& path, std::size_t max_bytes) const {
  const auto found = files_.find(path);
  if (found == files_.end()) return Fail(fmt::format("there is no file `{}`", path));
  return found->second.substr(0, max_bytes + 1);
}

}  // namespace entente::language
