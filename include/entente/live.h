// Task: a run that is watched. First numbers after the first look, then better ones of the same
// worlds, until all are done; or two settings of the levers side by side, paired by luck.
#ifndef ENTENTE_LIVE_H_
#define ENTENTE_LIVE_H_

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "entente/common.h"

namespace entente::api {

// Another setting of the same model.
struct Levers {
  std::vector<std::string> with;                    // policies and scenarios
  std::vector<std::pair<std::string, double>> set;  // parameters, in their shown unit
};

struct LiveRequest {
  ModelRequest source;           // one side: source.with, source.set
  std::optional<Levers> versus;  // the other side
  std::uint64_t seed = 1;
  std::uint64_t worlds = 20'000;     // at most 1,048,576
  // Partial answers after so many worlds, then after four times as many, and so on; in blocks of
  // 256. 0: none before the end.
  std::uint64_t first_look = 512;
  unsigned samples = 64;             // instants at which series are kept, 2 to 512
  double level = 0.95;
  unsigned threads = 0;
  std::uint64_t events_per_world = 100'000;
  std::uint32_t condition_rounds = 64;
  // Called from one thread at a time with the answer so far, docs/reference/live.schema.json.
  std::function<void(const std::string& json)> on_partial;
};

struct LiveAnswer : Answer {
  std::uint64_t worlds = 0;
  bool partial = false;
  std::string json;  // docs/reference/live.schema.json
};

// With `versus` each look shows both sides, and for every outcome the paired difference (source minus
// versus) in the worlds that both have done. A model in memory: the other side is remembered once it
// has all its worlds, and then shown with all of them from the first look on. A stopped run answers
// with the last complete look, status kStopped.
LiveAnswer Live(const LiveRequest& request, const Control& control = {});

}  // namespace entente::api

#endif  // ENTENTE_LIVE_H_
