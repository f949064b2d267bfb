// Bytes for checkpoint archives: little-endian writing and checked reading of accumulators, and an
// envelope with magic, kind, version, length and checksum. Exists so that a resumed run continues
// from the very bits it stopped at, and a damaged or foreign file is refused with a reason.
#ifndef ENTENTE_ENGINE_SINKS_BYTES_H_
#define ENTENTE_ENGINE_SINKS_BYTES_H_

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace entente::engine {

using Bytes = std::vector<std::uint8_t>;

class ByteWriter {
 public:
  void U64(std::uint64_t value) {
    for (int shift = 0; shift < 64; shift += 8) {
      bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
    }
  }
  void I64(std::int64_t value) { U64(static_cast<std::uint64_t>(value)); }
  void F64(double value) { U64(std::bit_cast<std::uint64_t>(value)); }
  void Bool(bool value) { bytes_.push_back(value ? 1 : 0); }
  // Seven bits a byte, small numbers first: counts are mostly small.
  void Varint(std::uint64_t value) {
    for (; value >= 0x80; value >>= 7) bytes_.push_back(static_cast<std::uint8_t>(value | 0x80));
    bytes_.push_back(static_cast<std::uint8_t>(value));
  }

  const Bytes& bytes() const { return bytes_; }
  Bytes Take() { return std::move(bytes_); }

 private:
  Bytes bytes_;
};

// Reading past the end, or a count beyond a stated bound, makes the reader fail; from then on it
// returns zeros. Ask ok() once at the end.
class ByteReader {
 public:
  ByteReader(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
  explicit ByteReader(const Bytes& bytes) : ByteReader(bytes.data(), bytes.size()) {}

  std::uint64_t U64();
  std::int64_t I64() { return static_cast<std::int64_t>(U64()); }
  double F64() { return std::bit_cast<double>(U64()); }
  bool Bool();
  std::uint64_t Varint();
  // A number that must not exceed `most`.
  std::uint64_t Bounded(std::uint64_t most);

  void SetFailed() { ok_ = false; }
  bool ok() const { return ok_; }
  bool at_end() const { return position_ == size_; }

 private:
  bool Has(std::size_t n);

  const std::uint8_t* data_;
  std::size_t size_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

// Wraps a payload: "ENTB", kind (FNV-1a of its name), version, length, FNV-1a of the payload.
Bytes Seal(std::string_view kind, std::uint32_t version, const Bytes& payload);

// The payload, or what is wrong: not ours, another kind, another version, cut short, damaged.
Result<Bytes> Unseal(std::string_view kind, std::uint32_t version, const Bytes& sealed);

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_SINKS_BYTES_H_
