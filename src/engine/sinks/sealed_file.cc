#include "engine/sinks/sealed_file.h"

#include <filesystem>
#include <fstream>
#include <system_error>

namespace entente::engine {
namespace {

constexpr std::uintmax_t kMaxArchiveBytes = std::uintmax_t{1} << 30;

}  // namespace

Result<void> WriteSealedFile(const std::string& path, std::string_view kind, std::uint32_t version,
                             const Bytes& payload) {
  const Bytes sealed = Seal(kind, version, payload);
  const std::string fresh = path + ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(sealed.data()),
              static_cast<std::streamsize>(sealed.size()));
    out.flush();
    if (!out) {
      std::error_code ignored;
      std::filesystem::remove(fresh, ignored);
      return Fail("could not write the archive `" + fresh + "`: is the disk full or read-only?");
    }
  }
  std::error_code error;
  std::filesystem::rename(fresh, path, error);
  if (error) {
    return Fail("could not put the archive in place at `" + path + "`: " + error.message());
  }
  return {};
}

Result<std::optional<Bytes>> ReadSealedFile(const std::string& path, std::string_view kind,
                                            std::uint32_t version) {
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return std::nullopt;
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return Fail("could not read the archive `" + path + "`: " + error.message());
  if (size > kMaxArchiveBytes) return Fail("`" + path + "` is too large to be an archive");
  Bytes sealed(size);
  std::ifstream in(path, std::ios::binary);
  in.read(reinterpret_cast<char*>(sealed.data()), static_cast<std::streamsize>(size));
  if (!in) return Fail("could not read the archive `" + path + "`");
  Result<Bytes> payload = Unseal(kind, version, sealed);
  if (!payload) return Fail("`" + path + "`: " + payload.error().message);
  return std::optional<Bytes>(std::move(*payload));
}

}  // namespace entente::engine
