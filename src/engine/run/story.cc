// One world told: the same engine on a tile of one world, with every occurrence recorded and traced
// back to the earlier occurrences that its rate, deadline, condition or choice depended on.
#include <algorithm>
#include <cmath>
#include <map>

#include <fmt/format.h>

#include "engine/run.h"
#include "engine/run/parameters.h"
#include "engine/run/tile.h"

namespace entente::engine {
namespace {

constexpr std::size_t kStart = static_cast<std::size_t>(-1);  // there from the beginning
// A cause that changed the hazard or the odds by less than this is not told.
constexpr double kTellingFactor = 1.05;
constexpr std::size_t kMaxCauses = 6;

class Recorder : public GridObserver, public OccurrenceObserver {
 public:
  Recorder(const Plan& plan, Story& story) : plan_(plan), model_(*plan.model), story_(story) {
    moved_by_.assign(model_.issues.size(), {kStart, 0});
    fed_by_.resize(plan.continuous.size());
    written_by_.assign(model_.quantities.size(), kStart);
    story_.quantities.resize(model_.quantities.size());
    story_.issues.resize(model_.issues.size());
  }

  void AtGrid(const Tile& tile, std::size_t, double day) override {
    if (!tile.alive(0)) return;
    story_.days.push_back(day);
    for (std::size_t q = 0; q < model_.quantities.size(); ++q) {
      story_.quantities[q].push_back(tile.quantity_row(q)[0]);
    }
    for (std::size_t i = 0; i < model_.issues.size(); ++i) {
      story_.issues[i].push_back(static_cast<model::StateIndex>(tile.issue_row(i)[0]));
    }
  }

  std::size_t BeforeOccurrence(Tile& tile, std::size_t lane, double day, std::uint32_t happening,
                               const Origin& origin) override {
    Occurrence occurrence;
    occurrence.day = day;
    occurrence.happening = model::HappeningId(happening);
    switch (origin.kind) {
      case Origin::Kind::kStart: break;
      case Origin::Kind::kChannel: FromChannel(tile, lane, day, origin, occurrence); break;
      case Origin::Kind::kTrigger:
      case Origin::Kind::kCondition: FromTrigger(tile, lane, day, origin, occurrence); break;
      case Origin::Kind::kOccurrence: {
        occurrence.how = "at once";
        occurrence.causes.push_back({origin.occurrence, "brought it about", 1.0});
        occurrence.depth = story_.occurrences[origin.occurrence].depth + 1;
        break;
      }
    }
    if (origin.decision != kNoIndex) {
      occurrence.how += fmt::format("{}chosen with probability {:.0f} %",
                                    occurrence.how.empty() ? "" : ", ",
                                    100.0 * origin.probability);
      ChoiceCauses(tile, lane, day, origin, happening, occurrence);
    }
    std::stable_sort(occurrence.causes.begin(), occurrence.causes.end(),
                     [](const Cause& a, const Cause& b) {
                       return std::fabs(std::log(a.factor)) > std::fabs(std::log(b.factor));
                     });
    if (occurrence.causes.size() > kMaxCauses) occurrence.causes.resize(kMaxCauses);
    const std::size_t number = story_.occurrences.size();
    const model::Happening& what = model_.happenings[happening];
    if (what.kind == model::HappeningKind::kTransition) {
      moved_by_[what.issue.index()] = {number, what.from};
    }
    for (const PlannedEffect& effect : plan_.happenings[happening].effects) Writes(effect, number);
    for (const PlannedReaction& reaction : plan_.happenings[happening].reactions) {
      for (const PlannedEffect& effect : reaction.effects) Writes(effect, number);
    }
    story_.occurrences.push_back(std::move(occurrence));
    return number;
  }

  void Fed(std::uint32_t continuous, double amount, double day,
           std::size_t occurrence) override {
    fed_by_[continuous].push_back({occurrence, amount, day});
  }

 private:
  struct Moved {
    std::size_t occurrence;
    model::StateIndex from;
  };
  struct Feeding {
    std::size_t occurrence;
    double amount;
    double day;
  };

  void Writes(const PlannedEffect& effect, std::size_t number) {
    if (effect.effect.quantity.valid()) written_by_[effect.effect.quantity.index()] = number;
  }

  void AddCause(Occurrence& occurrence, std::size_t by, std::string how, double factor) {
    if (by == kStart) return;
    for (Cause& cause : occurrence.causes) {
      if (cause.occurrence != by) continue;
      if (std::fabs(std::log(factor)) > std::fabs(std::log(cause.factor))) {
        cause.factor = factor;
        cause.how = std::move(how);
      }
      return;
    }
    occurrence.causes.push_back({by, std::move(how), factor});
  }

  // Ratio to what it would have been without; infinite if it could not have been at all.
  static double Ratio(double with, double without) {
    return without > 0.0 ? with / without : std::numeric_limits<double>::infinity();
  }

  // Every occurrence that the reads lead back to, with the factor by which `value` would differ.
  // `value(override)` is the hazard or probability with one thing replaced.
  template <typename Value>
  void Trace(Tile& tile, std::size_t lane, double day, const Reads& reads, double with,
             const Value& value, Occurrence& occurrence) {
    for (const auto& [issue, classes] : reads.issues) {
      const Moved& moved = moved_by_[issue];
      if (moved.occurrence == kStart) continue;
      Tile::Override replace;
      replace.issue = issue;
      replace.state = moved.from;
      const double factor = Ratio(with, value(replace));
      if (factor > kTellingFactor || factor < 1.0 / kTellingFactor) {
        AddCause(occurrence, moved.occurrence,
                 std::isinf(factor) ? "made it possible"
                                    : (factor > 1.0 ? "raised its odds" : "lowered its odds"),
                 factor);
      }
    }
    for (const std::uint32_t p : reads.pressures) {
      PressureCauses(tile, lane, day, p, with, value, occurrence);
    }
    for (const std::uint32_t q : reads.quantities) {
      if (written_by_[q] == kStart) continue;
      AddCause(occurrence, written_by_[q],
               "last moved `" + model_.quantities[q].provenance.name + "`", 1.0);
    }
  }

  template <typename Value>
  void PressureCauses(Tile& tile, std::size_t lane, double day, std::uint32_t p, double with,
                      const Value& value, Occurrence& occurrence) {
    const std::uint32_t variable = plan_.pressure_continuous[p];
    const double pressure = tile.Predict(variable, lane, day);
    const ContinuousVar& planned = plan_.continuous[variable];
    const double decay = tile.Evaluate(planned.decay_code, lane, day, {});
    for (const Feeding& feeding : fed_by_[variable]) {
      const double left = feeding.amount * std::exp(-decay * (day - feeding.day));
      if (left < 1e-3) continue;
      Tile::Override replace;
      replace.continuous = variable;
      replace.value = std::max(0.0, pressure - left);
      const double factor = Ratio(with, value(replace));
      if (factor > kTellingFactor || factor < 1.0 / kTellingFactor) {
        const model::Linkage& linkage = model_.linkages[model_.pressures[p].linkage.index()];
        AddCause(occurrence, feeding.occurrence,
                 fmt::format("{} its odds through `{}`", factor > 1.0 ? "raised" : "lowered",
                             linkage.provenance.name),
                 factor);
      }
    }
  }

  void FromChannel(Tile& tile, std::size_t lane, double day, const Origin& origin,
                   Occurrence& occurrence) {
    const model::Channel& channel = model_.channels[origin.index];
    occurrence.how =
        fmt::format("by chance, at {:.2g} per year", origin.hazard * kDaysPerYear);
    Reads reads;
    for (const model::HazardTerm& term : channel.terms) {
      reads.Merge(CollectReads(model_, term.rate_per_day));
      reads.Merge(CollectReads(model_, term.guard));
    }
    if (channel.issue.valid()) {
      AddCause(occurrence, moved_by_[channel.issue.index()].occurrence, "made it possible",
               std::numeric_limits<double>::infinity());
      reads.issues.erase(channel.issue.index());
    }
    const double with = tile.HazardIf(origin.index, lane, day, {});
    Trace(tile, lane, day, reads, with,
          [&](const Tile::Override& replace) {
            return tile.HazardIf(origin.index, lane, day, replace);
          },
          occurrence);
  }

  void FromTrigger(Tile&, std::size_t, double, const Origin& origin, Occurrence& occurrence) {
    const model::Trigger& trigger = model_.triggers[origin.index];
    switch (trigger.kind) {
      case model::TriggerKind::kDates: occurrence.how = "on its date"; break;
      case model::TriggerKind::kWindows: occurrence.how = "on its occasion"; break;
      case model::TriggerKind::kAfter:
      case model::TriggerKind::kAfterBetween:
      case model::TriggerKind::kOnNext: occurrence.how = "when its time was up"; break;
      case model::TriggerKind::kBeforeLeaving: occurrence.how = "before the deadline"; break;
      default: occurrence.how = "when its condition came true";
    }
    if (trigger.outlet.chance.valid()) {
      occurrence.how += fmt::format(", drawn with probability {:.0f} %",
                                    100.0 * origin.probability);
    }
    if (trigger.issue.valid()) {
      AddCause(occurrence, moved_by_[trigger.issue.index()].occurrence, "started the clock",
               std::numeric_limits<double>::infinity());
    }
    Reads reads = CollectReads(model_, trigger.condition);
    reads.Merge(CollectReads(model_, trigger.guard));
    for (const auto& [issue, classes] : reads.issues) {
      AddCause(occurrence, moved_by_[issue].occurrence, "made the condition true",
               std::numeric_limits<double>::infinity());
    }
    for (const std::uint32_t q : reads.quantities) {
      AddCause(occurrence, written_by_[q],
               "last moved `" + model_.quantities[q].provenance.name + "`", 1.0);
    }
  }

  void ChoiceCauses(Tile& tile, std::size_t lane, double day, const Origin& origin,
                    std::uint32_t happening, Occurrence& occurrence) {
    const PlannedDecision& decision = plan_.decisions[origin.decision];
    const model::Decision& declared = model_.decisions[origin.decision];
    Reads reads = CollectReads(model_, declared.rationality);
    for (const model::DecisionOption& option : declared.options) {
      reads.Merge(CollectReads(model_, option.utility));
      reads.Merge(CollectReads(model_, option.guard));
    }
    const auto probability = [&](const Tile::Override& replace) {
      const double rationality = tile.Evaluate(decision.rationality, lane, day, replace);
      std::vector<double> scaled;
      double largest = -kNever;
      for (const PlannedOption& option : decision.options) {
        const bool open = !option.guard || tile.Evaluate(option.guard, lane, day, replace) != 0.0;
        scaled.push_back(
            open ? rationality * tile.Evaluate(option.utility, lane, day, replace) : -kNever);
        largest = std::max(largest, scaled.back());
      }
      double sum = 0.0, own = 0.0;
      for (std::size_t i = 0; i < scaled.size(); ++i) {
        const double weight = std::isinf(scaled[i]) ? 0.0 : std::exp(scaled[i] - largest);
        sum += weight;
        if (decision.options[i].happening == happening) own += weight;
      }
      return sum > 0.0 ? own / sum : 0.0;
    };
    Trace(tile, lane, day, reads, probability({}), probability, occurrence);
  }

  const Plan& plan_;
  const model::Model& model_;
  Story& story_;
  std::vector<Moved> moved_by_;               // by issue
  std::vector<std::vector<Feeding>> fed_by_;  // by continuous variable
  std::vector<std::size_t> written_by_;       // by quantity
};

}  // namespace

Result<Story> Replay(const model::Model& model, std::uint64_t seed, std::uint32_t world,
                     const RunLimits& limits, const std::vector<Skip>& skips) {
  Result<Plan> plan = MakePlan(model, 1.0);
  if (!plan) return tl::unexpected(plan.error());
  Result<ParameterSampler> sampler = ParameterSampler::Make(model);
  if (!sampler) return tl::unexpected(sampler.error());
  TileSettings settings;
  settings.plan = &*plan;
  settings.sampler = &*sampler;
  settings.seed = seed;
  settings.width = 1;
  settings.limits = limits;
  settings.skips = skips;
  settings.period_ends = {model.time.horizon_days};
  settings.grid = plan->grid;
  Tile tile(settings);
  Story story;
  story.seed = seed;
  story.world = world;
  Recorder recorder(*plan, story);
  tile.Run(world, 1, &recorder, &recorder);
  story.fault = tile.fault(0);
  story.fault_text = tile.fault_what(0);
  for (std::size_t p = 0; p < model.parameters.size(); ++p) {
    story.parameters.emplace_back(model::ParameterId(p), tile.Parameter(p, 0));
  }
  for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
    story.outcomes.push_back(tile.OutcomeValue(o, 0));
  }
  return story;
}

}  // namespace entente::engine
