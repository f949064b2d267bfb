#include "model/fix_parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "base/diagnostic.h"

namespace entente::model {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

std::string Unknown(const Model& model, const std::string& name) {
  std::vector<std::string> names;
  for (const Parameter& parameter : model.parameters) names.push_back(parameter.provenance.name);
  std::string message = "the model has no parameter `" + name + "`";
  if (const auto nearest = NearestName(name, names)) {
    message += "; did you mean `" + *nearest + "`?";
  }
  return message;
}

}  // namespace

Support SupportOf(const Prior& prior) {
  switch (prior.kind) {
    case PriorKind::kPoint:
    case PriorKind::kNormal: return {-kInfinity, kInfinity};
    case PriorKind::kLognormal:
    case PriorKind::kGamma: return {0.0, kInfinity};
    case PriorKind::kLogitNormal:
    case PriorKind::kBeta: return {0.0, 1.0};
    case PriorKind::kUniform: return {prior.a, prior.b};
    case PriorKind::kTriangular: return {prior.a, prior.c};
  }
  return {-kInfinity, kInfinity};
}

Result<Model> FixParameters(const Model& model,
                            const std::vector<std::pair<std::string, double>>& values) {
  Model fixed = model;
  std::set<std::string> seen;
  for (const auto& [name, value] : values) {
    const auto found =
        std::find_if(fixed.parameters.begin(), fixed.parameters.end(),
                     [&](const Parameter& one) { return one.provenance.name == name; });
    if (found == fixed.parameters.end()) return Fail(Unknown(model, name));
    if (!seen.insert(name).second) return Fail("parameter `" + name + "` is set twice");
    const double stored = value / found->unit.scale;
    const Support support = SupportOf(found->prior);
    if (!std::isfinite(stored)) {
      return Fail("parameter `" + name + "` is set to a value that is not a finite number");
    }
    // A value written in the shown unit may miss the end of the range by its last bit.
    const double slack = 1e-12 * std::max(1.0, std::fabs(stored));
    if (stored < support.low - slack || stored > support.high + slack) {
      return Fail(fmt::format("parameter `{}` is set to {}; its prior allows {} to {}", name, value,
                              support.low * found->unit.scale, support.high * found->unit.scale));
    }
    found->prior = {PriorKind::kPoint, std::clamp(stored, support.low, support.high), 0.0, 0.0};
  }
  return fixed;
}

}  // namespace entente::model
