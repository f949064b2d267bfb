// What renderings of a fit share.
#ifndef ENTENTE_REPORT_DATA_FIT_VIEW_H_
#define ENTENTE_REPORT_DATA_FIT_VIEW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "inference/fit/density.h"
#include "inference/fit/iterated_filtering.h"
#include "inference/fit/learned.h"
#include "inference/fit/pmmh.h"
#include "inference/fit/tempered.h"
#include "model/model.h"

namespace entente::report {

struct FitView {
  const model::Model& model;
  std::string method;  // "smc", "pmmh", "if2"
  std::string to;      // ISO date, the last day used
  std::uint64_t particles = 0;
  std::uint64_t seed = 1;
  std::size_t rows = 0, cells = 0;  // of the record
  bool partial = false;
  // Most learned first; empty for "if2".
  std::vector<inference::Learned> learned;
  std::vector<inference::DensityCurves> densities;  // of the first of them, for pictures
  double independent = 0.0;  // draws that the posterior is worth
  // One of them.
  const inference::TemperedFit* smc = nullptr;
  const inference::PmmhFit* pmmh = nullptr;
  const inference::IteratedFilteringFit* if2 = nullptr;
  // "if2": the point by parameter, stored units.
  std::vector<std::pair<std::string, double>> point;
  std::vector<std::string> notes;
  std::vector<std::string> policies;
  // Standard deviation of the estimated log-likelihood from filter to filter at the likeliest draw.
  std::optional<double> noise;
};

// A learned parameter of the model; the name is one of `learned` or `point`.
const model::Parameter& ParameterNamed(const FitView& view, const std::string& name);

// R̂ above which chains have not mixed (Gelman et al., Bayesian Data Analysis, 3rd ed., 11.4).
constexpr double kMixedRHat = 1.05;

std::string FitJson(const FitView& view);  // docs/reference/fit.schema.json

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_FIT_VIEW_H_
