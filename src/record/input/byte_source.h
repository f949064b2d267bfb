// Bytes of a data file, whatever it is packed in: plain, gzip or zip. Everything is streamed, so
// that a file of any size (and any ratio of compression) takes the same small memory.
#ifndef ENTENTE_RECORD_INPUT_BYTE_SOURCE_H_
#define ENTENTE_RECORD_INPUT_BYTE_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace entente::record {

class ByteSource {
 public:
  virtual ~ByteSource() = default;
  // Reads at most `size` bytes; 0 at the end. Fails when the file can not be read or its packing
  // is damaged or ends early.
  virtual Result<std::size_t> Read(char* to, std::size_t size) = 0;
  // How far reading is in the file as it lies on the disk, in bytes.
  virtual std::uint64_t position() const = 0;
};

// The files inside `path`: their names for a zip archive (folders left out), one empty name for
// anything else.
Result<std::vector<std::string>> MembersOf(const std::string& path);

// Opens `member` of `path` (empty: the file itself, unpacked if it is gzip).
Result<std::unique_ptr<ByteSource>> OpenBytes(const std::string& path, const std::string& member);

// Bytes in memory, for tests and fuzzing; `text` must outlive it.
std::unique_ptr<ByteSource> BytesOf(std::string_view text);

// Size of the file on disk in bytes; 0 if it can not be told.
std::uint64_t FileBytes(const std::string& path);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_INPUT_BYTE_SOURCE_H_
