#include "report/words/priors.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "engine/kernels/math.h"
#include "engine/luck/prior.h"
#include "report/text/numbers.h"

namespace entente::report {
namespace {

using model::PriorKind;

bool IsFixed(const model::Prior& prior) {
  const bool spreadless = prior.kind == PriorKind::kNormal || prior.kind == PriorKind::kLognormal ||
                          prior.kind == PriorKind::kLogitNormal;
  return prior.kind == PriorKind::kPoint || (spreadless && prior.b == 0);
}

double Quantile(const model::Parameter& parameter, double u) {
  return engine::PriorQuantile(engine::Math(), parameter.prior, u) * parameter.unit.scale;
}

double Logistic(double x) { return 1 / (1 + std::exp(-x)); }

}  // namespace

std::string ParameterValue(const model::Parameter& parameter, double shown) {
  if (parameter.unit.share) return Brief(100 * shown) + " %";
  std::string text = Brief(shown);
  if (!parameter.unit.label.empty()) text += " " + parameter.unit.label;
  return text;
}

std::string PriorText(const model::Parameter& parameter) {
  const model::Prior& prior = parameter.prior;
  const auto shown = [&](double stored) {
    return ParameterValue(parameter, stored * parameter.unit.scale);
  };
  if (IsFixed(prior)) return "fixed";
  switch (prior.kind) {
    case PriorKind::kPoint: return "fixed";
    case PriorKind::kNormal:
      return fmt::format("normal, mean {}, standard deviation {}", shown(prior.a), shown(prior.b));
    case PriorKind::kLognormal:
      return fmt::format("lognormal, median {}, spread ×{}", shown(prior.a),
                         Brief(std::exp(prior.b)));
    case PriorKind::kLogitNormal:
      return fmt::format("logit-normal, median {}", shown(Logistic(prior.a)));
    case PriorKind::kBeta: return fmt::format("beta({}, {})", Brief(prior.a), Brief(prior.b));
    case PriorKind::kUniform:
      return fmt::format("uniform from {} to {}", shown(prior.a), shown(prior.b));
    case PriorKind::kGamma:
      return fmt::format("gamma, shape {}, mean {}", Brief(prior.a), shown(prior.a / prior.b));
    case PriorKind::kTriangular:
      return fmt::format("triangular from {} over {} to {}", shown(prior.a), shown(prior.b),
                         shown(prior.c));
  }
  return "";
}

PriorRange RangeOf(const model::Parameter& parameter) {
  return {Quantile(parameter, 0.1), Quantile(parameter, 0.5), Quantile(parameter, 0.9)};
}

std::vector<std::pair<double, double>> DensityOf(const model::Parameter& parameter) {
  std::vector<std::pair<double, double>> points;
  if (IsFixed(parameter.prior)) return points;
  constexpr int kSteps = 48;
  double before = Quantile(parameter, 0.01);
  double highest = 0.0;
  for (int i = 1; i <= kSteps; ++i) {
    const double at = Quantile(parameter, 0.01 + 0.98 * i / kSteps);
    if (at > before) {
      points.emplace_back(0.5 * (at + before), 1 / (at - before));
      highest = std::max(highest, points.back().second);
    }
    before = at;
  }
  for (auto& point : points) point.second /= highest;
  return points;
}

}  // namespace entente::report
