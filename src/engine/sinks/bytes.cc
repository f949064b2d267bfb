#include "engine/sinks/bytes.h"

#include <fmt/format.h>

#include "base/hash.h"

namespace entente::engine {
namespace {

constexpr std::uint64_t kMagic = 0x42544E45;  // "ENTB" on disk
constexpr std::size_t kHeaderBytes = 5 * 8;

std::uint64_t Checksum(const std::uint8_t* data, std::size_t size) {
  return Fnv1a64(std::string_view(reinterpret_cast<const char*>(data), size));
}

}  // namespace

bool ByteReader::Has(std::size_t n) {
  if (ok_ && size_ - position_ < n) ok_ = false;
  return ok_;
}

std::uint64_t ByteReader::U64() {
  if (!Has(8)) return 0;
  std::uint64_t value = 0;
  for (int i = 0; i < 8; ++i) value |= std::uint64_t{data_[position_++]} << (8 * i);
  return value;
}

bool ByteReader::Bool() {
  if (!Has(1)) return false;
  const std::uint8_t byte = data_[position_++];
  if (byte > 1) ok_ = false;
  return byte == 1;
}

std::uint64_t ByteReader::Varint() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (!Has(1)) return 0;
    const std::uint8_t byte = data_[position_++];
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if ((byte & 0x80) == 0) return value;
  }
  ok_ = false;
  return 0;
}

std::uint64_t ByteReader::Bounded(std::uint64_t most) {
  const std::uint64_t value = Varint();
  if (value > most) ok_ = false;
  return ok_ ? value : 0;
}

Bytes Seal(std::string_view kind, std::uint32_t version, const Bytes& payload) {
  ByteWriter writer;
  writer.U64(kMagic);
  writer.U64(Fnv1a64(kind));
  writer.U64(version);
  writer.U64(payload.size());
  writer.U64(Checksum(payload.data(), payload.size()));
  Bytes sealed = writer.Take();
  sealed.insert(sealed.end(), payload.begin(), payload.end());
  return sealed;
}

Result<Bytes> Unseal(std::string_view kind, std::uint32_t version, const Bytes& sealed) {
  ByteReader reader(sealed);
  if (reader.U64() != kMagic) return Fail("the file is no archive of a run");
  if (reader.U64() != Fnv1a64(kind)) return Fail(fmt::format("the archive is not of `{}`", kind));
  const std::uint64_t found = reader.U64();
  if (reader.ok() && found != version) {
    return Fail(fmt::format("the archive has version {}, this program reads version {}; run again "
                            "without it", found, version));
  }
  const std::uint64_t length = reader.U64();
  const std::uint64_t checksum = reader.U64();
  if (!reader.ok() || sealed.size() - kHeaderBytes != length) {
    return Fail("the archive is cut short; run again without it");
  }
  if (Checksum(sealed.data() + kHeaderBytes, length) != checksum) {
    return Fail("the archive is damaged (its checksum differs); run again without it");
  }
  return Bytes(sealed.begin() + kHeaderBytes, sealed.end());
}

}  // namespace entente::engine
