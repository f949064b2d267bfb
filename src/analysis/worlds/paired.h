// The difference that a change makes, from worlds that share their luck: world w with and without
// it are one pair. What the two have in common drops out of the difference, so far fewer worlds
// show an effect than two independent ensembles would need.
#ifndef ENTENTE_ANALYSIS_WORLDS_PAIRED_H_
#define ENTENTE_ANALYSIS_WORLDS_PAIRED_H_

#include <cstddef>
#include <cstdint>

#include "analysis/worlds/agreement.h"
#include "engine/results.h"
#include "engine/sinks/intervals.h"

namespace entente::analysis {

// Draws of which the effects are kept for the agreement; later draws refine everything else.
inline constexpr std::size_t kMostDrawsKept = 4'096;

struct PairedSummary {
  std::uint64_t pairs = 0;       // worlds with a value on both sides
  std::uint64_t unusable = 0;    // worlds that lack one
  engine::Estimate base, changed;         // means over each side's usable worlds in pairs
  engine::Estimate difference;            // mean of changed − base
  engine::Estimate rose, fell;            // share of worlds in which the value rose, fell
  // How many times as many worlds two ensembles with independent luck (and independent parameter
  // draws) would need: (Var base + Var changed) / Var difference. +inf: no world changed.
  double variance_ratio = 0.0;
  Agreement agreement;                    // of the sign "above 0" over parameter draws
};

class PairedDifference {
 public:
  // `probability`: values are 0 or 1.
  explicit PairedDifference(bool probability) : probability_(probability) {}

  // One draw's worlds; NaN on either side: the pair is not usable. Draws come in a fixed order.
  void AddDraw(const double* base, const double* changed, std::size_t worlds);

  // Intervals treat draws as clusters: CLT, t with draws − 1 degrees, for means; Wilson for rose and
  // fell with the effective count of worlds that changed at all, or the draws if none did. A
  // difference of probabilities is rose − fell, and its interval joins theirs (MOVER: Zou and
  // Donner 2008, with the multinomial correlation), so that it stays honest when hardly any world
  // changes. Zero draws: values NaN.
  PairedSummary Summary(double confidence) const;

 private:
  bool probability_ = false;
  std::uint64_t unusable_ = 0;
  engine::ClusterTotals base_, changed_, difference_, rose_, fell_, moved_;
  DrawEffects effects_;
};

// Mean or probability of one outcome in one ensemble, draws as clusters.
class ClusteredValue {
 public:
  explicit ClusteredValue(bool probability) : probability_(probability) {}
  void AddDraw(const double* values, std::size_t worlds);
  engine::Estimate Value(double confidence) const;
  std::uint64_t worlds() const { return static_cast<std::uint64_t>(totals_.n); }

 private:
  bool probability_ = false;
  engine::ClusterTotals totals_;
};

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_WORLDS_PAIRED_H_
