#include "report/html/compare_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "report/data/run_view.h"
#include "report/html/escape.h"
#include "report/text/numbers.h"
#include "report/words/changes.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using analysis::CompareCell;
using analysis::CompareResult;
using analysis::OutcomeComparison;
using analysis::Survival;

const model::Outcome& OutcomeOf(const CompareView& view, const OutcomeComparison& one) {
  return view.model.outcomes[one.outcome.index()];
}

std::string OutcomeCell(const model::Outcome& outcome) {
  return "<strong>" + Escape(TitleWithIndex(outcome.provenance)) + "</strong><br><span class=\"name\">" +
         Escape(outcome.provenance.name) + "</span>";
}

std::string SurvivalText(const CompareCell& cell) {
  const std::string share = RoughShare(cell.sign_share);
  switch (cell.survival) {
    case Survival::kNoDifference: return "no difference seen";
    case Survival::kSurvives: return "<strong>survives</strong>: " + share + " of draws";
    case Survival::kDepends: return "depends on the parameters: " + share + " of draws";
    case Survival::kUnclear: return "unclear: about " + share + " of draws";
  }
  return "";
}

// The interval of a difference as a bar about zero; `reach` is the widest one of the table.
std::string Bar(const engine::Estimate& difference, double reach) {
  if (!(reach > 0.0) || !std::isfinite(difference.low) || !std::isfinite(difference.high)) return "";
  const auto x = [&](double value) { return 60.0 + 56.0 * std::clamp(value / reach, -1.0, 1.0); };
  const double low = x(difference.low), high = x(difference.high);
  return fmt::format(
      "<svg class=\"spark\" width=\"120\" height=\"16\" viewBox=\"0 0 120 16\" role=\"img\" "
      "aria-label=\"interval about zero\"><line x1=\"60\" y1=\"1\" x2=\"60\" y2=\"15\" "
      "stroke=\"currentColor\" opacity=\"0.35\"/><line x1=\"{:.1f}\" y1=\"8\" x2=\"{:.1f}\" "
      "y2=\"8\" stroke=\"currentColor\" stroke-width=\"3\" opacity=\"0.5\"/><circle cx=\"{:.1f}\" "
      "cy=\"8\" r=\"3.2\" fill=\"currentColor\"/></svg>",
      low, std::max(high, low + 0.5), x(difference.value));
}

// Differences told at a glance, in each direction.
constexpr std::size_t kMostTold = 4;

// With more outcomes than this, those without a difference are named below a table, not in it.
constexpr std::size_t kMostPlainRows = 12;

// The policies of a cell of the grid in words: "two_track in hard_decoupling".
std::string CellTitle(const CompareResult& result, std::size_t cell) {
  const std::size_t columns = result.grid.columns.size();
  const std::size_t row = cell / columns, column = cell % columns;
  std::string title = NamesText(row > 0 ? result.grid.rows[row] : result.grid.columns[column], "");
  if (row > 0 && column > 0) title += " in " + NamesText(result.grid.columns[column], "");
  return title;
}

// The clearest differences of one cell that survive the parameters, by how many half intervals they
// lie from zero; those that do not survive are counted.
std::vector<std::string> GlanceRow(const CompareView& view, std::size_t cell) {
  struct Told {
    double clearness;
    std::string text;
  };
  std::vector<Told> up, down;
  std::size_t others = 0;
  for (const OutcomeComparison& one : view.result.outcomes) {
    const CompareCell& changed = one.cells[cell];
    if (changed.survival == Survival::kNoDifference) continue;
    if (changed.survival != Survival::kSurvives) {
      ++others;
      continue;
    }
    const model::Outcome& outcome = OutcomeOf(view, one);
    const ShownUnit unit = ShownUnitOf(outcome);
    const engine::Estimate& difference = changed.change.difference;
    const double half = (difference.high - difference.low) / 2;
    const bool rises = (difference.value > 0) == (unit.scale > 0);
    (rises ? up : down)
        .push_back({half > 0 ? std::fabs(difference.value) / half : 0.0,
                    Escape(TitleWithIndex(outcome.provenance)) + " <strong>" +
                        Escape(DifferenceText(difference, unit).value) + "</strong>"});
  }
  const auto list = [](std::vector<Told>& all) {
    std::stable_sort(all.begin(), all.end(),
                     [](const Told& a, const Told& b) { return a.clearness > b.clearness; });
    std::string text;
    for (std::size_t i = 0; i < std::min(kMostTold, all.size()); ++i) {
      text += (i > 0 ? "<br>" : "") + all[i].text;
    }
    if (all.size() > kMostTold) {
      text += fmt::format("<br><span class=\"quiet\">and {} more</span>", all.size() - kMostTold);
    }
    return text;
  };
  const std::size_t columns = view.result.grid.columns.size();
  const auto& names = cell / columns > 0 ? view.result.grid.rows[cell / columns]
                                         : view.result.grid.columns[cell % columns];
  const std::string titles = TitlesText(view.model, names);
  const std::string name = Escape(CellTitle(view.result, cell));
  return {titles.empty() ? "<strong>" + name + "</strong>"
                         : "<strong>" + Escape(titles) + "</strong><br><span class=\"name\">" +
                               name + "</span>",
          list(up), list(down), others > 0 ? std::to_string(others) : ""};
}

Section GlanceSection(const CompareView& view) {
  const std::size_t cells =
      view.result.grid.rows.size() * view.result.grid.columns.size();
  if (cells < 3) return {};
  std::vector<std::vector<std::string>> rows;
  for (std::size_t cell = 1; cell < cells; ++cell) rows.push_back(GlanceRow(view, cell));
  return {"glance", "At a glance",
          Paragraph("The clearest differences that survive the uncertainty of the parameters. The "
                    "last column counts differences whose sign depends on the parameters, or for "
                    "which these worlds can not tell.") +
              HtmlTable({"Policy", "Raises", "Lowers", "Depends or unclear"},
                        {false, false, false, true}, rows)};
}

Section ChangeSection(const CompareView& view, std::size_t cell) {
  const CompareResult& result = view.result;
  const std::size_t columns = result.grid.columns.size();
  const std::size_t row = cell / columns, column = cell % columns;
  const auto& names = row > 0 ? result.grid.rows[row] : result.grid.columns[column];
  const std::string title = CellTitle(result, cell);
  std::string body;
  const std::string titles = TitlesText(view.model, names);
  if (!titles.empty()) body += Paragraph(titles, "lead");
  for (const model::Policy& policy : view.model.policies) {
    if (std::find(names.begin(), names.end(), policy.provenance.name) == names.end()) continue;
    body += "<ul>";
    for (const model::Intervention& change : policy.interventions) {
      body += "<li><code>" + Escape(change.text) + "</code></li>";
    }
    body += "</ul><p>" + SourcesOf(view.model, policy.provenance) + "</p>\n";
  }
  std::vector<std::vector<std::string>> rows;
  std::string same;  // outcomes that the change is not seen to touch
  for (const OutcomeComparison& one : result.outcomes) {
    const model::Outcome& outcome = OutcomeOf(view, one);
    const ShownUnit unit = ShownUnitOf(outcome);
    const CompareCell& changed = one.cells[cell];
    if (changed.survival == Survival::kNoDifference && result.outcomes.size() > kMostPlainRows) {
      same += (same.empty() ? "" : "; ") + TitleWithIndex(outcome.provenance);
      continue;
    }
    const analysis::PairedSummary& change = changed.change;
    const EstimateText difference = DifferenceText(change.difference, unit);
    const double reach =
        std::max(std::fabs(change.difference.low), std::fabs(change.difference.high));
    engine::Estimate bar = change.difference;
    if (unit.scale < 0) bar = {-bar.value, -bar.high, -bar.low};
    rows.push_back({OutcomeCell(outcome), Escape(ValueText(change.base, unit).value),
                    Escape(ValueText(change.changed, unit).value),
                    "<strong>" + Escape(difference.value) + "</strong>",
                    Escape(difference.interval) + " " + Bar(bar, reach),
                    Escape(RoughShare(change.rose.value)), Escape(RoughShare(change.fell.value)),
                    SurvivalText(changed), Escape(RatioText(change.variance_ratio))});
  }
  const std::string interval = fmt::format("{:.4g} % interval", 100 * result.confidence);
  if (!rows.empty()) {
    body += HtmlTable({"Question", "Without", "With", "Difference", interval, "Worlds up",
                       "Worlds down", "Over the parameters", "Pairing"},
                      {false, true, true, true, false, true, true, false, true}, rows);
  }
  if (!same.empty()) body += Paragraph("No difference was seen in: " + same + ".", "quiet");
  return {"change-" + std::to_string(cell), title, body, true};
}

std::string RegretCell(const engine::Estimate& regret, const ShownUnit& unit) {
  const ShownUnit size{std::fabs(unit.scale), unit.share ? "" : unit.label, unit.share};
  const EstimateText text = ValueText(regret, size);
  return Escape(text.value) +
         (text.interval.empty() || text.interval == "–"
              ? ""
              : "<br><span class=\"name\">" + Escape(text.interval) + "</span>");
}

Section MatrixSection(const CompareView& view) {
  const CompareResult& result = view.result;
  const std::size_t columns = result.grid.columns.size();
  if (columns < 2) return {};
  std::string body = Paragraph(
      "Each policy (row) in each scenario (column). The regret of a policy in a scenario is how "
      "much worse it does there than the best policy of that scenario; the largest is over "
      "scenarios, the expected one counts every scenario alike.");
  for (const OutcomeComparison& one : result.outcomes) {
    const model::Outcome& outcome = OutcomeOf(view, one);
    const ShownUnit unit = ShownUnitOf(outcome);
    const Better better = view.better[one.outcome.index()];
    const bool flipped = unit.scale < 0;
    const auto& lower = flipped ? one.higher_better : one.lower_better;
    const auto& higher = flipped ? one.lower_better : one.higher_better;
    std::vector<std::string> heads = {"Policy"};
    std::vector<bool> numeric = {false};
    for (const auto& names : result.grid.columns) {
      heads.push_back(Escape(NamesText(names, "as it stands")));
      numeric.push_back(true);
    }
    const bool low_shown = better != Better::kHigher, high_shown = better != Better::kLower;
    if (low_shown) {
      heads.push_back("Largest regret if lower is better");
      heads.push_back("Expected regret if lower is better");
    }
    if (high_shown) {
      heads.push_back("Largest regret if higher is better");
      heads.push_back("Expected regret if higher is better");
    }
    numeric.resize(heads.size(), true);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t row = 0; row < result.grid.rows.size(); ++row) {
      std::vector<std::string> cells = {Escape(NamesText(result.grid.rows[row], "no policy"))};
      for (std::size_t column = 0; column < columns; ++column) {
        const EstimateText value = ValueText(one.cells[row * columns + column].value, unit);
        cells.push_back(Escape(value.value) + "<br><span class=\"name\">" +
                        Escape(value.interval) + "</span>");
      }
      if (low_shown) {
        cells.push_back(RegretCell(lower[row].largest, unit));
        cells.push_back(RegretCell(lower[row].expected, unit));
      }
      if (high_shown) {
        cells.push_back(RegretCell(higher[row].largest, unit));
        cells.push_back(RegretCell(higher[row].expected, unit));
      }
      rows.push_back(std::move(cells));
    }
    body += "<h3>" + Escape(TitleWithIndex(outcome.provenance)) + "</h3>\n" +
            HtmlTable(heads, numeric, rows);
  }
  return {"matrix", "Policies by scenarios", body};
}

Section HowToRead(const CompareView& view) {
  const CompareResult& result = view.result;
  std::string body = Paragraph(fmt::format(
      "Every cell simulates the same {} worlds: same chance events, same {} of the uncertain "
      "numbers. A difference is the mean over worlds of “with” minus “without”; its interval "
      "treats draws as clusters. “Worlds up” and “worlds down” say in how many worlds the value "
      "changed at all.",
      Thousands(result.worlds), DrawsText(result, "draw")));
  body += Paragraph(fmt::format(
      "“Over the parameters” is the share of parameter draws in which the difference has the "
      "sign of the mean, with the blur that chance leaves in one draw taken out. It survives if "
      "that holds in at least {:.4g} % of the draws, the share's interval included; it depends "
      "if in fewer. “Pairing” is how many times as many worlds two ensembles with independent luck "
      "would have needed.", 100 * result.survival_share));
  std::string notes;
  for (const std::string& note : NotesOf(view)) notes += Paragraph(note);
  if (!notes.empty()) body += "<div class=\"note warn\">" + notes + "</div>\n";
  return {"reading", "How to read this", body};
}

}  // namespace

std::vector<Section> CompareSections(const CompareView& view) {
  std::vector<Section> sections = {HowToRead(view)};
  const CompareResult& result = view.result;
  if (result.outcomes.empty()) return sections;
  const std::size_t cells = result.grid.rows.size() * result.grid.columns.size();
  sections.push_back(GlanceSection(view));
  for (std::size_t cell = 1; cell < cells; ++cell) sections.push_back(ChangeSection(view, cell));
  sections.push_back(MatrixSection(view));
  return sections;
}

std::string ComparePage(const CompareView& view, const PageFacts& facts) {
  const CompareResult& result = view.result;
  const model::Model& model = view.model;
  std::vector<Section> sections = CompareSections(view);
  sections.push_back(ReproducePart(
      model, facts,
      {{"Seed", std::to_string(result.seed)},
       {"Worlds in each cell", Thousands(result.worlds)},
       {"Worlds for each parameter draw", std::to_string(result.worlds_per_draw)},
       {"Level of intervals", fmt::format("{:.4g} %", 100 * result.confidence)}}));
  std::vector<std::string> said = {
      Thousands(result.worlds) + " worlds each",
      fmt::format("{} policies, {} scenarios", result.grid.rows.size() - 1,
                  result.grid.columns.size() - 1),
      FormatDate(model.time.start) + " to " + FormatDate(model.time.end),
      fmt::format("seed {}", result.seed)};
  if (result.partial) said.push_back("partial");
  return WholePage(model, facts, "Policies compared, paired by luck", said, std::move(sections),
                   ChartBook());
}

}  // namespace entente::report
