#include "analysis/explain/explain.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "analysis/worlds/ranges.h"
#include "base/diagnostic.h"
#include "engine/kernels/math.h"
#include "engine/sinks/intervals.h"
#include "engine/worlds.h"

namespace entente::analysis {
namespace {

// A candidate that precedes the effect in fewer worlds than these is not examined.
constexpr std::uint64_t kFewestWorlds = 20;
constexpr double kSmallestShare = 0.02;
constexpr std::uint64_t kFewestToShift = 90;

struct Asked {
  Effect effect;
  std::string name, title, event = "it happens";
};

// The value of an outcome that half of the worlds exceed, from a first look.
Result<double> MedianOf(const model::Model& model, model::OutcomeId outcome,
                        const CausalOptions& options) {
  engine::WorldsSettings settings;
  settings.seed = options.seed;
  settings.threads = options.threads;
  settings.worlds_per_draw = options.worlds_per_draw;
  settings.limits = options.limits;
  settings.cancel = options.cancel;
  settings.outcomes = {outcome};
  Result<engine::WorldSimulator> simulator = engine::WorldSimulator::Make(model, settings);
  if (!simulator) return tl::unexpected(simulator.error());
  std::vector<double> finite;
  const Result<bool> all = InRanges(*simulator, 0, options.worlds, 1,
                                    [&](const engine::WorldValues& values) {
    for (const double value : values.outcomes) {
      if (!std::isnan(value)) finite.push_back(value);
    }
  });
  if (!all) return tl::unexpected(all.error());
  if (!*all) return Fail("stopped before the worlds were simulated");
  if (finite.empty()) return Fail("the outcome has a value in no world");
  std::sort(finite.begin(), finite.end());
  return finite[(finite.size() - 1) / 2];
}

// What the name means; nothing is simulated.
Result<Asked> Find(const model::Model& model, const std::string& name) {
  Asked asked;
  std::vector<std::string> names;
  for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
    const model::Outcome& outcome = model.outcomes[o];
    names.push_back(outcome.provenance.name);
    if (outcome.provenance.name != name) continue;
    asked.name = name;
    asked.title = outcome.provenance.title;
    asked.effect.outcome = model::OutcomeId(o);
    if (outcome.kind == model::OutcomeKind::kTimeTo) asked.event = "it comes about";
    return asked;
  }
  const Result<Candidate> candidate = FindCandidate(model, name);
  if (!candidate) {
    const std::optional<std::string> nearest = NearestName(name, names);
    if (nearest) {
      return Fail("no outcome and nothing that can happen is called `" + name +
                  "`; did you mean `" + *nearest + "`?");
    }
    return tl::unexpected(candidate.error());
  }
  asked.name = candidate->name;
  asked.effect.happenings = candidate->happenings;
  return asked;
}

Result<Asked> Ask(const model::Model& model, const std::string& name,
                  const CausalOptions& options) {
  Result<Asked> asked = Find(model, name);
  if (!asked || !asked->effect.outcome.valid()) return asked;
  const model::Outcome& outcome = model.outcomes[asked->effect.outcome.index()];
  if (outcome.kind == model::OutcomeKind::kEver || outcome.kind == model::OutcomeKind::kTimeTo) {
    return asked;
  }
  const Result<double> median = MedianOf(model, asked->effect.outcome, options);
  if (!median) return tl::unexpected(median.error());
  asked->effect.threshold = *median;
  asked->event = fmt::format("it is above its median ({:.4g}{})", *median * outcome.unit.scale,
                             outcome.unit.label.empty() ? "" : " " + outcome.unit.label);
  return asked;
}

// Whether the candidate is a move into a state for which the outcome, a plain question about one
// issue, asks.
bool IsByDefinition(const model::Model& model, const Effect& effect, const Candidate& candidate) {
  if (!effect.outcome.valid() || effect.outcome.index() >= model.outcomes.size()) return false;
  const model::Outcome& outcome = model.outcomes[effect.outcome.index()];
  for (const model::HappeningId id : candidate.happenings) {
    const auto& counted = outcome.counted;
    if (std::find(counted.begin(), counted.end(), id) != counted.end()) return true;
  }
  if (!outcome.expression.valid()) return false;
  const model::Expression& asked = model.expressions[outcome.expression];
  if (asked.op != model::Op::kIssueIn) return false;
  return std::all_of(candidate.happenings.begin(), candidate.happenings.end(),
                     [&](model::HappeningId id) {
                       const model::Happening& happening = model.happenings[id.index()];
                       return happening.kind == model::HappeningKind::kTransition &&
                              happening.issue.index() == asked.index &&
                              (asked.mask >> happening.to & 1) != 0;
                     });
}

std::vector<CauseReport> Survey(const Counterfactuals& worlds) {
  const FactualWorlds& factual = worlds.factual();
  std::vector<CauseReport> reports;
  for (std::size_t x = 0; x < worlds.causes().size(); ++x) {
    CauseReport report;
    report.candidate = worlds.causes()[x];
    for (std::size_t w = 0; w < factual.valid.size(); ++w) {
      if (factual.valid[w] == 0 || !factual.Precedes(x, w)) continue;
      ++(factual.Happens(w) ? report.with_effect : report.without_effect);
    }
    reports.push_back(std::move(report));
  }
  return reports;
}

// The day by which half of the effects have come; +inf for effects that are not timed.
double MedianEffectDay(const FactualWorlds& worlds) {
  std::vector<double> days;
  for (std::size_t w = 0; w < worlds.valid.size(); ++w) {
    if (worlds.valid[w] != 0 && worlds.Happens(w)) days.push_back(worlds.effect_day[w]);
  }
  if (!worlds.timed || days.empty()) return std::numeric_limits<double>::infinity();
  std::sort(days.begin(), days.end());
  return days[(days.size() - 1) / 2];
}

// Where to look first: in turns, the candidate that most worlds with the effect have among its
// recorded causes, and the one that goes with the effect most closely, P(x before y | y) − P(x by the
// usual day of y | no y). What both miss is counted as not examined.
std::vector<std::size_t> InTurns(const Counterfactuals& worlds,
                                 const std::vector<std::uint64_t>& recorded) {
  const FactualWorlds& factual = worlds.factual();
  const double usual = MedianEffectDay(factual);
  const std::size_t count = worlds.causes().size();
  std::vector<double> closeness(count, 0.0), traced(count, 0.0);
  for (std::size_t x = 0; x < count; ++x) {
    double with = 0.0, without = 0.0, y = 0.0, no_y = 0.0;
    for (std::size_t w = 0; w < factual.valid.size(); ++w) {
      if (factual.valid[w] == 0) continue;
      const bool precedes = factual.Precedes(x, w);
      if (factual.Happens(w)) {
        ++y;
        with += precedes;
      } else {
        ++no_y;
        without += precedes && factual.cause_day[x][w] <= usual;
      }
    }
    closeness[x] = with / std::max(1.0, y) - without / std::max(1.0, no_y);
    for (const model::HappeningId id : worlds.causes()[x].happenings) {
      traced[x] = std::max(traced[x], static_cast<double>(recorded[id.index()]));
    }
  }
  const auto ranked = [count](const std::vector<double>& score) {
    std::vector<std::size_t> order(count);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return score[a] > score[b]; });
    return order;
  };
  const std::vector<std::size_t> one = ranked(traced), other = ranked(closeness);
  std::vector<std::size_t> order;
  std::vector<char> taken(count, 0);
  for (std::size_t i = 0; i < count; ++i) {
    for (const std::size_t x : {one[i], other[i]}) {
      if (taken[x] == 0) order.push_back(x);
      taken[x] = 1;
    }
  }
  return order;
}

struct Third {
  double n = 0.0, y = 0.0;
};

std::vector<DrawShift> Shifts(const model::Model& model, const FactualWorlds& worlds,
                              double confidence, std::size_t* looked_at) {
  std::vector<std::size_t> valid;
  for (std::size_t w = 0; w < worlds.valid.size(); ++w) {
    if (worlds.valid[w] != 0) valid.push_back(w);
  }
  std::vector<std::size_t> parameters;
  for (std::size_t p = 0; p < worlds.parameters.size(); ++p) {
    if (model.parameters[p].prior.kind != model::PriorKind::kPoint) parameters.push_back(p);
  }
  *looked_at = valid.size() < kFewestToShift ? 0 : parameters.size();
  std::vector<DrawShift> shifts;
  if (*looked_at == 0) return shifts;
  const engine::MathKernels& math = engine::Math();
  const double z = math.normal_quantile1(0.5 + 0.5 * confidence);
  const double strict = math.normal_quantile1(
      1.0 - 0.5 * (1.0 - confidence) / static_cast<double>(parameters.size()));
  for (const std::size_t p : parameters) {
    const std::vector<double>& value = worlds.parameters[p];
    std::vector<std::size_t> order = valid;
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return value[a] != value[b] ? value[a] < value[b] : a < b;
    });
    Third low, high;
    const std::size_t third = order.size() / 3;
    for (std::size_t i = 0; i < third; ++i) {
      low.y += worlds.Happens(order[i]);
      high.y += worlds.Happens(order[order.size() - 1 - i]);
    }
    low.n = high.n = static_cast<double>(third);
    DrawShift shift;
    shift.parameter = model::ParameterId(p);
    shift.low_third = engine::WilsonInterval(low.y, low.n, confidence);
    shift.high_third = engine::WilsonInterval(high.y, high.n, confidence);
    const double a = low.y / low.n, b = high.y / high.n;
    const double error = std::sqrt((a * (1 - a) + b * (1 - b)) / low.n);
    shift.shift = {b - a, b - a - z * error, b - a + z * error};
    shift.above_zero = std::fabs(b - a) > strict * error;
    if (shift.above_zero) shifts.push_back(shift);
  }
  std::stable_sort(shifts.begin(), shifts.end(), [](const DrawShift& a, const DrawShift& b) {
    return std::fabs(a.shift.value) > std::fabs(b.shift.value);
  });
  return shifts;
}

Result<void> Examine(Counterfactuals& worlds, const ExplainOptions& options,
                     const std::vector<std::uint64_t>& recorded, Explanation& explanation) {
  std::vector<CauseReport> reports = Survey(worlds);
  const double with = static_cast<double>(explanation.happened);
  const auto enough = static_cast<double>(kFewestWorlds);
  std::size_t examined = 0;
  std::vector<std::size_t> kept, defining;
  for (const std::size_t x : InTurns(worlds, recorded)) {
    CauseReport& report = reports[x];
    const auto both = static_cast<double>(report.with_effect);
    report.by_definition = IsByDefinition(worlds.model(), explanation.effect, report.candidate);
    if (report.by_definition) {
      if (report.with_effect > 0) defining.push_back(x);
      continue;
    }
    if (both < std::max(enough, kSmallestShare * with) || examined == options.causes) {
      ++explanation.not_examined;
      continue;
    }
    ++examined;
    Result<NecessityResult> necessity = worlds.Necessity(x);
    if (!necessity) return tl::unexpected(necessity.error());
    Result<SufficiencyResult> sufficiency = worlds.Sufficiency(x);
    if (!sufficiency) return tl::unexpected(sufficiency.error());
    report.necessity = std::move(*necessity);
    report.sufficiency = std::move(*sufficiency);
    kept.push_back(x);
  }
  std::stable_sort(kept.begin(), kept.end(), [&](std::size_t a, std::size_t b) {
    return reports[a].necessity->probability.value > reports[b].necessity->probability.value;
  });
  for (std::size_t i = 0; i < kept.size(); ++i) {
    CauseReport& report = reports[kept[i]];
    if (i < options.tokens && report.necessity->vanished > 0) {
      Result<NecessityResult> token = worlds.TokenNecessity(kept[i]);
      if (!token) return tl::unexpected(token.error());
      report.token = std::move(*token);
    }
    explanation.causes.push_back(std::move(report));
  }
  for (const std::size_t x : defining) explanation.causes.push_back(std::move(reports[x]));
  return {};
}

Result<ToldWorld> TellWorld(const model::Model& model, const Explanation& explanation,
                            const Exemplar& exemplar, const ExplainOptions& options,
                            const FactualWorlds& factual) {
  ToldWorld told;
  told.world = exemplar.world;
  told.score = exemplar.score;
  Result<engine::Story> story =
      engine::Replay(model, options.causal.seed, told.world, options.causal.limits);
  if (!story) return tl::unexpected(story.error());
  told.story = std::move(*story);
  if (!factual.Happens(told.world)) return told;
  told.effect = EffectOccurrence(model, explanation.effect, told.story,
                                 factual.effect_day[told.world]);
  if (told.effect) told.because = Ancestors(told.story, *told.effect);
  return told;
}

// Retells worlds with the effect: their chains, and in how many each happening is a recorded cause.
Result<std::vector<std::uint64_t>> Retell(const model::Model& model, const FactualWorlds& factual,
                                          const ExplainOptions& options,
                                          Explanation& explanation) {
  std::vector<std::uint64_t> recorded(model.happenings.size(), 0);
  ChainCounter chains(model);
  for (std::size_t w = 0; w < factual.valid.size() && chains.stories() < options.replays; ++w) {
    if (factual.valid[w] == 0 || !factual.Happens(w)) continue;
    if (options.causal.cancel != nullptr && options.causal.cancel->load()) break;
    const Result<engine::Story> story = engine::Replay(
        model, options.causal.seed, static_cast<std::uint32_t>(w), options.causal.limits);
    if (!story) return tl::unexpected(story.error());
    const std::optional<std::size_t> last =
        EffectOccurrence(model, explanation.effect, *story, factual.effect_day[w]);
    if (!last) continue;
    chains.Add(*story, *last);
    std::set<std::size_t> seen;
    for (const std::size_t i : Ancestors(*story, *last)) {
      seen.insert(story->occurrences[i].happening.index());
    }
    for (const std::size_t h : seen) ++recorded[h];
  }
  explanation.chains = chains.Commonest(options.chains);
  explanation.chains_of = chains.stories();
  return recorded;
}

Result<void> TellWorlds(const model::Model& model, const Counterfactuals& worlds,
                        const ExplainOptions& options, Explanation& explanation) {
  const FactualWorlds& factual = worlds.factual();
  std::vector<std::uint8_t> leave_out;
  for (const Candidate& candidate : worlds.causes()) {
    leave_out.push_back(IsByDefinition(worlds.model(), explanation.effect, candidate) ? 1 : 0);
  }
  const Exemplars found = FindExemplars(factual, leave_out);
  const auto tell = [&](const std::optional<Exemplar>& exemplar,
                        std::optional<ToldWorld>& into) -> Result<void> {
    if (!exemplar) return {};
    Result<ToldWorld> told = TellWorld(model, explanation, *exemplar, options, factual);
    if (!told) return tl::unexpected(told.error());
    into = std::move(*told);
    return {};
  };
  if (const auto done = tell(found.typical, explanation.typical); !done) return done;
  if (const auto done = tell(found.nearest_miss, explanation.nearest_miss); !done) return done;
  if (const auto done = tell(found.strangest, explanation.strangest); !done) return done;
  return {};
}

}  // namespace

Result<void> CanExplain(const model::Model& model, const std::string& name) {
  const Result<Asked> asked = Find(model, name);
  if (!asked) return tl::unexpected(asked.error());
  return {};
}

Result<Explanation> Explain(const model::Model& model, const std::string& name,
                            const ExplainOptions& options) {
  const Result<Asked> asked = Ask(model, name, options.causal);
  if (!asked) return tl::unexpected(asked.error());
  Explanation explanation;
  explanation.name = asked->name;
  explanation.title = asked->title;
  explanation.event = asked->event;
  explanation.effect = asked->effect;
  Result<Counterfactuals> worlds = Counterfactuals::Make(
      model, asked->effect, CandidatesOf(model), options.causal, /*keep_parameters=*/true);
  if (!worlds) return tl::unexpected(worlds.error());
  const FactualWorlds& factual = worlds->factual();
  explanation.worlds = factual.worlds;
  explanation.failed = factual.failed;
  for (std::size_t w = 0; w < factual.valid.size(); ++w) {
    explanation.happened += factual.valid[w] != 0 && factual.Happens(w);
  }
  const std::uint64_t valid = factual.worlds - factual.failed;
  explanation.probability =
      engine::WilsonInterval(static_cast<double>(explanation.happened),
                             static_cast<double>(valid), options.causal.confidence);
  if (explanation.happened == 0 || explanation.happened == valid) {
    return Fail(fmt::format("`{}` happens in {} of {} worlds, so there is nothing to explain; ask for "
                            "more worlds, or for something else",
                            name, explanation.happened, valid));
  }
  const auto recorded = Retell(model, factual, options, explanation);
  if (!recorded) return tl::unexpected(recorded.error());
  if (const Result<void> done = Examine(*worlds, options, *recorded, explanation); !done) {
    return tl::unexpected(done.error());
  }
  explanation.draws = Shifts(model, factual, options.causal.confidence,
                             &explanation.draws_looked_at);
  if (const Result<void> done = TellWorlds(model, *worlds, options, explanation); !done) {
    return tl::unexpected(done.error());
  }
  return explanation;
}

}  // namespace entente::analysis
