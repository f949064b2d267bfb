// Explanations as all renderings share them: numbers as text, rows in order, occurrences chosen.
#ifndef ENTENTE_REPORT_DATA_EXPLAIN_VIEW_H_
#define ENTENTE_REPORT_DATA_EXPLAIN_VIEW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/explain/explain.h"
#include "model/model.h"

namespace entente::report {

struct ExplainView {
  const model::Model& model;
  const analysis::Explanation& explanation;
  std::vector<std::string> policies;
  std::uint64_t seed = 1;
  double confidence = 0.95;
};

// The candidate in words: "Intelligence agreement: notice", "Public rebuke", "Keep or leave: notice".
std::string CandidateText(const model::Model& model, const analysis::Candidate& candidate);

// "62.3 %" and "58.0 – 66.4", or "–" for what has no value.
struct ShareCell {
  std::string value, interval;
};
ShareCell CellOf(const engine::Estimate& share);
std::string BoundsText(const analysis::Bounds& bounds);  // "40 – 72 %"
std::string CountsText(std::uint64_t part, std::uint64_t whole);  // "301 of 483"

// What to tell of an exemplar world: for one with the effect, the causes that led to it (the last
// fourteen that are shown); for a near miss, the first of each leading cause that it had.
std::vector<std::size_t> ToTell(const ExplainView& view, const analysis::ToldWorld& told);

// JSON (docs/reference/explain.schema.json).
std::string ExplainJson(const ExplainView& view);
// One world with and without one occurrence (docs/reference/without.schema.json).
std::string WithoutJson(const model::Model& model, const analysis::WithoutResult& result);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_EXPLAIN_VIEW_H_
