#include "report/text/run_table.h"

#include <fmt/format.h>

#include <cmath>

#include "report/text/columns.h"
#include "report/text/numbers.h"

namespace entente::report {
namespace {

constexpr int kPictureColumns = 12;

std::string ForecastText(const ForecastOrigin& forecast) {
  return fmt::format(
      "forecast from {} · {} filters of {} particles followed the record · parameters {} · "
      "log-likelihood {}",
      forecast.from, forecast.filters, Thousands(forecast.particles),
      forecast.posterior ? "as learned" : "weighed by the record", Fixed(forecast.log_likelihood, 2));
}

std::string Heading(const RunView& view, const Style& style) {
  const engine::RunResult& result = view.result;
  const model::Model& model = view.model;
  std::string head = Paint(model.name, Tone::kStrong, style);
  if (!model.title.empty()) head += " · " + model.title;
  std::string setting =
      fmt::format("{} worlds · seed {} · {} to {}", Thousands(result.worlds), result.seed,
                  FormatDate(model.time.start), FormatDate(model.time.end));
  for (std::size_t i = 0; i < view.policies.size(); ++i) {
    setting += (i == 0 ? " · with " : ", ") + view.policies[i];
  }
  if (result.looks > 0) {
    const char* const reached = result.width_reached ? "width reached" : "WIDTH NOT REACHED";
    setting += fmt::format(" · {} after {}", reached, Counted(result.looks, "look"));
  }
  if (result.partial) setting += " · PARTIAL";
  if (view.forecast) setting += "\n" + ForecastText(*view.forecast);
  return head + "\n" + Paint(setting, Tone::kDim, style) + "\n";
}

std::string Picture(const OutcomeView& outcome, const Style& style) {
  if (outcome.outcome->kind == model::OutcomeKind::kEver) {
    return ShareBar(outcome.summary->estimate.value, kPictureColumns, style.unicode);
  }
  return Sparkline(outcome.summary->histogram, kPictureColumns, style.unicode);
}

std::string ExactCell(const RunView& view, std::size_t row, const OutcomeView& outcome) {
  if (row >= view.exact.size() || !view.exact[row].solved) return "–";
  const double value = view.exact[row].value * outcome.scale;
  return outcome.share ? Fixed(100 * value, 4) + " %" : fmt::format("{:.7g}", value);
}

std::string ShiftCell(const RunView& view, std::size_t row, const OutcomeView& outcome) {
  if (row >= view.step_shifts.size()) return "–";
  const engine::Estimate& shift = view.step_shifts[row];
  const double scale = outcome.share ? 100 : outcome.scale;
  const int decimals = DecimalsFor(scale * (shift.high - shift.low));
  const auto number = [&](double value) { return Fixed(scale * value, decimals); };
  return fmt::format("{} [{}, {}]{}", number(shift.value), number(shift.low), number(shift.high),
                     outcome.share ? " points" : "");
}

std::vector<Column> ColumnsOf(const RunView& view) {
  std::vector<Column> columns = {{"outcome", Align::kLeft, false},
                                 {"estimate", Align::kRight, false},
                                 {fmt::format("{:.4g} % interval", 100 * view.result.confidence),
                                  Align::kLeft, false}};
  if (!view.exact.empty()) columns.push_back({"exact", Align::kRight, false});
  if (!view.step_shifts.empty()) columns.push_back({"shift at half the step", Align::kLeft, false});
  columns.push_back({"distribution", Align::kLeft, false});
  columns.push_back({"", Align::kLeft, true});
  return columns;
}

std::vector<std::string> RowOf(const RunView& view, std::size_t row, const OutcomeView& outcome,
                               const Style& style) {
  const EstimateText text = TextOf(view.model, outcome);
  std::vector<std::string> cells = {outcome.outcome->provenance.name, text.value, text.interval};
  if (!view.exact.empty()) cells.push_back(ExactCell(view, row, outcome));
  if (!view.step_shifts.empty()) cells.push_back(ShiftCell(view, row, outcome));
  cells.push_back(Picture(outcome, style));
  cells.push_back(outcome.outcome->provenance.title);
  for (std::string& cell : cells) cell = Plain(std::move(cell), style);
  return cells;
}

std::string Hints(const RunView& view) {
  const std::uint64_t world = view.result.worlds > 7 ? 7 : 0;
  return fmt::format(
      "One world's story: --world {}   Charts, assumptions, sources: --html report.html\n", world);
}

}  // namespace

std::string RunTable(const RunView& view, const Style& style) {
  const std::vector<OutcomeView> outcomes = ViewOutcomes(view);
  std::string text = Plain(Heading(view, style), style) + "\n";
  if (outcomes.empty()) {
    text += view.result.worlds == 0
                ? "No world was finished.\n"
                : "The model declares no outcome: add a line such as `outcome x = ever ISSUE is STATE`\n";
  } else {
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      rows.push_back(RowOf(view, i, outcomes[i], style));
    }
    const auto lines = LayOut(ColumnsOf(view), rows, style.width, style.unicode);
    text += Paint(lines[0].substr(0, lines[0].size() - 1), Tone::kDim, style) + "\n";
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      text += lines[i + 1];
      for (const std::string& note : NotesOf(view, outcomes[i])) {
        for (const std::string& line : Wrap(Plain(note, style), style.width - 4)) {
          text += "    " + Paint(line, Tone::kDim, style) + "\n";
        }
      }
    }
  }
  const std::vector<std::string> notes = NotesOf(view);
  if (!notes.empty()) text += "\n";
  for (const std::string& note : notes) {
    std::string mark = "! ";
    for (const std::string& line : Wrap(Plain(note, style), style.width - 2)) {
      text += Paint(mark + line, Tone::kWarn, style) + "\n";
      mark = "  ";
    }
  }
  return text + "\n" + Paint(Hints(view), Tone::kDim, style);
}

}  // namespace entente::report
