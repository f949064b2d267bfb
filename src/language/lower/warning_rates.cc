// Rates that can become negative. A rate below 0 counts as 0, which is seldom what was meant. The
// search is for a witness: values within the declared ranges and priors that make the rate negative.
#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "language/explain/evaluate.h"
#include "language/lower/leaves.h"
#include "language/lower/warnings.h"

namespace entente::language::lower {
namespace {

using explain::Point;
using model::ExprId;
using model::Op;

constexpr int kSamples = 96;
constexpr double kMaxSteps = 3e7;  // evaluated nodes in all; beyond, the rest is not searched
constexpr double kRounding = 1e-9;

struct Range {
  double low = 0.0;
  double high = 0.0;
};

Range RangeOf(const model::Prior& prior) {
  constexpr double kOnePercent = 2.326;  // standard deviations to the 1st and 99th percentile
  switch (prior.kind) {
    case model::PriorKind::kPoint:
      return {prior.a, prior.a};
    case model::PriorKind::kNormal:
      return {prior.a - kOnePercent * prior.b, prior.a + kOnePercent * prior.b};
    case model::PriorKind::kLognormal:
      return {prior.a * std::exp(-kOnePercent * prior.b), prior.a * std::exp(kOnePercent * prior.b)};
    case model::PriorKind::kLogitNormal:
    case model::PriorKind::kBeta:
      return {0.0, 1.0};
    case model::PriorKind::kUniform:
      return {prior.a, prior.b};
    case model::PriorKind::kGamma:
      return {0.0, 4.0 * prior.a / prior.b};
    case model::PriorKind::kTriangular:
      return {prior.a, prior.c};
  }
  return {};
}

class Search {
 public:
  explicit Search(check::Context& context)
      : context_(context), model_(context.model), start_(explain::StartOf(context.model)) {}

  void Run() {
    for (const model::Channel& channel : model_.channels) {
      for (const model::HazardTerm& term : channel.terms) {
        if (steps_ > kMaxSteps) return;
        Try(channel, term);
      }
    }
  }

 private:
  void Try(const model::Channel& channel, const model::HazardTerm& term);
  void Draw(const std::vector<model::Expression>& leaves, const model::Channel& channel,
            Point& point);
  double Pick(Range range);
  Range RangeOfQuantity(std::uint32_t index) const;
  void Report(const model::Channel& channel, double rate,
              const std::vector<model::Expression>& leaves, const Point& point);

  check::Context& context_;
  const model::Model& model_;
  const Point start_;
  std::mt19937_64 random_{20181030};
  std::vector<double> values_;
  double steps_ = 0.0;
};

// Ends are where rates turn negative, so they are taken more often than what lies between.
double Search::Pick(Range range) {
  const std::uint64_t bits = random_();
  if (bits % 5 < 2) return range.low;
  if (bits % 5 < 4) return range.high;
  const double share = static_cast<double>(random_() >> 11) * 0x1p-53;
  return range.low + share * (range.high - range.low);
}

// A bound that is not declared is taken as where the quantity starts, and somewhat beyond.
Range Search::RangeOfQuantity(std::uint32_t index) const {
  const model::Quantity& quantity = model_.quantities[index];
  const double start = start_.quantities[index];
  const double beyond = std::max(1.0, 2.0 * std::fabs(start));
  return {std::isfinite(quantity.lower) ? quantity.lower : start - beyond,
          std::isfinite(quantity.upper) ? quantity.upper : start + beyond};
}

void Search::Draw(const std::vector<model::Expression>& leaves, const model::Channel& channel,
                  Point& point) {
  const double horizon = model_.time.horizon_days;
  for (const model::Expression& leaf : leaves) {
    switch (leaf.op) {
      case Op::kParameter:
        point.parameters[leaf.index] = Pick(RangeOf(model_.parameters[leaf.index].prior));
        break;
      case Op::kQuantity:
        point.quantities[leaf.index] = Pick(RangeOfQuantity(leaf.index));
        break;
      case Op::kPressure:
        point.pressures[leaf.index] = Pick({0.0, 3.0});
        break;
      case Op::kIssueIn:
      case Op::kStateValue: {
        const std::size_t states = model_.issues[leaf.index].states.size();
        point.states[leaf.index] = static_cast<model::StateIndex>(random_() % states);
        break;
      }
      case Op::kTime:
        point.time = Pick({0.0, horizon});
        break;
      case Op::kTimeInState:
        point.time_in_state[leaf.index] = Pick({0.0, horizon});
        break;
      case Op::kTimeSince:
        point.time_since[leaf.index] = Pick({0.0, horizon});
        break;
      case Op::kTimeUntil:
        point.time_until[leaf.index] = Pick({0.0, horizon});
        break;
      default:
        break;
    }
  }
  if (channel.issue.valid() && channel.from != model::kAnyState) {
    point.states[channel.issue.index()] = channel.from;
  }
}

void Search::Report(const model::Channel& channel, double rate,
                    const std::vector<model::Expression>& leaves, const Point& point) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> parts;
  for (const model::Expression& leaf : leaves) {
    if (parts.size() == kShown) break;
    if (leaf.op == Op::kParameter) {
      parts.push_back(fmt::format("`{}` {:.3g}", model_.parameters[leaf.index].provenance.name,
                                  point.parameters[leaf.index] *
                                      model_.parameters[leaf.index].unit.scale));
    } else if (leaf.op == Op::kQuantity) {
      parts.push_back(fmt::format("`{}` {:.3g}", model_.quantities[leaf.index].provenance.name,
                                  point.quantities[leaf.index]));
    }
  }
  const std::string where =
      parts.empty() ? std::string() : fmt::format(", as with {}", fmt::join(parts, ", "));
  context_.Report(DiagnosticKind::kNegativeRate, channel.provenance.span,
                  fmt::format("the rate of `{}` can become negative ({:.3g} per year{}); a negative "
                              "rate counts as 0",
                              channel.provenance.name, rate * kDaysPerYear, where),
                  "write `max(0, …)` if that is meant, or narrow a range or prior");
}

void Search::Try(const model::Channel& channel, const model::HazardTerm& term) {
  const std::vector<model::Expression> leaves = LeavesOf(model_, term.rate_per_day);
  std::vector<model::Expression> drawn = leaves;
  if (term.guard.valid()) {
    const std::vector<model::Expression> more = LeavesOf(model_, term.guard);
    drawn.insert(drawn.end(), more.begin(), more.end());
  }
  const std::vector<ExprId> order = explain::OrderOf(model_, {term.rate_per_day, term.guard});
  values_.resize(model_.expressions.size());
  Point point = start_;
  const int samples = drawn.empty() ? 1 : kSamples;
  double largest = 0.0;
  for (int i = 0; i < samples; ++i) {
    Draw(drawn, channel, point);
    explain::Evaluate(model_, point, order, values_);
    steps_ += static_cast<double>(order.size());
    const double rate = values_[term.rate_per_day.index()];
    largest = std::max(largest, std::fabs(rate));
    const bool open = !term.guard.valid() || values_[term.guard.index()] != 0.0;
    if (!open || !(rate < -kRounding * std::max(largest, 1e-9))) continue;
    Report(channel, rate, leaves, point);
    return;
  }
}

}  // namespace

void WarnNegativeRates(check::Context& context) { Search(context).Run(); }

}  // namespace entente::language::lower
