// What the hand-written programs share: two random number generators, a clock and the one line
// of JSON that they print. It exists so that the yardsticks differ from the engine in nothing
// but who wrote the loop; none of it comes from the engine.
#ifndef ENTENTE_BENCH_HAND_COMMON_H_
#define ENTENTE_BENCH_HAND_COMMON_H_

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <string_view>

namespace hand {

inline std::uint64_t SplitMix64(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

// xoshiro256++ (Blackman and Vigna 2021): what a programmer in a hurry for speed would take.
class Xoshiro {
 public:
  explicit Xoshiro(std::uint64_t seed) {
    for (auto& word : state_) word = seed = SplitMix64(seed);
  }
  std::uint64_t Next() {
    const std::uint64_t result = Rotate(state_[0] + state_[3], 23) + state_[0];
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = Rotate(state_[3], 45);
    return result;
  }

 private:
  static std::uint64_t Rotate(std::uint64_t x, int k) { return (x << k) | (x >> (64 - k)); }
  std::array<std::uint64_t, 4> state_{};
};

// Philox4x32-10 (Salmon et al. 2011), scalar.
inline std::array<std::uint32_t, 4> Philox(std::array<std::uint32_t, 4> counter,
                                           std::uint64_t key) {
  std::uint32_t key0 = static_cast<std::uint32_t>(key);
  std::uint32_t key1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53U} * counter[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57U} * counter[2];
    counter = {
        static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ key0, static_cast<std::uint32_t>(p1),
        static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ key1, static_cast<std::uint32_t>(p0)};
    key0 += 0x9E3779B9U;
    key1 += 0xBB67AE85U;
  }
  return counter;
}

// A sequential stream of 64-bit words from Philox: block b of world w.
class PhiloxStream {
 public:
  PhiloxStream(std::uint64_t seed, std::uint32_t world) : key_(SplitMix64(seed)), world_(world) {}
  std::uint64_t Next() {
    if (have_second_) {
      have_second_ = false;
      return second_;
    }
    const auto words = Philox({block_++, world_, 0, 0}, key_);
    second_ = std::uint64_t{words[2]} << 32 | words[3];
    have_second_ = true;
    return std::uint64_t{words[0]} << 32 | words[1];
  }

 private:
  std::uint64_t key_;
  std::uint64_t second_ = 0;
  std::uint32_t world_;
  std::uint32_t block_ = 0;
  bool have_second_ = false;
};

// (m + 1/2) 2^-53 with m the top 53 bits: never 0, never 1.
inline double OpenUnit(std::uint64_t bits) {
  return (static_cast<double>(bits >> 11) + 0.5) * 0x1p-53;
}

inline double Exponential(std::uint64_t bits) { return -std::log(OpenUnit(bits)); }

// Processor time of this process: a neighbour on the same core does not slow the clock's subject.
class Stopwatch {
 public:
  double Seconds() const {
    return static_cast<double>(std::clock() - start_) / static_cast<double>(CLOCKS_PER_SEC);
  }

 private:
  std::clock_t start_ = std::clock();
};

}  // namespace hand

#endif  // ENTENTE_BENCH_HAND_COMMON_H_
