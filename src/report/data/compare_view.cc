#include "report/data/compare_view.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "report/data/json_parts.h"
#include "report/data/run_view.h"
#include "report/text/numbers.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using analysis::CompareCell;
using analysis::CompareResult;
using Json = OrderedJson;

Json Shares(const analysis::PairedSummary& change) {
  return {{"rose", IntervalJson(change.rose, 1.0)}, {"fell", IntervalJson(change.fell, 1.0)}};
}

Json CellJson(const CompareView& view, const CompareCell& cell, std::size_t index, double scale) {
  const CompareResult& result = view.result;
  const std::size_t columns = result.grid.columns.size();
  Json json = {{"policies", result.grid.rows[index / columns]},
               {"scenarios", result.grid.columns[index % columns]},
               {"value", IntervalJson(cell.value, scale)},
               {"worlds", cell.worlds}};
  if (index == 0) return json;
  const analysis::PairedSummary& change = cell.change;
  const Json base = index >= columns ? Json::array() : Json(result.grid.rows[0]);
  json["against"] = {{"policies", base},
                     {"scenarios", index >= columns ? Json(result.grid.columns[index % columns])
                                                    : Json(result.grid.columns[0])}};
  json["pairs"] = change.pairs;
  json["unusable"] = change.unusable;
  json["difference"] = IntervalJson(change.difference, scale);
  json["worlds_changed"] = Shares(change);
  json["variance_ratio"] = NumberJson(change.variance_ratio);
  const bool up = change.difference.value >= 0.0;
  const analysis::Agreement& agreement = change.agreement;
  json["draws_agreeing"] = {
      {"estimate", NumberJson(cell.sign_share)},
      {"low", NumberJson(up ? agreement.low : 1.0 - agreement.high)},
      {"high", NumberJson(up ? agreement.high : 1.0 - agreement.low)},
      {"draws", agreement.draws},
      {"between_draws_sd", NumberJson(agreement.between_sd * std::fabs(scale))},
      {"noise_sd", NumberJson(agreement.noise_sd * std::fabs(scale))}};
  json["survives_parameters"] = analysis::SurvivalName(cell.survival);
  return json;
}

Json RegretsJson(const CompareResult& result, const std::vector<analysis::Regret>& regrets,
                 double scale) {
  Json list = Json::array();
  for (std::size_t row = 0; row < regrets.size(); ++row) {
    list.push_back({{"policies", result.grid.rows[row]},
                    {"largest", IntervalJson(regrets[row].largest, std::fabs(scale))},
                    {"expected", IntervalJson(regrets[row].expected, std::fabs(scale))}});
  }
  return list;
}

const char* BetterName(Better better) {
  switch (better) {
    case Better::kUnsaid: return "unsaid";
    case Better::kLower: return "lower";
    case Better::kHigher: return "higher";
  }
  return "unsaid";
}

const model::Policy* PolicyOf(const model::Model& model, const std::string& name) {
  for (const model::Policy& policy : model.policies) {
    if (policy.provenance.name == name) return &policy;
  }
  return nullptr;
}

}  // namespace

std::string NamesText(const std::vector<std::string>& names, const std::string& nothing) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : " + ") + name;
  return text.empty() ? nothing : text;
}

std::string TitlesText(const model::Model& model, const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) {
    const model::Policy* const policy = PolicyOf(model, name);
    if (policy == nullptr || policy->provenance.title.empty()) continue;
    text += (text.empty() ? "" : "; ") + policy->provenance.title;
  }
  return text;
}

std::vector<std::string> NotesOf(const CompareView& view) {
  const CompareResult& result = view.result;
  const std::size_t columns = result.grid.columns.size();
  std::vector<std::string> notes;
  if (result.partial) {
    notes.push_back(fmt::format("Stopped after {} of {} worlds; the numbers are of these.",
                                Thousands(result.worlds), Thousands(result.worlds_requested)));
  }
  for (std::size_t cell = 0; cell < result.failed.size(); ++cell) {
    if (result.failed[cell] == 0) continue;
    notes.push_back(fmt::format(
        "{} of {} worlds stopped before their end under {} in {}; their pairs are left out.",
        Thousands(result.failed[cell]), Thousands(result.worlds),
        NamesText(result.grid.rows[cell / columns], "no policy"),
        NamesText(result.grid.columns[cell % columns], "no scenario")));
  }
  return notes;
}

std::string DrawsText(const analysis::CompareResult& result, const std::string& noun) {
  const std::uint64_t draws =
      (result.worlds + result.worlds_per_draw - 1) / result.worlds_per_draw;
  return Counted(draws, noun);
}

std::string CompareJson(const CompareView& view) {
  const CompareResult& result = view.result;
  Json json;
  json["format"] = "entente-compare-1";
  json["model"] = view.model.name;
  json["title"] = view.model.title;
  json["from"] = FormatDate(view.model.time.start);
  json["to"] = FormatDate(view.model.time.end);
  json["policies"] = result.grid.rows;
  json["scenarios"] = result.grid.columns;
  json["seed"] = result.seed;
  json["worlds"] = result.worlds;
  json["worlds_requested"] = result.worlds_requested;
  json["worlds_per_draw"] = result.worlds_per_draw;
  json["partial"] = result.partial;
  json["level"] = result.confidence;
  json["survival_share"] = result.survival_share;
  json["failed"] = result.failed;
  Json outcomes = Json::object();
  for (const analysis::OutcomeComparison& one : result.outcomes) {
    const model::Outcome& outcome = view.model.outcomes[one.outcome.index()];
    const ShownUnit unit = ShownUnitOf(outcome);
    Json cells = Json::array();
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
      cells.push_back(CellJson(view, one.cells[i], i, unit.scale));
    }
    Json entry = {{"kind", KindName(outcome.kind)},
                  {"unit", unit.label},
                  {"title", outcome.provenance.title},
                  {"better", BetterName(view.better[one.outcome.index()])},
                  {"cells", std::move(cells)}};
    const bool flipped = unit.scale < 0;
    entry["regret_if_lower_is_better"] =
        RegretsJson(result, flipped ? one.higher_better : one.lower_better, unit.scale);
    entry["regret_if_higher_is_better"] =
        RegretsJson(result, flipped ? one.lower_better : one.higher_better, unit.scale);
    outcomes[outcome.provenance.name] = std::move(entry);
  }
  json["outcomes"] = std::move(outcomes);
  return Dump(json);
}

std::string CompareCsv(const CompareView& view) {
  const CompareResult& result = view.result;
  const std::size_t columns = result.grid.columns.size();
  std::string csv =
      "outcome,kind,unit,policies,scenarios,value,value_low,value_high,worlds,difference,"
      "difference_low,difference_high,rose,fell,variance_ratio,draws_agreeing,"
      "draws_agreeing_low,draws_agreeing_high,survives_parameters\n";
  for (const analysis::OutcomeComparison& one : result.outcomes) {
    const model::Outcome& outcome = view.model.outcomes[one.outcome.index()];
    const ShownUnit unit = ShownUnitOf(outcome);
    for (std::size_t i = 0; i < one.cells.size(); ++i) {
      const CompareCell& cell = one.cells[i];
      std::vector<std::string> cells = {
          CsvText(outcome.provenance.name), KindName(outcome.kind), CsvText(unit.label),
          CsvText(NamesText(result.grid.rows[i / columns], "")),
          CsvText(NamesText(result.grid.columns[i % columns], ""))};
      const auto interval = [&](const engine::Estimate& estimate, double scale) {
        double low = estimate.low * scale, high = estimate.high * scale;
        if (scale < 0) std::swap(low, high);
        for (const double number : {estimate.value * scale, low, high}) {
          cells.push_back(CsvNumber(number));
        }
      };
      interval(cell.value, unit.scale);
      cells.push_back(std::to_string(cell.worlds));
      if (i == 0) {
        cells.resize(19);
      } else {
        interval(cell.change.difference, unit.scale);
        const analysis::Agreement& agreement = cell.change.agreement;
        const bool up = cell.change.difference.value >= 0.0;
        for (const double number :
             {cell.change.rose.value, cell.change.fell.value, cell.change.variance_ratio,
              cell.sign_share, up ? agreement.low : 1.0 - agreement.high,
              up ? agreement.high : 1.0 - agreement.low}) {
          cells.push_back(CsvNumber(number));
        }
        cells.push_back(analysis::SurvivalName(cell.survival));
      }
      for (std::size_t c = 0; c < cells.size(); ++c) csv += (c > 0 ? "," : "") + cells[c];
      csv += "\n";
    }
  }
  return csv;
}

}  // namespace entente::report
