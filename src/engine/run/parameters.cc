#include "engine/run/parameters.h"

#include <algorithm>
#include <cmath>

#include "engine/luck/prior.h"

namespace entente::engine {
namespace {

constexpr std::size_t kCells = 1024;
constexpr double kLow = 1.0 / 1024.0;
constexpr double kHigh = 1.0 - kLow;

double Node(std::size_t i) {
  return kLow + (kHigh - kLow) * static_cast<double>(i) / static_cast<double>(kCells);
}

}  // namespace

Result<ParameterSampler> ParameterSampler::Make(const model::Model& model) {
  ParameterSampler sampler;
  sampler.model_ = &model;
  sampler.math_ = &Math();
  for (const model::Parameter& parameter : model.parameters) {
    if (const Result<void> fine = CheckPrior(parameter.prior); !fine) {
      return Fail("the prior of `" + parameter.provenance.name + "`: " + fine.error().message);
    }
    Table table;
    const model::PriorKind kind = parameter.prior.kind;
    if (kind == model::PriorKind::kBeta || kind == model::PriorKind::kGamma) {
      for (std::size_t i = 0; i <= kCells; ++i) {
        table.value.push_back(PriorQuantile(*sampler.math_, parameter.prior, Node(i)));
      }
      // Slopes by Fritsch and Butland (1984): harmonic means, so the interpolant is monotone.
      const double h = (kHigh - kLow) / static_cast<double>(kCells);
      const auto chord = [&](std::size_t i) { return (table.value[i + 1] - table.value[i]) / h; };
      for (std::size_t i = 0; i <= kCells; ++i) {
        if (i == 0 || i == kCells) {
          table.slope.push_back(chord(i == 0 ? 0 : kCells - 1));
          continue;
        }
        const double a = chord(i - 1), b = chord(i);
        table.slope.push_back(a * b > 0.0 ? 2.0 * a * b / (a + b) : 0.0);
      }
    }
    sampler.tables_.push_back(std::move(table));
  }
  return sampler;
}

double ParameterSampler::Draw(std::size_t parameter, double u) const {
  const Table& table = tables_[parameter];
  if (table.value.empty() || u < kLow || u > kHigh) {
    return PriorQuantile(*math_, model_->parameters[parameter].prior, u);
  }
  const double h = (kHigh - kLow) / static_cast<double>(kCells);
  const double position = (u - kLow) / h;
  const std::size_t i = std::min(static_cast<std::size_t>(position), kCells - 1);
  const double t = position - static_cast<double>(i);
  const double t2 = t * t, t3 = t2 * t;
  return table.value[i] * (2 * t3 - 3 * t2 + 1) + table.slope[i] * h * (t3 - 2 * t2 + t) +
         table.value[i + 1] * (3 * t2 - 2 * t3) + table.slope[i + 1] * h * (t3 - t2);
}

}  // namespace entente::engine
