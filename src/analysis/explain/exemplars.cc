#include "analysis/explain/exemplars.h"

#include <cmath>

namespace entente::analysis {
namespace {

// Log-probabilities of a candidate's happening and not happening.
struct Odds {
  double yes = 0.0, no = 0.0;
};

Odds OddsOf(double happened, double worlds) {
  const double p = (happened + 1.0) / (worlds + 2.0);
  return {std::log(p), std::log1p(-p)};
}

void Keep(std::optional<Exemplar>& best, std::size_t world, double score, double sign) {
  if (!best || sign * score > sign * best->score) {
    best = Exemplar{static_cast<std::uint32_t>(world), score};
  }
}

}  // namespace

Exemplars FindExemplars(const FactualWorlds& worlds, const std::vector<std::uint8_t>& leave_out) {
  const std::size_t candidates = worlds.cause_day.size();
  double with = 0.0, without = 0.0;
  std::vector<double> happened_with(candidates, 0.0), happened_without(candidates, 0.0);
  for (std::size_t w = 0; w < worlds.valid.size(); ++w) {
    if (worlds.valid[w] == 0) continue;
    const bool effect = worlds.Happens(w);
    ++(effect ? with : without);
    for (std::size_t x = 0; x < candidates; ++x) {
      if (worlds.Precedes(x, w)) ++(effect ? happened_with : happened_without)[x];
    }
  }
  std::vector<Odds> given_effect, given_none;
  for (std::size_t x = 0; x < candidates; ++x) {
    given_effect.push_back(OddsOf(happened_with[x], with));
    given_none.push_back(OddsOf(happened_without[x], without));
  }
  Exemplars found;
  const double counted = static_cast<double>(candidates);
  for (std::size_t w = 0; w < worlds.valid.size(); ++w) {
    if (worlds.valid[w] == 0) continue;
    double likely = 0.0, odds = 0.0;
    for (std::size_t x = 0; x < candidates; ++x) {
      if (x < leave_out.size() && leave_out[x] != 0) continue;
      const bool happened = worlds.Precedes(x, w);
      const double one = happened ? given_effect[x].yes : given_effect[x].no;
      likely += one;
      odds += one - (happened ? given_none[x].yes : given_none[x].no);
    }
    if (worlds.Happens(w)) {
      Keep(found.typical, w, likely / counted, 1.0);
      Keep(found.strangest, w, likely / counted, -1.0);
    } else if (with > 0.0) {
      Keep(found.nearest_miss, w, odds, 1.0);
    }
  }
  return found;
}

}  // namespace entente::analysis
