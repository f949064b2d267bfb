#include "report/text/uncertainty.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/data/run_view.h"
#include "report/text/columns.h"
#include "report/text/numbers.h"
#include "report/text/styled_table.h"

namespace entente::report {
namespace {

using analysis::OutcomeUncertainty;

constexpr std::size_t kMostInfluences = 8;

std::string Heading(const UncertaintyView& view, const Style& style) {
  const analysis::UncertaintyResult& result = view.result;
  std::string text = Paint(view.model.name + " · where its uncertainty comes from", Tone::kStrong,
                           style) + "\n";
  std::string setting = fmt::format(
      "{} worlds: {} draws of {} uncertain numbers under two lucks each, and one block a number · "
      "seed {} · {:.4g} % intervals",
      Thousands(result.worlds), Thousands(result.rows), result.parameters.size(), result.seed,
      100 * result.confidence);
  for (std::size_t i = 0; i < view.policies.size(); ++i) {
    setting += (i == 0 ? " · with " : ", ") + view.policies[i];
  }
  if (result.failed > 0) setting += fmt::format(" · {} worlds failed", Thousands(result.failed));
  for (const std::string& line : Wrap(setting, std::max(40, style.width))) {
    text += Paint(line, Tone::kDim, style) + "\n";
  }
  return text;
}

std::string Percent(const engine::Estimate& share) {
  return std::isnan(share.value) ? "–" : fmt::format("{:.0f} %", 100 * share.value);
}

std::string Shares(const UncertaintyView& view, const Style& style) {
  const bool scenarios = !view.result.scenarios.empty();
  std::vector<Column> columns = {{"outcome", Align::kLeft, false},
                                 {"chance", Align::kRight, false},
                                 {"", Align::kLeft, false},
                                 {"parameters", Align::kRight, false},
                                 {"", Align::kLeft, false}};
  if (scenarios) {
    columns.push_back({"scenarios", Align::kRight, false});
    columns.push_back({"", Align::kLeft, false});
  }
  columns.push_back({"", Align::kLeft, true});
  std::vector<std::vector<std::string>> rows;
  for (const model::OutcomeId id : view.outcomes) {
    const OutcomeUncertainty& one = view.result.outcomes[id.index()];
    const model::Provenance& provenance = view.model.outcomes[id.index()].provenance;
    std::vector<std::string> row = {provenance.name};
    if (one.split.draws == 0) {
      row.insert(row.end(), {"–", "", "–", ""});
      if (scenarios) row.insert(row.end(), {"–", ""});
      row.push_back(one.why_not);
    } else {
      const analysis::SplitResult& split = one.split;
      row.insert(row.end(), {Percent(split.chance_share), ShareRange(split.chance_share),
                             Percent(split.parameter_share), ShareRange(split.parameter_share)});
      if (scenarios) {
        row.insert(row.end(), {Percent(split.scenario_share), ShareRange(split.scenario_share)});
      }
      row.push_back(provenance.title);
    }
    rows.push_back(std::move(row));
  }
  return "\n" + Paint("Shares of the variance", Tone::kStrong, style) + "\n" +
         StyledTable(columns, rows, style);
}

std::string IndexText(const engine::Estimate& index, bool above) {
  const std::string range = fmt::format("{:.2f} [{:.2f}, {:.2f}]", index.value, index.low,
                                        index.high);
  return above ? range : range + " not told from 0";
}

std::string Influences(const UncertaintyView& view, model::OutcomeId id, const Style& style) {
  const OutcomeUncertainty& one = view.result.outcomes[id.index()];
  const model::Provenance& provenance = view.model.outcomes[id.index()].provenance;
  std::string text = "\n" + Paint(provenance.name, Tone::kStrong, style) +
                     (provenance.title.empty() ? "" : "  " + provenance.title) + "\n";
  const auto note = [&](const std::string& words) {
    std::string lines;
    for (const std::string& line : Wrap(words, std::max(40, style.width - 4))) {
      lines += "    " + Paint(line, Tone::kDim, style) + "\n";
    }
    return lines;
  };
  if (!one.why_not.empty()) return text + note(one.why_not);
  if (one.sobol.indices.empty()) return text + note("the model has no uncertain number");
  std::vector<std::vector<std::string>> rows;
  std::size_t rest = 0;
  for (const Influence& influence : InfluencesOf(one)) {
    if (!influence.matters || rows.size() == kMostInfluences) {
      ++rest;
      continue;
    }
    const analysis::SobolIndex& index = one.sobol.indices[influence.row];
    const analysis::PawnIndex& pawn = one.pawn.indices[influence.row];
    const model::Parameter& parameter =
        view.model.parameters[view.result.parameters[influence.row].index()];
    rows.push_back({"   ", parameter.provenance.name,
                    one.sobol.defined ? IndexText(index.first, index.first_above_zero) : "–",
                    one.sobol.defined ? IndexText(index.total, index.total_above_zero) : "–",
                    fmt::format("{:.2f}{}", pawn.median, pawn.above_dummy ? "" : " as a dummy"),
                    parameter.provenance.title});
  }
  if (!rows.empty()) {
    text += StyledTable({{"", Align::kLeft, false},
                   {"number", Align::kLeft, false},
                   {"alone", Align::kLeft, false},
                   {"in all", Align::kLeft, false},
                   {"PAWN", Align::kLeft, false},
                   {"", Align::kLeft, true}},
                  rows, style);
  }
  if (!one.sobol.defined) {
    text += note("what the numbers explain of its expectation is not told from 0, so shares of it "
                 "have no meaning");
  }
  if (rest > 0) {
    text += note(fmt::format("{}{} not told from nothing, or smaller (PAWN of a dummy: {:.2f})",
                             rows.empty() ? "all " : "", rest, one.pawn.dummy_median));
  }
  return text;
}

}  // namespace

std::string UncertaintyText(const UncertaintyView& view, const Style& style) {
  std::string text = Heading(view, style) + Shares(view, style);
  for (const model::OutcomeId id : view.outcomes) text += Influences(view, id, style);
  const std::string words =
      "alone and in all: first-order and total Sobol indices of the outcome's expectation given the "
      "numbers, with luck taken out; PAWN: the median distance between the outcome's distribution "
      "given the number and without it, luck included.";
  text += "\n";
  for (const std::string& line : Wrap(words, std::max(40, style.width))) {
    text += Paint(line, Tone::kDim, style) + "\n";
  }
  return Plain(std::move(text), style);
}

}  // namespace entente::report
