#include "record/input/byte_source.h"

#include <fmt/format.h>
#include <zip.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace entente::record {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

Result<File> OpenFile(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) {
    return Fail(fmt::format("`{}` is a folder; name a file", path));
  }
  File file(std::fopen(path.c_str(), "rb"));
  if (file == nullptr) return Fail(fmt::format("cannot read `{}`: {}", path, std::strerror(errno)));
  return file;
}

class PlainBytes final : public ByteSource {
 public:
  PlainBytes(File file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Result<std::size_t> Read(char* to, std::size_t size) override {
    const std::size_t got = std::fread(to, 1, size, file_.get());
    if (got < size && std::ferror(file_.get()) != 0) {
      return Fail(fmt::format("cannot read `{}`: {}", path_, std::strerror(errno)));
    }
    position_ += got;
    return got;
  }
  std::uint64_t position() const override { return position_; }

 private:
  File file_;
  std::string path_;
  std::uint64_t position_ = 0;
};

// RFC 1952, members one after another as `cat a.gz b.gz` makes them.
class GzipBytes final : public ByteSource {
 public:
  GzipBytes(File file, std::string path) : file_(std::move(file)), path_(std::move(path)) {
    started_ = inflateInit2(&stream_, 15 + 16) == Z_OK;
  }
  GzipBytes(const GzipBytes&) = delete;
  GzipBytes& operator=(const GzipBytes&) = delete;
  ~GzipBytes() override {
    if (started_) inflateEnd(&stream_);
  }

  Result<std::size_t> Read(char* to, std::size_t size) override {
    if (!started_) return Fail("out of memory for unpacking `" + path_ + "`");
    stream_.next_out = reinterpret_cast<Bytef*>(to);
    stream_.avail_out = static_cast<uInt>(std::min<std::size_t>(size, 1U << 30U));
    const std::size_t wanted = stream_.avail_out;
    while (stream_.avail_out == wanted && !done_) {
      if (Result<void> filled = Fill(); !filled) return tl::unexpected(filled.error());
      if (done_) break;
      const int status = inflate(&stream_, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        between_members_ = true;
        inflateReset(&stream_);
      } else if (status != Z_OK && status != Z_BUF_ERROR) {
        return Fail(fmt::format("`{}`: the gzip data are damaged after {} bytes ({})", path_,
                                position_ - stream_.avail_in,
                                stream_.msg != nullptr ? stream_.msg : "no reason given"));
      }
    }
    return wanted - stream_.avail_out;
  }
  std::uint64_t position() const override { return position_; }

 private:
  // Sees to it that there are bytes to unpack, or that the end is a good one.
  Result<void> Fill() {
    if (stream_.avail_in == 0) {
      const std::size_t got = std::fread(buffer_.data(), 1, buffer_.size(), file_.get());
      if (got == 0 && std::ferror(file_.get()) != 0) {
        return Fail(fmt::format("cannot read `{}`: {}", path_, std::strerror(errno)));
      }
      position_ += got;
      stream_.next_in = reinterpret_cast<Bytef*>(buffer_.data());
      stream_.avail_in = static_cast<uInt>(got);
      if (got == 0 && between_members_) {
        done_ = true;
        return {};
      }
      if (got == 0) {
        return Fail(fmt::format("`{}` ends in the middle of its gzip data: it was cut off; fetch "
                                "it again", path_));
      }
    }
    if (between_members_ && *stream_.next_in == 0) {  // padding after the last member
      done_ = true;
      return {};
    }
    between_members_ = false;
    return {};
  }

  File file_;
  std::string path_;
  z_stream stream_ = {};
  bool started_ = false;
  bool between_members_ = false;
  bool done_ = false;
  std::uint64_t position_ = 0;
  std::array<char, 1U << 16U> buffer_;
};

struct DiscardZip {
  void operator()(zip_t* archive) const { zip_discard(archive); }
};
struct CloseZipFile {
  void operator()(zip_file_t* file) const { zip_fclose(file); }
};
using Zip = std::unique_ptr<zip_t, DiscardZip>;

Result<Zip> OpenZip(const std::string& path) {
  int code = 0;
  Zip archive(zip_open(path.c_str(), ZIP_RDONLY, &code));
  if (archive != nullptr) return archive;
  zip_error_t error;
  zip_error_init_with_code(&error, code);
  std::string why = zip_error_strerror(&error);
  zip_error_fini(&error);
  return Fail(fmt::format("`{}`: the zip archive can not be opened ({}); if it was cut off, fetch "
                          "it again", path, why));
}

class ZipBytes final : public ByteSource {
 public:
  ZipBytes(Zip archive, std::unique_ptr<zip_file_t, CloseZipFile> file, std::string name,
           std::uint64_t packed, std::uint64_t unpacked)
      : archive_(std::move(archive)), file_(std::move(file)), name_(std::move(name)),
        ratio_(unpacked > 0 ? static_cast<double>(packed) / static_cast<double>(unpacked) : 0.0) {}

  Result<std::size_t> Read(char* to, std::size_t size) override {
    const zip_int64_t got = zip_fread(file_.get(), to, size);
    if (got < 0) {
      return Fail(fmt::format("`{}`: the zip data are damaged ({})", name_,
                              zip_file_strerror(file_.get())));
    }
    unpacked_ += static_cast<std::uint64_t>(got);
    return static_cast<std::size_t>(got);
  }
  std::uint64_t position() const override {
    return static_cast<std::uint64_t>(static_cast<double>(unpacked_) * ratio_);
  }

 private:
  Zip archive_;  // outlives the file in it
  std::unique_ptr<zip_file_t, CloseZipFile> file_;
  std::string name_;
  double ratio_;
  std::uint64_t unpacked_ = 0;
};

class MemoryBytes final : public ByteSource {
 public:
  explicit MemoryBytes(std::string_view text) : text_(text) {}
  Result<std::size_t> Read(char* to, std::size_t size) override {
    const std::size_t n = std::min(size, text_.size() - position_);
    std::memcpy(to, text_.data() + position_, n);
    position_ += n;
    return n;
  }
  std::uint64_t position() const override { return position_; }

 private:
  std::string_view text_;
  std::size_t position_ = 0;
};

enum class Packing { kPlain, kGzip, kZip };

Result<Packing> PackingOf(const std::string& path) {
  const Result<File> file = OpenFile(path);
  if (!file) return tl::unexpected(file.error());
  unsigned char head[4] = {};
  const std::size_t got = std::fread(head, 1, sizeof head, file->get());
  if (got < sizeof head && std::ferror(file->get()) != 0) {
    return Fail(fmt::format("cannot read `{}`: {}", path, std::strerror(errno)));
  }
  if (got >= 2 && head[0] == 0x1f && head[1] == 0x8b) return Packing::kGzip;
  // A local header, or the end record of an empty archive.
  if (got == 4 && head[0] == 'P' && head[1] == 'K' &&
      ((head[2] == 3 && head[3] == 4) || (head[2] == 5 && head[3] == 6))) {
    return Packing::kZip;
  }
  return Packing::kPlain;
}

}  // namespace

Result<std::vector<std::string>> MembersOf(const std::string& path) {
  const Result<Packing> packing = PackingOf(path);
  if (!packing) return tl::unexpected(packing.error());
  if (*packing != Packing::kZip) return std::vector<std::string>{""};
  const Result<Zip> archive = OpenZip(path);
  if (!archive) return tl::unexpected(archive.error());
  std::vector<std::string> names;
  const zip_int64_t count = zip_get_num_entries(archive->get(), 0);
  for (zip_int64_t i = 0; i < count; ++i) {
    const char* name = zip_get_name(archive->get(), static_cast<zip_uint64_t>(i), 0);
    if (name != nullptr && name[0] != '\0' && name[std::strlen(name) - 1] != '/') {
      names.emplace_back(name);
    }
  }
  if (names.empty()) return Fail(fmt::format("`{}`: the zip archive holds no file", path));
  return names;
}

Result<std::unique_ptr<ByteSource>> OpenBytes(const std::string& path, const std::string& member) {
  const Result<Packing> packing = PackingOf(path);
  if (!packing) return tl::unexpected(packing.error());
  if (*packing == Packing::kZip) {
    Result<Zip> archive = OpenZip(path);
    if (!archive) return tl::unexpected(archive.error());
    const zip_int64_t index = zip_name_locate(archive->get(), member.c_str(), 0);
    std::unique_ptr<zip_file_t, CloseZipFile> file(
        index < 0 ? nullptr : zip_fopen_index(archive->get(), static_cast<zip_uint64_t>(index), 0));
    const std::string name = path + ":" + member;
    if (file == nullptr) {
      return Fail(fmt::format("`{}`: the file in the archive can not be read ({})", name,
                              zip_strerror(archive->get())));
    }
    zip_stat_t stat;
    zip_stat_init(&stat);
    zip_stat_index(archive->get(), static_cast<zip_uint64_t>(index), 0, &stat);
    return std::make_unique<ZipBytes>(std::move(*archive), std::move(file), name,
                                      (stat.valid & ZIP_STAT_COMP_SIZE) != 0 ? stat.comp_size : 0,
                                      (stat.valid & ZIP_STAT_SIZE) != 0 ? stat.size : 0);
  }
  Result<File> file = OpenFile(path);
  if (!file) return tl::unexpected(file.error());
  if (*packing == Packing::kGzip) return std::make_unique<GzipBytes>(std::move(*file), path);
  return std::make_unique<PlainBytes>(std::move(*file), path);
}

std::unique_ptr<ByteSource> BytesOf(std::string_view text) {
  return std::make_unique<MemoryBytes>(text);
}

std::uint64_t FileBytes(const std::string& path) {
  std::error_code error;
  const auto bytes = std::filesystem::file_size(path, error);
  return error ? 0 : static_cast<std::uint64_t>(bytes);
}

}  // namespace entente::record
