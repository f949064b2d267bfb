#include "report/text/filter.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/text/columns.h"
#include "report/text/numbers.h"
#include "report/text/styled_table.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

constexpr std::size_t kMostRows = 15;
// A filtered state that is as good as certain is not told.
constexpr double kCertain = 0.995;

std::string Paragraphs(const std::string& words, const Style& style) {
  std::string text;
  for (const std::string& line : Wrap(words, std::max(40, style.width))) {
    text += Paint(line, Tone::kDim, style) + "\n";
  }
  return text;
}

std::string Heading(const FilterView& view, const Style& style) {
  const inference::ReplicateSummary& summary = view.summary;
  std::string text =
      Paint(view.model.name + " · following the record to " + view.to, Tone::kStrong, style) + "\n";
  std::size_t complete = 0;
  for (const inference::RowForecast& row : summary.run.rows) complete += row.weighs ? 1 : 0;
  std::string setting = fmt::format(
      "{} in each of {} · seed {} · {}, of which {} weigh · {}", Counted(view.particles, "particle"),
      Counted(summary.run.log_likelihood.size(), "filter"), view.seed,
      Counted(summary.run.rows.size(), "recorded happening"), complete,
      Counted(summary.run.cells.size(), "observed cell"));
  for (std::size_t i = 0; i < view.policies.size(); ++i) {
    setting += (i == 0 ? " · with " : ", ") + view.policies[i];
  }
  text += Paragraphs(setting, style);
  for (const std::string& note : view.notes) text += Paragraphs(note, style);
  std::uint64_t failed = 0;
  for (const engine::FailureSummary& failure : summary.run.failures) failed += failure.worlds;
  if (failed > 0) text += Paint(fmt::format("{} particles failed\n", failed), Tone::kWarn, style);
  return text;
}

std::string Likelihood(const FilterView& view, const Style& style) {
  const inference::ReplicateSummary& summary = view.summary;
  std::string text = "\n";
  if (summary.run.contradiction) {
    return text + Paint("The record contradicts the model: ", Tone::kWarn, style) +
           summary.run.contradiction->what + " (" +
           DateOf(view.model, summary.run.contradiction->day) + ")\n";
  }
  text += Paint("Log-likelihood of the record", Tone::kStrong, style) +
          fmt::format("  {} ± {}\n", Fixed(summary.log_likelihood, 2),
                      summary.run.log_likelihood.size() > 1 ? Fixed(summary.standard_error, 2)
                                                            : "–");
  std::string words = fmt::format("Fewest particles effective: {:.1f} % on {}",
                                  100.0 * summary.smallest_effective,
                                  DateOf(view.model, summary.smallest_effective_day));
  if (summary.looked_ahead) words += ", looking ahead to the next recorded happening";
  text += Paragraphs(words + ".", style);
  const bool none = std::none_of(summary.run.rows.begin(), summary.run.rows.end(),
                                 [](const inference::RowForecast& row) { return row.weighs; });
  if (none && summary.run.cells.empty()) {
    text += Paint("Nothing weighs: the model declares its record complete for nothing that is in it, "
                  "and observes no counts.\n",
                  Tone::kWarn, style);
  }
  if (summary.standard_error > 1.0) {
    text += Paint("The estimate varies by more than 1 between filters: more particles are needed.\n",
                  Tone::kWarn, style);
  }
  return text;
}

std::string ChanceText(const engine::Estimate& probability) {
  const auto percent = [](double p) { return Brief(100.0 * p); };
  return fmt::format("{} % [{}, {}]", percent(probability.value), percent(probability.low),
                     percent(probability.high));
}

std::string Surprises(const FilterView& view, const Style& style) {
  std::vector<Foreseen> rows = ForeseenRows(view);
  if (rows.empty()) return "";
  const std::size_t all = rows.size();
  double sum = 0.0;
  for (const Foreseen& row : rows) sum += row.bits;
  std::stable_sort(rows.begin(), rows.end(),
                   [](const Foreseen& a, const Foreseen& b) { return a.bits > b.bits; });
  if (rows.size() > kMostRows) rows.resize(kMostRows);
  std::vector<std::vector<std::string>> cells;
  for (const Foreseen& row : rows) {
    const engine::TaughtHappening& taught = view.data.teacher.happenings[row.taught];
    cells.push_back({fmt::format("{:.1f}", row.bits), DateOf(view.model, taught.day),
                     HappeningText(view.model, taught.happening), ChanceText(row.probability)});
  }
  return "\n" + Paint("What the model did not see coming", Tone::kStrong, style) + "\n" +
         StyledTable({{"bits", Align::kRight, false},
                      {"date", Align::kLeft, false},
                      {"what happened", Align::kLeft, true},
                      {"chance that day", Align::kLeft, false}},
                     cells, style) +
         Paragraphs(fmt::format("Surprise is −log₂ of the chance that it would happen on its day, as "
                                "it stood just before (for a choice: of the choice). {} of {} rows; "
                                "on average {:.1f} bits.",
                                rows.size(), all, sum / static_cast<double>(all)),
                    style);
}

std::string States(const FilterView& view, const Style& style) {
  if (view.summary.run.states.empty()) return "";
  const inference::FilteredState& state = view.summary.run.states.back();
  std::vector<std::vector<std::string>> cells;
  std::size_t known = 0;
  for (std::size_t i = 0; i < view.model.issues.size(); ++i) {
    const model::Issue& issue = view.model.issues[i];
    if (issue.kind == model::IssueKind::kHidden) continue;
    std::vector<std::pair<double, std::size_t>> shares;
    for (std::size_t s = 0; s < issue.states.size(); ++s) {
      shares.emplace_back(OverReplicates(state.issues[i][s], view.confidence).value, s);
    }
    std::sort(shares.begin(), shares.end(), std::greater<>());
    if (!(shares[0].first < kCertain)) {
      ++known;
      continue;
    }
    std::string text;
    for (const auto& [share, s] : shares) {
      if (share < 0.005) continue;
      text += fmt::format("{}{} {:.0f} %", text.empty() ? "" : " · ",
                          StateText(issue, static_cast<model::StateIndex>(s)), 100.0 * share);
    }
    cells.push_back({issue.provenance.name, text});
  }
  std::string text;
  if (!cells.empty()) {
    text += "\n" + Paint("Issues that the record leaves open on " + view.to, Tone::kStrong, style) +
            "\n" +
            StyledTable({{"issue", Align::kLeft, false}, {"state", Align::kLeft, true}}, cells,
                        style) +
            Paragraphs(fmt::format("{} others are as good as known.", known), style);
  }
  cells.clear();
  for (std::size_t q = 0; q < view.model.quantities.size(); ++q) {
    const model::Quantity& quantity = view.model.quantities[q];
    const double scale = quantity.unit.scale;
    const std::vector<double>& at = state.quantiles[q];
    // A quantity that is the same in all particles is no finding.
    if (!(at.back() > at.front())) continue;
    const engine::Estimate mean = OverReplicates(state.quantities[q], view.confidence);
    cells.push_back({quantity.provenance.name, Brief(mean.value * scale),
                     fmt::format("{} – {}", Brief(at.front() * scale), Brief(at.back() * scale)),
                     quantity.provenance.title});
  }
  if (!cells.empty()) {
    text += "\n" + Paint("Quantities on " + view.to, Tone::kStrong, style) + "\n" +
            StyledTable({{"quantity", Align::kLeft, false},
                         {"mean", Align::kRight, false},
                         {"5 – 95 %", Align::kLeft, false},
                         {"", Align::kLeft, true}},
                        cells, style);
  }
  return text;
}

}  // namespace

std::string FilterText(const FilterView& view, const Style& style) {
  std::string text = Heading(view, style) + Likelihood(view, style) + Surprises(view, style);
  if (!view.summary.run.contradiction) text += States(view, style);
  return Plain(std::move(text), style);
}

}  // namespace entente::report
