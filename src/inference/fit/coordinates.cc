#include "inference/fit/coordinates.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/check.h"
#include "base/diagnostic.h"
#include "engine/kernels/math.h"
#include "engine/luck/prior.h"

namespace entente::inference {

Result<Coordinates> Coordinates::Make(const model::Model& model,
                                      const std::vector<std::string>& names) {
  std::vector<bool> wanted(model.parameters.size(), names.empty());
  std::vector<std::string> all;
  for (const model::Parameter& parameter : model.parameters) {
    all.push_back(parameter.provenance.name);
  }
  for (const std::string& name : names) {
    const auto found = std::find(all.begin(), all.end(), name);
    if (found == all.end()) {
      const std::optional<std::string> nearest = NearestName(name, all);
      return Fail(fmt::format("no parameter is named `{}`", name) +
                  (nearest ? fmt::format("; did you mean `{}`?", *nearest) : ""));
    }
    auto p = static_cast<std::size_t>(found - all.begin());
    if (model.parameters[p].prior.kind == model::PriorKind::kPoint) {
      return Fail(fmt::format("parameter `{}` is a fixed number: give it a prior (`~ …`) to learn it",
                              name));
    }
    for (; !wanted[p]; p = model.parameters[p].jointly_with.index()) {
      wanted[p] = true;
      if (!model.parameters[p].jointly_with.valid()) break;
    }
  }
  Coordinates made;
  made.model_ = &model;
  std::vector<std::ptrdiff_t> place(model.parameters.size(), -1);
  for (std::size_t p = 0; p < model.parameters.size(); ++p) {
    const model::Parameter& parameter = model.parameters[p];
    if (!wanted[p] || parameter.prior.kind == model::PriorKind::kPoint) continue;
    if (Result<void> good = engine::CheckPrior(parameter.prior); !good) {
      return Fail("parameter `" + parameter.provenance.name + "`: " + good.error().message);
    }
    place[p] = static_cast<std::ptrdiff_t>(made.parameters_.size());
    made.parameters_.push_back(model::ParameterId(static_cast<std::uint32_t>(p)));
    made.partner_.push_back(
        parameter.jointly_with.valid() ? place[parameter.jointly_with.index()] : -1);
  }
  if (made.parameters_.empty()) {
    return Fail("the model has no uncertain parameter: there is nothing to learn; give one a prior, "
                "as in `param p ~ lognormal(median 1, spread 1.5)`");
  }
  return made;
}

const std::string& Coordinates::name(std::size_t i) const {
  return model_->parameters[parameters_[i].index()].provenance.name;
}

void Coordinates::Scores(std::span<const double> point, std::span<double> scores) const {
  ENTENTE_CHECK(point.size() == dimension() && scores.size() == dimension());
  for (std::size_t i = 0; i < dimension(); ++i) {
    scores[i] = point[i];
    if (partner_[i] < 0) continue;
    const double rho = model_->parameters[parameters_[i].index()].correlation;
    scores[i] = rho * scores[static_cast<std::size_t>(partner_[i])] +
                std::sqrt(1.0 - rho * rho) * point[i];
  }
}

void Coordinates::PointAt(std::span<const double> scores, std::span<double> point) const {
  for (std::size_t i = 0; i < dimension(); ++i) {
    point[i] = scores[i];
    if (partner_[i] < 0) continue;
    const double rho = model_->parameters[parameters_[i].index()].correlation;
    const double own = std::sqrt(1.0 - rho * rho);
    const double rest = scores[i] - rho * scores[static_cast<std::size_t>(partner_[i])];
    point[i] = own > 0.0 ? rest / own : 0.0;
  }
}

double Coordinates::ValueAt(std::size_t i, double score) const {
  constexpr double kLeast = 0x1p-54;
  const double u = 0.5 * std::erfc(-score / std::sqrt(2.0));
  return engine::PriorQuantile(engine::Math(), model_->parameters[parameters_[i].index()].prior,
                               std::clamp(u, kLeast, 1.0 - kLeast));
}

void Coordinates::Values(std::span<const double> point, std::span<double> values) const {
  Scores(point, values);
  for (std::size_t i = 0; i < dimension(); ++i) values[i] = ValueAt(i, values[i]);
}

engine::ParameterValues ValuesByGroup(const Coordinates& coordinates,
                                      std::span<const double> points, std::size_t particles) {
  const std::size_t d = coordinates.dimension(), groups = points.size() / d;
  engine::ParameterValues values;
  values.parameters = coordinates.parameters();
  values.values.resize(d * groups * particles);
  std::vector<double> one(d);
  for (std::size_t g = 0; g < groups; ++g) {
    coordinates.Values(points.subspan(g * d, d), one);
    for (std::size_t j = 0; j < d; ++j) {
      std::fill_n(&values.values[(j * groups + g) * particles], particles, one[j]);
    }
  }
  return values;
}

engine::ParameterValues DrawsByGroup(const Coordinates& coordinates, const Draws& posterior,
                                     std::size_t groups, std::size_t particles) {
  ENTENTE_CHECK(posterior.size() > 0);
  std::vector<double> points;
  for (std::size_t g = 0; g < groups; ++g) {
    const auto point = posterior.point(g * posterior.size() / groups);
    points.insert(points.end(), point.begin(), point.end());
  }
  return ValuesByGroup(coordinates, points, particles);
}

}  // namespace entente::inference
