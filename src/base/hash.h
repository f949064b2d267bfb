// The two small hashes that the luck convention is built on (docs: execution contract, section 2).
// FNV-1a 64 names channels; splitmix64 mixes the seed with a purpose. Both are fixed for ever:
// changing either changes every published result.
#ifndef ENTENTE_BASE_HASH_H_
#define ENTENTE_BASE_HASH_H_

#include <cstdint>
#include <string_view>

namespace entente {

// FNV-1a, 64 bits (Fowler, Noll, Vo): offset basis 0xcbf29ce484222325, prime 0x100000001b3.
constexpr std::uint64_t Fnv1a64(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) {
    hash ^= static_cast<std::uint8_t>(c);
    hash *= 0x100000001b3ULL;
  }
  return hash;
}

// One output of splitmix64 (Steele, Lea, Flood 2014) for the state `x`.
constexpr std::uint64_t SplitMix64(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

}  // namespace entente

#endif  // ENTENTE_BASE_HASH_H_
