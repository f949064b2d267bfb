// The yardstick for models/net24: 24 linked issues of 4 states, written by hand.
//
//   hand_net24 direct|philox|paths WORLDS [SEED]
//
// Issue i rises at 0.6 + 0.05 (i mod 4), falls at 0.8, and each of its two sources (i-1 and i-5,
// mod 24) adds 0.4 to its rise while at state 3; ten calendar years from all 0. Counting a link's
// contribution as a transition of its own, that is 144 + 48 * 3 = 288 transitions.
//
//   direct  Gillespie's direct method with a sequential xoshiro256++ stream
//   philox  the same with a sequential Philox4x32-10 stream
//   paths   the same process in the random time change representation (Anderson 2007, modified
//           next reaction method), one keyed Philox stream a channel: the engine's own luck, so
//           that its worlds are the engine's worlds
//
// Prints one line of JSON: events, seconds, events a second, and two statistics to check by.
#include <algorithm>
#include <cstdlib>
#include <limits>
#include <string_view>

#include "hand/common.h"

namespace {

constexpr int kIssues = 24;
constexpr int kTop = 3;
constexpr double kDown = 0.8;
constexpr double kLink = 0.4;
constexpr double kHorizon = 3653 / 365.2425;  // 2000-01-01 to 2010-01-01, in years

double BaseUp(int i) { return 0.6 + 0.05 * (i % 4); }
int RingTarget(int i) { return (i + 1) % kIssues; }
int ChordTarget(int i) { return (i + 5) % kIssues; }

struct Tally {
  std::uint64_t events = 0;
  std::uint64_t first_at_top = 0;
};

// Direct method. One propensity an issue (rise + fall) and one sum a group of six, kept up to
// date by differences of values that are exact multiples of the rates, so that the drift of the
// sums stays near rounding over one world.
class Direct {
 public:
  Direct() {
    for (int i = 0; i < kIssues; ++i) {
      ring_[i] = RingTarget(i);
      chord_[i] = ChordTarget(i);
    }
  }

  template <typename Random>
  void RunWorld(Random& random, Tally& tally) {
    Start();
    double t = 0;
    for (;;) {
      const double total = (group_[0] + group_[1]) + (group_[2] + group_[3]);
      t += hand::Exponential(random.Next()) / total;
      if (t >= kHorizon) break;
      Fire(hand::OpenUnit(random.Next()) * total);
      ++tally.events;
    }
    tally.first_at_top += state_[0] == kTop;
  }

 private:
  static constexpr int kGroup = 6;

  void Start() {
    for (int g = 0; g < kIssues / kGroup; ++g) group_[g] = 0;
    for (int i = 0; i < kIssues; ++i) {
      state_[i] = 0;
      up_[i] = BaseUp(i);
      rate_[i] = up_[i];
      group_[i / kGroup] += rate_[i];
    }
  }

  void Fire(double target) {
    int g = 0;
    while (g < 3 && target >= group_[g]) target -= group_[g++];
    int i = g * kGroup;
    const int last = i + kGroup - 1;
    while (i < last && target >= rate_[i]) target -= rate_[i++];
    const double up = state_[i] < kTop ? up_[i] : 0.0;
    if (target < up) {
      if (++state_[i] == kTop) Push(i, kLink);
    } else {
      if (state_[i]-- == kTop) Push(i, -kLink);
    }
    Refresh(i);
  }

  void Push(int source, double change) {
    for (const int target : {ring_[source], chord_[source]}) {
      up_[target] += change;
      Refresh(target);
    }
  }

  void Refresh(int i) {
    const double rate = (state_[i] < kTop ? up_[i] : 0.0) + (state_[i] > 0 ? kDown : 0.0);
    group_[i / kGroup] += rate - rate_[i];
    rate_[i] = rate;
  }

  int state_[kIssues]{};
  int ring_[kIssues]{};
  int chord_[kIssues]{};
  double up_[kIssues]{};
  double rate_[kIssues]{};
  double group_[4]{};
};

std::uint64_t Fnv1a(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return hash;
}

// Random time change. Slot 2i is issue i's rise and 2i + 1 its fall from wherever it stands; each
// of the 6 channels an issue has keeps its residual threshold while its source state is not
// occupied.
class Paths {
 public:
  explicit Paths(std::uint64_t seed) : key_(hand::SplitMix64(seed ^ kThresholdPurpose)) {
    for (int i = 0; i < kIssues; ++i) {
      for (int s = 0; s <= kTop; ++s) {
        for (const int step : {1, -1}) {
          if (s + step < 0 || s + step > kTop) continue;
          char name[32];
          std::snprintf(name, sizeof name, "x%02d.s%d->s%d", i, s, s + step);
          channel_[i][s][step < 0].hash = Fnv1a(name);
        }
      }
    }
  }

  void RunWorld(std::uint32_t world, Tally& tally) {
    Start(world);
    for (;;) {
      const int slot = Earliest();
      const double t = fire_at_[slot];
      if (t >= kHorizon) break;
      Fire(slot, t);
      ++tally.events;
    }
    tally.first_at_top += state_[0] == kTop;
  }

 private:
  static constexpr std::uint64_t kThresholdPurpose = 1ULL << 56;
  static constexpr double kNever = std::numeric_limits<double>::infinity();

  struct Channel {
    std::uint64_t hash = 0;
    double residual = 0;  // what is left of the current threshold, at `as_of_` of the slot
    double odd = 0;       // the second threshold of the last Philox block
    std::uint32_t firings = 0;
    bool drawn = false;
  };

  void Start(std::uint32_t world) {
    world_ = world;
    for (int i = 0; i < kIssues; ++i) {
      for (auto& state : channel_[i]) {
        for (auto& channel : state) {
          channel.firings = 0;
          channel.drawn = false;
        }
      }
      state_[i] = 0;
      up_[i] = BaseUp(i);
    }
    for (int i = 0; i < kIssues; ++i) Enter(i, 0.0);
  }

  void Draw(Channel& channel) {
    if (channel.firings % 2 == 0) {
      const auto w =
          hand::Philox({channel.firings >> 1, world_, static_cast<std::uint32_t>(channel.hash),
                        static_cast<std::uint32_t>(channel.hash >> 32)},
                       key_);
      channel.residual = hand::Exponential(std::uint64_t{w[0]} << 32 | w[1]);
      channel.odd = hand::OpenUnit(std::uint64_t{w[2]} << 32 | w[3]);
    } else {
      channel.residual = -std::log(channel.odd);
    }
    channel.drawn = true;
  }

  // Sets both slots of an issue that has just entered its state.
  void Enter(int i, double t) {
    const int s = state_[i];
    for (int side = 0; side < 2; ++side) {
      const int slot = 2 * i + side;
      const bool exists = side == 0 ? s < kTop : s > 0;
      if (!exists) {
        fire_at_[slot] = kNever;
        continue;
      }
      Channel& channel = channel_[i][s][side];
      if (!channel.drawn) Draw(channel);
      as_of_[slot] = t;
      fire_at_[slot] = t + channel.residual / (side == 0 ? up_[i] : kDown);
    }
  }

  // Settles the slot's residual up to t; the channel then waits for its source state.
  void Leave(int i, int side, double t) {
    const int slot = 2 * i + side;
    if (fire_at_[slot] == kNever) return;
    const double rate = side == 0 ? up_[i] : kDown;
    channel_[i][state_[i]][side].residual -= rate * (t - as_of_[slot]);
  }

  void Fire(int slot, double t) {
    const int i = slot / 2;
    const int side = slot % 2;
    Leave(i, 1 - side, t);
    Channel& channel = channel_[i][state_[i]][side];
    ++channel.firings;
    Draw(channel);
    if (side == 0) {
      ++state_[i];
    } else {
      --state_[i];
    }
    Enter(i, t);
    if (side == 0 && state_[i] == kTop) Push(i, kLink, t);
    if (side == 1 && state_[i] == kTop - 1) Push(i, -kLink, t);
  }

  void Push(int source, double change, double t) {
    for (const int i : {RingTarget(source), ChordTarget(source)}) {
      const int slot = 2 * i;
      Leave(i, 0, t);
      up_[i] += change;
      if (state_[i] == kTop) continue;
      as_of_[slot] = t;
      fire_at_[slot] = t + channel_[i][state_[i]][0].residual / up_[i];
    }
  }

  // Index of the least of 48 times: eight running minima, then the few that are left.
  int Earliest() const {
    double least[8];
    int where[8];
    for (int lane = 0; lane < 8; ++lane) {
      least[lane] = fire_at_[lane];
      where[lane] = lane;
    }
    for (int base = 8; base < 2 * kIssues; base += 8) {
      for (int lane = 0; lane < 8; ++lane) {
        const bool less = fire_at_[base + lane] < least[lane];
        least[lane] = less ? fire_at_[base + lane] : least[lane];
        where[lane] = less ? base + lane : where[lane];
      }
    }
    int best = 0;
    for (int lane = 1; lane < 8; ++lane) {
      if (least[lane] < least[best]) best = lane;
    }
    return where[best];
  }

  std::uint64_t key_;
  std::uint32_t world_ = 0;
  int state_[kIssues]{};
  double up_[kIssues]{};
  double fire_at_[2 * kIssues]{};
  double as_of_[2 * kIssues]{};
  Channel channel_[kIssues][kTop + 1][2]{};
};

Tally Run(std::string_view method, std::uint32_t worlds, std::uint64_t seed) {
  Tally tally;
  if (method == "paths") {
    Paths paths(seed);
    for (std::uint32_t w = 0; w < worlds; ++w) paths.RunWorld(w, tally);
  } else if (method == "philox") {
    Direct direct;
    for (std::uint32_t w = 0; w < worlds; ++w) {
      hand::PhiloxStream random(seed, w);
      direct.RunWorld(random, tally);
    }
  } else {
    Direct direct;
    hand::Xoshiro random(seed);
    for (std::uint32_t w = 0; w < worlds; ++w) direct.RunWorld(random, tally);
  }
  return tally;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view method = argc > 1 ? argv[1] : "";
  if (argc < 3 || (method != "direct" && method != "philox" && method != "paths")) {
    std::fprintf(stderr, "usage: hand_net24 direct|philox|paths WORLDS [SEED]\n");
    return 2;
  }
  const auto worlds = static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10));
  const std::uint64_t seed = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1;
  const hand::Stopwatch watch;
  const Tally tally = Run(method, worlds, seed);
  const double seconds = watch.Seconds();
  const double events = static_cast<double>(tally.events);
  std::printf(
      "{\"program\":\"hand_net24\",\"method\":\"%.*s\",\"worlds\":%u,\"events\":%.0f,"
      "\"seconds\":%.6f,\"events_per_second\":%.0f,\"mean_events\":%.6f,\"p_x0_at_top\":%.6f}\n",
      static_cast<int>(method.size()), method.data(), worlds, events, seconds, events / seconds,
      events / worlds, static_cast<double>(tally.first_at_top) / worlds);
  return 0;
}
