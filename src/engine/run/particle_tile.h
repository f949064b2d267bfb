// A tile whose worlds are particles: they stop at any instant, follow a record, are weighed, and can
// be replaced by copies of worlds of other tiles.
#ifndef ENTENTE_ENGINE_RUN_PARTICLE_TILE_H_
#define ENTENTE_ENGINE_RUN_PARTICLE_TILE_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "engine/particles.h"
#include "engine/run/teaching.h"
#include "engine/run/tile.h"

namespace entente::engine {

// One way in which a recorded happening can have come about.
struct TaughtRoute {
  enum class Kind : std::uint8_t { kPlain, kForm, kResult, kChoice } kind = Kind::kPlain;
  std::uint32_t channel = 0;
  std::uint32_t option = 0;  // of the chance or decision that the channel leads to
};

// What a taught happening asks of the model, worked out once.
struct TaughtPlan {
  TaughtHappening what;
  std::vector<TaughtRoute> routes;   // at a rate
  bool by_occasion = false;          // the choice of a dated occasion: a probability
  bool undated = false;              // that choice, of an occasion that no calendar knows
  bool by_draw = false;              // the result of a dated draw: a probability
  // The model has other ways to it (dates, deadlines, conditions, effects): where no rate leads to it
  // the record takes their place, and that weighs nothing.
  bool other_ways = false;
  bool same_instant_as_before = false;
};

struct TaughtOccasion {
  double from = 0.0, to = 0.0;  // days: the trigger is void in [from, to)
};

// What a window turns on or off.
struct TaughtSets {
  double day = 0.0;
  std::vector<std::uint8_t> forbidden, overridden, taught_decisions;  // from then on
};

struct TaughtModel {
  std::vector<TaughtPlan> happenings;            // by day
  std::vector<TaughtSets> sets;                  // by day; the first at −inf
  std::vector<std::vector<TaughtOccasion>> cancelled;  // by trigger
  // By decision: past the last row that is an undated choice of it, 0 for none.
  std::vector<std::size_t> undated_until;
  // Channels that only integrate an expression: by integral; kNoIndex: none. Positive and negative
  // part.
  std::vector<std::uint32_t> integral_plus, integral_minus;
};

// Works out what the teacher asks; `integrals` of the settings are the model's last channels, as
// TaughtModel says. Fails if something does not exist or is out of order.
Result<TaughtModel> MakeTaughtModel(const Plan& plan, const Teacher& teacher);

// Where an advance writes, by slot of the whole ensemble.
struct AdvanceSink {
  std::vector<TaughtWeight>* taught = nullptr;  // those of (from, to], in order
  std::size_t first_taught = 0;                 // index of the first
};

class ParticleTile final : public Teaching {
 public:
  ParticleTile(TileSettings settings, const TaughtModel& taught);

  void Begin(std::uint32_t first_slot, unsigned count, std::uint64_t seed);
  // False if cancelled.
  bool AdvanceTo(double day, const AdvanceSink& sink);
  // Adds what the lanes' log-weights have gathered since the last call; [lane].
  void TakeLogWeights(double* out);
  void TakeIntegral(std::size_t integral, double* out);
  void SetParameters(const ParameterValues& values, std::size_t particles);
  // Lane `to` becomes a copy of a lane of a tile at the same instant; follow with Derive.
  void CopyLane(std::size_t to, const ParticleTile& from_tile, std::size_t from);
  // What is computed from copied state.
  void Derive();
  // Takes up the stream of another seed: residual thresholds are redrawn.
  void Reseed(std::uint64_t seed);

  const Tile& tile() const { return tile_; }
  double day() const { return day_; }
  std::uint32_t first_slot() const { return first_slot_; }
  // All quantities in the first lanes: out[quantity · stride + lane].
  void ReadQuantities(std::size_t lanes, double* out, std::size_t stride);
  double Probe(std::size_t probe, std::size_t lane);
  // Log-density of a taught happening, were it to happen now; −inf: it could not.
  double LogDensityNow(std::size_t taught, std::size_t lane);

  // Teaching.
  void VoidFiring(std::size_t lane, std::uint32_t channel, double now) override;
  bool Forces(std::uint32_t happening) const override;
  bool Cancels(std::uint32_t trigger, double day) const override;
  std::uint32_t ChooseFreely(std::size_t lane, std::uint32_t decision, std::uint64_t k,
                             bool undated) override;

 private:
  static constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  // Thresholds of channels that only add up. Sums are differences from it: small, so that little is
  // lost to rounding; but a hazard of hundreds per day costs a void firing now and then.
  static constexpr double kFarThreshold = 16.0;
  static constexpr double kFarIntegral = 1048576.0;

  // particle_tile.cc
  // `to_grid`: nothing else happens before the grid point, so that what was synchronised can be moved on
  // to it while its lane is at hand.
  bool RunLanes(double to, bool to_grid);
  void Apply(const TaughtSets& sets, double now);
  void SetThreshold(std::size_t lane, std::uint32_t channel, double residual, double now);
  void DrawThreshold(std::size_t lane, std::uint32_t channel, double now);
  double ResidualAt(std::size_t lane, std::uint32_t channel, double now) const;
  void Harvest(double now);
  double TakeFall(std::size_t lane, std::uint32_t channel, double now);
  void TakeSum(std::uint32_t channel, double now, double sign, double* out);
  double FarOf(std::uint32_t channel) const {
    return is_integral_[channel] != 0 ? kFarIntegral : kFarThreshold;
  }

  // particle_rows.cc
  void Teach(std::size_t first, std::size_t last, const AdvanceSink& sink);
  struct RowOdds {
    double log_density = 0.0;
    double probability = kNan;  // NaN: it weighs nothing
    std::optional<TaughtRoute> route;
  };
  RowOdds Odds(std::size_t lane, const TaughtPlan& plan, double at);
  void TeachLane(std::size_t lane, const TaughtPlan& plan, double* log_density,
                 double* probability);
  double LeftHazard(std::uint32_t channel, std::size_t lane, double at);
  double ChoiceProbability(std::uint32_t decision, std::uint32_t option, std::size_t lane,
                           double at);
  double ResultProbability(std::uint32_t chance, std::uint32_t option, std::size_t lane, double at);
  void Match(std::size_t lane, std::uint32_t decision);
  bool WouldMove(std::uint32_t happening, std::size_t lane, double at);
  void KeepPressures(double at);
  void SwapPressures(std::size_t lane, double at);
  void Force(std::size_t lane, const TaughtPlan& plan, const TaughtRoute* route, double at);

  Tile tile_;
  const TaughtModel& taught_;
  const Plan& plan_;
  const model::Model& model_;
  std::uint32_t first_slot_ = 0;
  double day_ = 0.0;
  std::size_t grid_ = 0;         // the last grid point that was processed
  bool begun_ = false;
  std::size_t next_sets_ = 0, next_taught_ = 0;
  // Channels that are forbidden now, without integrals: grid channels and jump channels.
  std::vector<std::uint32_t> adding_, adding_jumps_;
  std::vector<std::uint8_t> is_integral_;  // by channel
  // Residual thresholds when they were last harvested (void firings put them up): [channel][lane].
  std::vector<double> offset_;
  std::vector<double> log_weight_;         // [lane]
  std::uint32_t forced_ = kNoIndex;        // the happening that the record brings about now
  std::uint32_t forced_through_ = kNoIndex;  // the choice, result or form through which it comes
  bool forces_all_ = false;                // and all that it moves
  // Undated occasions of decisions against the rows that speak of them, [decision][lane]: whether there
  // was one since the last such row, and what its free choice will weigh if no row claims it; rows that
  // came ahead of theirs.
  struct Undated {
    bool open = false;
    double log_weight = 0.0;
    std::uint32_t ahead = 0;
  };
  std::vector<Undated> undated_;
  std::size_t row_ = 0;                    // the first row that has not been taught yet
  // Pressures just before an instant with several rows: [lane][variable].
  std::vector<double> kept_pressure_, kept_synced_;
  std::vector<std::uint32_t> pressures_;   // continuous variables
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_PARTICLE_TILE_H_
