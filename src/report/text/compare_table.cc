#include "report/text/compare_table.h"

#include <fmt/format.h>

#include <cmath>

#include "report/data/run_view.h"
#include "report/text/columns.h"
#include "report/text/numbers.h"
#include "report/words/changes.h"

namespace entente::report {
namespace {

using analysis::CompareCell;
using analysis::CompareResult;
using analysis::OutcomeComparison;
using analysis::Survival;

std::string Heading(const CompareView& view, const Style& style) {
  const CompareResult& result = view.result;
  const model::Model& model = view.model;
  std::string head = Paint(model.name, Tone::kStrong, style);
  if (!model.title.empty()) head += " · " + model.title;
  const std::string setting = fmt::format(
      "{} worlds each, same luck · {} · seed {} · {} to {}{}", Thousands(result.worlds),
      DrawsText(result, "parameter draw"), result.seed,
      FormatDate(model.time.start), FormatDate(model.time.end),
      result.partial ? " · PARTIAL" : "");
  return Plain(head + "\n" + Paint(setting, Tone::kDim, style) + "\n", style);
}

std::string SurvivalText(const CompareCell& cell) {
  switch (cell.survival) {
    case Survival::kNoDifference: return "";
    case Survival::kSurvives: return RoughShare(cell.sign_share) + " yes";
    case Survival::kDepends: return RoughShare(cell.sign_share) + " no";
    case Survival::kUnclear: return RoughShare(cell.sign_share) + " unclear";
  }
  return "";
}

std::string TableText(const std::vector<Column>& columns,
                      std::vector<std::vector<std::string>> rows, const Style& style) {
  for (auto& row : rows) {
    for (std::string& cell : row) cell = Plain(std::move(cell), style);
  }
  const auto lines = LayOut(columns, rows, style.width, style.unicode);
  std::string text = Paint(lines[0].substr(0, lines[0].size() - 1), Tone::kDim, style) + "\n";
  for (std::size_t i = 1; i < lines.size(); ++i) text += lines[i];
  return text;
}

// What one cell changes, outcome by outcome.
std::string ChangeTable(const CompareView& view, std::size_t cell, const Style& style) {
  const CompareResult& result = view.result;
  const std::size_t columns = result.grid.columns.size();
  const std::size_t row = cell / columns, column = cell % columns;
  const std::string what = row > 0 ? NamesText(result.grid.rows[row], "")
                                   : NamesText(result.grid.columns[column], "");
  std::string title = Paint(what, Tone::kStrong, style);
  const std::string titles =
      TitlesText(view.model, row > 0 ? result.grid.rows[row] : result.grid.columns[column]);
  if (!titles.empty()) title += "  " + titles;
  if (row > 0 && column > 0) title += ", in " + NamesText(result.grid.columns[column], "");
  const std::string interval = fmt::format("{:.4g} % interval", 100 * result.confidence);
  const std::vector<Column> heads = {{"outcome", Align::kLeft, false},
                                     {"without", Align::kRight, false},
                                     {"with", Align::kRight, false},
                                     {"difference", Align::kRight, false},
                                     {interval, Align::kLeft, false},
                                     {style.unicode ? "worlds ↑" : "rose", Align::kRight, false},
                                     {style.unicode ? "worlds ↓" : "fell", Align::kRight, false},
                                     {"in draws", Align::kLeft, false},
                                     {"gain", Align::kRight, false}};
  std::vector<std::vector<std::string>> rows;
  for (const OutcomeComparison& one : result.outcomes) {
    const model::Outcome& outcome = view.model.outcomes[one.outcome.index()];
    const ShownUnit unit = ShownUnitOf(outcome);
    const CompareCell& changed = one.cells[cell];
    const analysis::PairedSummary& change = changed.change;
    const ShownUnit bare{unit.scale, "", unit.share};
    const EstimateText difference = DifferenceText(change.difference, bare);
    rows.push_back({outcome.provenance.name, ValueText(change.base, bare).value,
                    ValueText(change.changed, unit).value, difference.value, difference.interval,
                    RoughShare(change.rose.value), RoughShare(change.fell.value),
                    SurvivalText(changed), RatioText(change.variance_ratio)});
  }
  return Plain(title, style) + "\n" + TableText(heads, std::move(rows), style);
}

// One outcome over policies and scenarios, with regrets.
std::string Matrix(const CompareView& view, const OutcomeComparison& one, const Style& style) {
  const CompareResult& result = view.result;
  const std::size_t columns = result.grid.columns.size();
  const model::Outcome& outcome = view.model.outcomes[one.outcome.index()];
  const ShownUnit unit = ShownUnitOf(outcome);
  const Better better = view.better[one.outcome.index()];
  std::vector<Column> heads = {{"", Align::kLeft, true}};
  for (const auto& names : result.grid.columns) {
    heads.push_back({NamesText(names, "as it stands"), Align::kRight, false});
  }
  if (better == Better::kUnsaid) {
    heads.push_back({"regret if low is good", Align::kRight, false});
    heads.push_back({"if high is good", Align::kRight, false});
  } else {
    heads.push_back({"largest regret", Align::kRight, false});
    heads.push_back({"expected", Align::kRight, false});
  }
  const bool flipped = unit.scale < 0;
  const auto& lower = flipped ? one.higher_better : one.lower_better;
  const auto& higher = flipped ? one.lower_better : one.higher_better;
  const ShownUnit size{std::fabs(unit.scale), unit.share ? "" : unit.label, unit.share};
  const auto regret = [&](const engine::Estimate& estimate) {
    const EstimateText text = ValueText(estimate, size);
    return unit.share && text.value != "–" ? text.value.substr(0, text.value.size() - 2) + " points"
                                           : text.value;
  };
  std::vector<std::vector<std::string>> rows;
  for (std::size_t row = 0; row < result.grid.rows.size(); ++row) {
    std::vector<std::string> cells = {NamesText(result.grid.rows[row], "no policy")};
    for (std::size_t column = 0; column < columns; ++column) {
      cells.push_back(ValueText(one.cells[row * columns + column].value, unit).value);
    }
    if (better == Better::kUnsaid) {
      cells.push_back(regret(lower[row].largest));
      cells.push_back(regret(higher[row].largest));
    } else {
      const auto& regrets = better == Better::kLower ? lower : higher;
      cells.push_back(regret(regrets[row].largest));
      cells.push_back(regret(regrets[row].expected));
    }
    rows.push_back(std::move(cells));
  }
  std::string title = Paint(outcome.provenance.name, Tone::kStrong, style);
  if (!outcome.provenance.title.empty()) title += "  " + outcome.provenance.title;
  if (better == Better::kLower) title += " (lower is better)";
  if (better == Better::kHigher) title += " (higher is better)";
  return Plain(title, style) + "\n" + TableText(heads, std::move(rows), style);
}

std::string Legend(const CompareView& view, const Style& style) {
  std::string text = fmt::format(
      "worlds ↑ ↓: share of worlds in which the value rose, fell. in draws: share of parameter "
      "draws in which the difference has this sign, chance taken out; yes: it survives the "
      "parameters' uncertainty, in at least {:.4g} % of draws, interval included. gain: how many "
      "times the worlds that unpaired runs would need.",
      100 * view.result.survival_share);
  if (view.result.grid.columns.size() > 1) {
    text += " regret: how much worse than the best policy of the same scenario; every scenario "
            "counts alike. Say --lower-is-better or --higher-is-better for the regret that counts.";
  }
  std::string legend;
  for (const std::string& line : Wrap(Plain(text, style), style.width)) {
    legend += Paint(line, Tone::kDim, style) + "\n";
  }
  return legend;
}

}  // namespace

std::string CompareTable(const CompareView& view, const Style& style) {
  const CompareResult& result = view.result;
  std::string text = Heading(view, style) + "\n";
  if (result.outcomes.empty()) return text + "No world was finished.\n";
  const std::size_t cells = result.grid.rows.size() * result.grid.columns.size();
  for (std::size_t cell = 1; cell < cells; ++cell) {
    text += ChangeTable(view, cell, style) + "\n";
  }
  if (result.grid.columns.size() > 1) {
    for (const OutcomeComparison& one : result.outcomes) text += Matrix(view, one, style) + "\n";
  }
  for (const std::string& note : NotesOf(view)) {
    text += Paint("! " + Plain(note, style), Tone::kWarn, style) + "\n";
  }
  return text + Legend(view, style);
}

}  // namespace entente::report
