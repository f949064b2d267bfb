// A comparison as it is to be rendered, and its JSON (docs/reference/compare.schema.json) and CSV.
#ifndef ENTENTE_REPORT_DATA_COMPARE_VIEW_H_
#define ENTENTE_REPORT_DATA_COMPARE_VIEW_H_

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/compare/compare.h"
#include "model/model.h"

namespace entente::report {

// Which values of an outcome are the better ones, if anybody said.
enum class Better : std::uint8_t { kUnsaid, kLower, kHigher };

// The referenced model and result outlive the view.
struct CompareView {
  const model::Model& model;
  const analysis::CompareResult& result;
  std::vector<Better> better;  // by OutcomeId
};

// "two_track", "two_track + hard_decoupling"; `nothing` for an empty list.
std::string NamesText(const std::vector<std::string>& names, const std::string& nothing);

// The titles of the names, joined by "; "; empty if none has one.
std::string TitlesText(const model::Model& model, const std::vector<std::string>& names);

// What a reader must know about the whole comparison: failures, a stopped run.
std::vector<std::string> NotesOf(const CompareView& view);

// "1 draw", "1,024 draws": of the parameters, in each cell.
std::string DrawsText(const analysis::CompareResult& result, const std::string& noun);

std::string CompareJson(const CompareView& view);
// One row an outcome and cell.
std::string CompareCsv(const CompareView& view);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_COMPARE_VIEW_H_
