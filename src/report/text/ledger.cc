#include "report/text/ledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "report/text/columns.h"
#include "report/text/numbers.h"
#include "report/text/styled_table.h"

namespace entente::report {
namespace {

std::string DateOf(std::int64_t day) { return FormatDate(CivilFromDayNumber(day)); }

std::string Lines(const LedgerView& view, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t e = 0; e < view.ledger.entries.size(); ++e) {
    const inference::LedgerEntry& entry = view.ledger.entries[e];
    std::int64_t last = entry.origin;
    for (const inference::LedgerForecast& forecast : entry.forecasts) {
      last = std::max(last, forecast.to);
    }
    rows.push_back({std::to_string(e + 1), DateOf(entry.published), entry.model,
                    DateOf(entry.origin), DateOf(last - 1), Thousands(entry.forecasts.size()),
                    view.ledger.hashes[e].substr(0, 12)});
  }
  return StyledTable({{"line", Align::kRight, false},
                      {"published", Align::kLeft, false},
                      {"model", Align::kLeft, true},
                      {"known before", Align::kLeft, false},
                      {"about days to", Align::kLeft, false},
                      {"forecasts", Align::kRight, false},
                      {"hash", Align::kLeft, false}},
                     rows, style);
}

std::string Scores(const LedgerView& view, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (const inference::LedgerScore& score : view.scores) {
    if (!score.outcome) continue;
    const auto& forecast = view.ledger.entries[score.entry].forecasts[score.forecast];
    rows.push_back({std::to_string(score.entry + 1), forecast.target,
                    DateOf(forecast.from) + " to " + DateOf(forecast.to - 1), SaidText(forecast),
                    forecast.event ? (*score.outcome > 0.0 ? "yes" : "no") : Brief(*score.outcome),
                    fmt::format("{:.3f}", score.score)});
  }
  if (rows.empty()) return "";
  return "\n" + StyledTable({{"line", Align::kRight, false},
                             {"what", Align::kLeft, true},
                             {"window", Align::kLeft, false},
                             {"said", Align::kRight, false},
                             {"happened", Align::kRight, false},
                             {"score", Align::kRight, false}},
                            rows, style);
}

std::string Means(const LedgerView& view) {
  const LedgerMean events = MeanScore(view, true), counts = MeanScore(view, false);
  const std::size_t scored = events.scored + counts.scored;
  std::string text = fmt::format("\n{} of {} forecasts scored by the record of {}",
                                 Thousands(scored), Thousands(view.scores.size()),
                                 view.scored_model);
  if (events.scored > 0) text += fmt::format("; events: mean Brier score {:.3f}", events.score);
  if (counts.scored > 0) text += fmt::format("; counts: mean CRPS {:.3f}", counts.score);
  return text + "\n";
}

}  // namespace

std::string LedgerText(const LedgerView& view, const Style& style) {
  std::string text =
      Paint(Counted(view.ledger.entries.size(), "line") + ", the chain is whole", Tone::kStrong,
            style) +
      "\n";
  text += Paint("head " + view.head +
                    (view.head_checked ? " · the head that was kept is in it\n"
                                       : " · keep it elsewhere: `--head` then shows whether lines "
                                         "were dropped\n"),
                Tone::kDim, style);
  text += "\n" + Lines(view, style);
  if (!view.scored_model.empty()) text += Scores(view, style) + Means(view);
  for (const std::string& note : view.notes) text += Paint("! " + note, Tone::kWarn, style) + "\n";
  return Plain(std::move(text), style);
}

}  // namespace entente::report
