// What a filter says, as all renderings share it.
#ifndef ENTENTE_REPORT_DATA_FILTER_VIEW_H_
#define ENTENTE_REPORT_DATA_FILTER_VIEW_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/results.h"
#include "inference/filter/filter.h"
#include "model/model.h"
#include "report/data/run_view.h"

namespace entente::report {

// Where a taught happening stands in its chronology.
struct FilterRowPlace {
  std::string file;
  int line = 0;
};

struct FilterView {
  const model::Model& model;
  const inference::Data& data;
  const inference::ReplicateSummary& summary;
  std::vector<FilterRowPlace> places;  // by taught happening
  std::vector<std::string> policies;
  std::string to;  // ISO date
  std::uint64_t particles = 0;
  std::uint64_t seed = 1;
  double confidence = 0.95;
  std::vector<std::string> notes;  // what of the evidence was left out, and why
};

// One recorded happening of something complete, as the filter saw it coming; intervals over
// replicates.
struct Foreseen {
  std::size_t row = 0;            // into FilterRun::rows
  std::size_t taught = 0;
  engine::Estimate probability;   // that it happens that day
  double bits = 0.0;              // −log₂ of it
  double log_density = 0.0;       // as it enters the likelihood: ln of the mean density
};
std::vector<Foreseen> ForeseenRows(const FilterView& view);  // in time

// Replicates' median of the effective part of particles, by step.
struct EffectivePart {
  double day = 0.0;
  double part = 0.0;
};
std::vector<EffectivePart> EffectiveParts(const FilterView& view);

engine::Estimate OverReplicates(const std::vector<double>& values, double confidence);

std::string FilterJson(const FilterView& view);  // docs/reference/filter.schema.json
std::string FilterCsv(const FilterView& view);   // the rows

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_FILTER_VIEW_H_
