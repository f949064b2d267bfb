// What tests of worlds that follow a record share: rows, small ensembles, and a self-exciting event.
#ifndef ENTENTE_TESTS_ENGINE_CONDITIONED_TAUGHT_H_
#define ENTENTE_TESTS_ENGINE_CONDITIONED_TAUGHT_H_

#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "engine/particles.h"
#include "model/builder.h"

namespace entente::engine {

using model::Builder;
using model::HappeningId;
using model::Op;

inline constexpr double kInfinity = std::numeric_limits<double>::infinity();

inline TaughtHappening Row(double day, HappeningId happening, bool complete = true) {
  TaughtHappening row;
  row.day = day;
  row.happening = happening;
  row.complete = complete;
  return row;
}

inline ParticleEnsemble Make(const model::Model& model, const ParticleSettings& settings,
                      const Teacher& teacher) {
  Result<ParticleEnsemble> made = ParticleEnsemble::Make(model, settings, teacher);
  EXPECT_TRUE(made.has_value()) << (made ? "" : made.error().message);
  return std::move(*made);
}

inline Advance To(ParticleEnsemble& ensemble, double day) {
  Result<Advance> advance = ensemble.AdvanceTo(day);
  EXPECT_TRUE(advance.has_value()) << (advance ? "" : advance.error().message);
  return std::move(*advance);
}

// One quantity or issue of all particles, now.
inline std::vector<double> QuantityOf(ParticleEnsemble& ensemble, model::QuantityId id) {
  ParticleStates states;
  ensemble.ReadStates(states);
  const auto first = states.quantities.begin() + static_cast<std::ptrdiff_t>(id.index() * ensemble.size());
  return {first, first + static_cast<std::ptrdiff_t>(ensemble.size())};
}
inline std::vector<model::StateIndex> IssueOf(ParticleEnsemble& ensemble, model::IssueId id) {
  ParticleStates states;
  ensemble.ReadStates(states);
  const auto first = states.issues.begin() + static_cast<std::ptrdiff_t>(id.index() * ensemble.size());
  return {first, first + static_cast<std::ptrdiff_t>(ensemble.size())};
}

inline ParticleSettings Small(std::size_t particles = 3) {
  ParticleSettings settings;
  settings.particles = particles;
  settings.threads = 1;
  return settings;
}

// An event whose acts make it likelier: λ(t) = μ (1 + Σ a e^{−k (t − t_i)}).
struct SelfExciting {
  static constexpr double kRate = 0.05, kJump = 0.8, kHalfLife = 20.0;
  Builder b;
  HappeningId act;
  model::PressureId pressure;
  explicit SelfExciting(double step) : b("echo", 365.0, step) {
    const auto linkage = b.ActLinkage("echo", b.Number(kJump), b.Number(kHalfLife));
    pressure = b.AddPressure("echo>act", linkage);
    act = b.Event("act", b.pool().Multiply(b.Number(kRate),
                                           b.pool().Add(b.Number(1.0), b.Value(pressure))));
    b[act].feeds = {{pressure, b.Number(kJump)}};
  }
  static double Exact(const std::vector<double>& days, double until) {
    const double k = std::log(2.0) / kHalfLife;
    double total = -kRate * until;
    for (std::size_t i = 0; i < days.size(); ++i) {
      double pressure = 0.0;
      for (std::size_t j = 0; j < i; ++j) {
        // Rows of one day do not see the pressure of one another.
        if (days[j] < days[i]) pressure += kJump * std::exp(-k * (days[i] - days[j]));
      }
      total += std::log(kRate * (1.0 + pressure));
      total -= kRate * kJump * (1.0 - std::exp(-k * (until - days[i]))) / k;
    }
    return total;
  }
};

// Two issues; the rates of the second depend on the state of the first.
struct Chain {
  Builder b{"chain", 1000.0};
  model::IssueId x, y;
  HappeningId up, down, rise, fall;
  Chain() {
    x = b.Issue("x", {"low", "high"});
    y = b.Issue("y", {"calm", "tense"});
    b.Rate(x, "low", "high", b.Number(0.03));
    b.Rate(x, "high", "low", b.Number(0.2));
    b.Rate(y, "calm", "tense", b.ByState(x, {0.004, 2.5}));
    b.Rate(y, "tense", "calm", b.ByState(x, {0.7, 0.01}));
    up = b.Transition(x, "low", "high");
    down = b.Transition(x, "high", "low");
    rise = b.Transition(y, "calm", "tense");
    fall = b.Transition(y, "tense", "calm");
  }
};

}  // namespace entente::engine

#endif  // ENTENTE_TESTS_ENGINE_CONDITIONED_TAUGHT_H_
