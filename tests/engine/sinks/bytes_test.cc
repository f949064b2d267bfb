#include "engine/sinks/bytes.h"

#include <gtest/gtest.h>

#include <cmath>

namespace entente::engine {
namespace {

TEST(Bytes, ValuesRoundTrip) {
  ByteWriter writer;
  for (const std::uint64_t value : {0ULL, 127ULL, 128ULL, 1ULL << 63, ~0ULL}) {
    writer.Varint(value);
    writer.U64(value);
  }
  writer.I64(-5);
  writer.F64(-0.0);
  writer.Bool(true);
  ByteReader reader(writer.bytes());
  for (const std::uint64_t value : {0ULL, 127ULL, 128ULL, 1ULL << 63, ~0ULL}) {
    EXPECT_EQ(reader.Varint(), value);
    EXPECT_EQ(reader.U64(), value);
  }
  EXPECT_EQ(reader.I64(), -5);
  EXPECT_TRUE(std::signbit(reader.F64()));
  EXPECT_TRUE(reader.Bool());
  EXPECT_TRUE(reader.ok() && reader.at_end());
  reader.U64();
  EXPECT_FALSE(reader.ok());
}

TEST(Bytes, ReadersFailOnExcessAndEndlessNumbers) {
  const Bytes big = {200, 1};
  ByteReader bounded(big);
  bounded.Bounded(199);
  EXPECT_FALSE(bounded.ok());
  const Bytes endless(20, 0xFF);
  ByteReader reader(endless);
  reader.Varint();
  EXPECT_FALSE(reader.ok());
}

TEST(Bytes, DamageIsFoundAndNamed) {
  const Bytes payload = {1, 2, 3, 4, 5};
  const Bytes sealed = Seal("run", 3, payload);
  ASSERT_TRUE(Unseal("run", 3, sealed).has_value());
  EXPECT_EQ(*Unseal("run", 3, sealed), payload);
  const auto message = [](const Result<Bytes>& result) {
    return result.has_value() ? std::string() : result.error().message;
  };
  EXPECT_NE(message(Unseal("other", 3, sealed)).find("not of `other`"), std::string::npos);
  EXPECT_NE(message(Unseal("run", 4, sealed)).find("version 3"), std::string::npos);
  for (std::size_t length = 0; length < sealed.size(); ++length) {
    EXPECT_FALSE(Unseal("run", 3, Bytes(sealed.begin(), sealed.begin() + length)).has_value());
  }
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    Bytes damaged = sealed;
    damaged[i] ^= 0x10;
    EXPECT_FALSE(Unseal("run", 3, damaged).has_value()) << i;
  }
}

}  // namespace
}  // namespace entente::engine
