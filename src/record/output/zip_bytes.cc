#include "record/output/zip_bytes.h"

#include <zip.h>

#include <memory>

namespace entente::record {
namespace {

constexpr zip_uint16_t kFirstDay = (1U << 5U) | 1U;  // 1 January 1980, where the format's dates begin

struct DiscardZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct FreeSource {
  void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Zip = std::unique_ptr<zip_t, DiscardZip>;
using Source = std::unique_ptr<zip_source_t, FreeSource>;

tl::unexpected<Error> Refused(const std::string& why) {
  return Fail("the files could not be packed: " + why);
}

Result<void> Add(zip_t* archive, const std::string& path, const std::string& text) {
  zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
  const zip_int64_t index =
      source == nullptr ? -1 : zip_file_add(archive, path.c_str(), source, ZIP_FL_ENC_UTF_8);
  if (index < 0) {
    const std::string why = zip_strerror(archive);
    zip_source_free(source);
    return Refused("`" + path + "`: " + why);
  }
  zip_file_set_dostime(archive, static_cast<zip_uint64_t>(index), 0, kFirstDay, 0);
  return {};
}

Result<std::string> BytesOf(zip_source_t* packed) {
  zip_stat_t stat;
  zip_stat_init(&stat);
  if (zip_source_stat(packed, &stat) != 0 || zip_source_open(packed) != 0) {
    return Refused(zip_error_strerror(zip_source_error(packed)));
  }
  std::string bytes(stat.size, '\0');
  const zip_int64_t got = zip_source_read(packed, bytes.data(), bytes.size());
  zip_source_close(packed);
  if (got != static_cast<zip_int64_t>(bytes.size())) return Refused("they ended too early");
  return bytes;
}

}  // namespace

Result<std::string> ZipBytesOf(const std::map<std::string, std::string>& files) {
  // The library takes an archive without files for one to be deleted: this is its end record alone.
  if (files.empty()) return std::string("PK\5\6") + std::string(18, '\0');
  zip_error_t error;
  zip_error_init(&error);
  const Source packed(zip_source_buffer_create(nullptr, 0, 0, &error));
  if (!packed) return Refused(zip_error_strerror(&error));
  zip_source_keep(packed.get());  // it outlives the archive, to be read
  Zip archive(zip_open_from_source(packed.get(), ZIP_TRUNCATE, &error));
  if (!archive) {
    zip_source_free(packed.get());
    return Refused(zip_error_strerror(&error));
  }
  for (const auto& [path, text] : files) {
    if (Result<void> added = Add(archive.get(), path, text); !added) {
      return tl::unexpected(added.error());
    }
  }
  if (zip_close(archive.get()) != 0) return Refused(zip_strerror(archive.get()));
  (void)archive.release();  // closing has freed it
  return BytesOf(packed.get());
}

}  // namespace entente::record
