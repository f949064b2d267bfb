// Explanations of values and of what shapes them: quantities, parameters, definitions, linkages,
// frameworks; and of questions: outcomes, policies, scenarios.
#include <cmath>

#include <fmt/format.h>

#include "language/explain/branching.h"
#include "language/explain/page.h"
#include "model/print/print.h"

namespace entente::language::explain {
namespace {

constexpr std::size_t kMaxReaders = 20;

void DescribeReaders(Page& page, model::Op leaf, std::uint32_t index) {
  const std::vector<std::string> readers = ReadersOf(page.model(), leaf, index);
  if (readers.empty()) {
    page.Line(1, "nothing reads it");
    return;
  }
  page.Line(1, "read by");
  for (std::size_t i = 0; i < readers.size() && i < kMaxReaders; ++i) page.Line(2, readers[i]);
  if (readers.size() > kMaxReaders) {
    page.Line(2, fmt::format("and {} more", readers.size() - kMaxReaders));
  }
}

// Who changes the quantity at an instant.
void DescribeWriters(Page& page, model::QuantityId id) {
  const model::Model& model = page.model();
  const auto scan = [&](const std::vector<model::Effect>& effects, const std::string& owner) {
    for (const model::Effect& effect : effects) {
      if (effect.kind == model::EffectKind::kMove || effect.kind == model::EffectKind::kExcite ||
          effect.quantity != id) {
        continue;
      }
      page.Line(1, "changed by " + owner);
      DescribeEffects(page, 2, {effect});
    }
  };
  for (const model::Happening& happening : model.happenings) {
    scan(happening.effects, happening.provenance.name);
    for (const model::Reaction& reaction : happening.reactions) {
      scan(reaction.effects, happening.provenance.name);
    }
  }
}

const char* KindOf(model::OutcomeKind kind) {
  switch (kind) {
    case model::OutcomeKind::kEver:
      return "whether this is ever true";
    case model::OutcomeKind::kTimeTo:
      return "time until this is first true";
    case model::OutcomeKind::kCount:
      return "number of occurrences";
    case model::OutcomeKind::kMean:
      return "mean over time";
    case model::OutcomeKind::kShareOfTime:
      return "share of time";
    case model::OutcomeKind::kValueAt:
      return "value at an instant";
    case model::OutcomeKind::kMax:
      return "largest value";
    case model::OutcomeKind::kMin:
      return "smallest value";
    case model::OutcomeKind::kShareOfCounts:
      return "share of occurrences";
  }
  return "";
}

}  // namespace

void DescribeQuantity(Page& page, model::QuantityId id) {
  const model::Quantity& quantity = page.model().quantities[id.index()];
  page.Heading(quantity.provenance, "quantity");
  const double start = page.start().quantities[id.index()];
  page.Row(1, "starts at " + page.Text(quantity.start), page.Shown(start, quantity.unit));
  if (std::isfinite(quantity.lower) || std::isfinite(quantity.upper)) {
    page.Line(1, fmt::format("stays in {:g}..{:g}", quantity.lower * quantity.unit.scale,
                             quantity.upper * quantity.unit.scale));
  }
  if (quantity.relaxation) {
    page.Row(1, "relaxes to " + page.Text(quantity.relaxation->target),
             fmt::format("{} at the start, half-life {}",
                         page.Shown(page.At(quantity.relaxation->target), quantity.unit),
                         page.Days(page.At(quantity.relaxation->half_life_days))));
  }
  for (const model::Drift& drift : quantity.drifts) {
    page.Row(1, "changes by " + page.Text(drift.rate_per_day) + " per day",
             page.Rate(page.At(drift.rate_per_day)) + " at the start   " +
                 page.PlaceOf(drift.span));
    if (drift.guard.valid()) {
      page.Row(2, "while " + page.Text(drift.guard), page.Guard(drift.guard));
    }
  }
  if (quantity.noise) {
    const double sd = page.At(quantity.noise->sd_per_sqrt_day);
    page.Row(1, "noise", fmt::format("{:.3g} per sqrt year", sd * std::sqrt(kDaysPerYear)));
  }
  DescribeWriters(page, id);
  DescribeReaders(page, model::Op::kQuantity, id.index());
  page.Sources(quantity.provenance);
}

void DescribeParameter(Page& page, model::ParameterId id) {
  const model::Parameter& parameter = page.model().parameters[id.index()];
  page.Heading(parameter.provenance, "parameter");
  const double median = page.start().parameters[id.index()];
  if (parameter.prior.kind == model::PriorKind::kPoint) {
    page.Row(1, "a known number", page.Shown(median, parameter.unit));
  } else {
    page.Row(1, "drawn from " + PrintPrior(parameter.prior) +
                    (parameter.unit.scale != 1.0 ? " per day" : ""),
             "median " + page.Shown(median, parameter.unit));
  }
  DescribeReaders(page, model::Op::kParameter, id.index());
  page.Sources(parameter.provenance);
}

void DescribeDefinition(Page& page, model::DefinitionId id) {
  const model::Definition& definition = page.model().definitions[id.index()];
  page.Heading(definition.provenance, "definition");
  page.Row(1, page.Text(definition.value),
           page.Shown(page.At(definition.value), definition.unit) + " at the start");
  DescribeReaders(page, model::Op::kDefinition, id.index());
  page.Sources(definition.provenance);
}

void DescribeLinkage(Page& page, model::LinkageId id) {
  const model::Model& model = page.model();
  const model::Linkage& linkage = model.linkages[id.index()];
  page.Heading(linkage.provenance, "linkage");
  page.Line(1, "from " + linkage.from_text);
  page.Line(1, "to " + linkage.to_text);
  const model::Definition& strength = model.definitions[linkage.strength.index()];
  const double size = page.At(strength.value);
  if (linkage.between_acts) {
    page.Row(1, fmt::format("{} {}", linkage.raises ? "adds" : "lowers by",
                            page.Text(strength.value)),
             fmt::format("{:.3g} % per act of weight 10, half-life {}", 100.0 * size,
                         page.Days(page.At(linkage.half_life_days))));
  } else {
    page.Row(1, "multiplies by " + page.Text(strength.value), fmt::format("{:.4g}", size));
  }
  for (std::size_t p = 0; p < model.pressures.size(); ++p) {
    const model::Pressure& pressure = model.pressures[p];
    if (pressure.linkage != id) continue;
    std::vector<std::string> feeders;
    for (const model::Happening& happening : model.happenings) {
      for (const model::Feed& feed : happening.feeds) {
        if (feed.pressure.index() == p) feeders.push_back(happening.provenance.name);
      }
    }
    page.Line(1, fmt::format("pressure {} fed by {}", pressure.name, fmt::join(feeders, ", ")));
  }
  if (!linkage.between_acts) {
    const std::string text = "linkage " + linkage.provenance.name;
    for (const model::Channel& channel : model.channels) {
      for (const model::HazardTerm& term : channel.terms) {
        for (const model::RateFactor& factor : term.factors) {
          if (factor.text == text) {
            page.Row(1, "multiplies " + channel.provenance.name,
                     fmt::format("{:.4g} at the start", page.At(factor.value)));
          }
        }
      }
    }
  }
  for (const BranchingLoop& loop : BranchingOf(model).loops) {
    for (const std::string& name : loop.linkages) {
      if (name != linkage.provenance.family) continue;
      page.Row(1, loop.alone ? "branching ratio of its own loop"
                             : "branching ratio of the loop of " + NameOf(loop),
               fmt::format("{:.3f}", loop.ratio));
    }
  }
  page.Sources(linkage.provenance);
}

void DescribeFramework(Page& page, const model::Framework& framework) {
  page.Heading(framework.provenance, "framework");
  page.Line(1, "members " + page.Actors(framework.members));
  page.Row(1, "depth " + page.Text(framework.depth),
           fmt::format("{:.3g} at the start", page.At(framework.depth)));
  page.Sources(framework.provenance);
}

void DescribeOutcome(Page& page, const model::Outcome& outcome) {
  page.Heading(outcome.provenance, "outcome");
  page.Line(1, KindOf(outcome.kind));
  if (outcome.expression.valid()) page.Line(1, page.Text(outcome.expression));
  constexpr std::size_t kMaxCounted = 12;
  for (std::size_t i = 0; i < outcome.counted.size() && i < kMaxCounted; ++i) {
    page.Line(2, page.model().happenings[outcome.counted[i].index()].provenance.name);
  }
  if (outcome.counted.size() > kMaxCounted) {
    page.Line(2, fmt::format("and {} more", outcome.counted.size() - kMaxCounted));
  }
  if (outcome.kind == model::OutcomeKind::kValueAt) {
    page.Line(1, "on " + page.Date(outcome.to_day));
  } else if (outcome.opens_when.valid()) {
    page.Line(1, fmt::format("for {} from when {}", page.Days(outcome.to_day - outcome.from_day),
                             page.Text(outcome.opens_when)));
  } else {
    page.Line(1, fmt::format("from {} to {}", page.Date(outcome.from_day),
                             page.Date(outcome.to_day)));
  }
  page.Sources(outcome.provenance);
}

void DescribePolicy(Page& page, const model::Policy& policy) {
  page.Heading(policy.provenance, policy.is_scenario ? "scenario" : "policy");
  if (!policy.by.empty()) page.Line(1, "by " + page.Actors(policy.by));
  if (policy.cost_per_day.valid()) page.Row(1, "cost", page.Rate(page.At(policy.cost_per_day)));
  for (const model::Intervention& change : policy.interventions) {
    std::string line = change.text;
    if (change.from_day || change.to_day) {
      line += fmt::format(" (from {}", page.Date(change.from_day.value_or(0.0)));
      if (change.to_day) line += " to " + page.Date(*change.to_day);
      line += ")";
    }
    page.Line(1, line);
  }
  page.Sources(policy.provenance);
}

}  // namespace entente::language::explain
