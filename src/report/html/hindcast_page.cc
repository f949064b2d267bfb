#include "report/html/hindcast_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "report/charts/hindcast_svg.h"
#include "report/html/escape.h"
#include "report/html/frame.h"
#include "report/text/hindcast.h"
#include "report/text/numbers.h"

namespace entente::report {
namespace {

using inference::Hindcast;
using inference::HindcastCell;

constexpr std::size_t kMostPictured = 8;

std::string Number(double value) { return std::isnan(value) ? "–" : fmt::format("{:.3f}", value); }

Section VerdictSection(const Hindcast& hindcast) {
  std::string verdict = Verdict(hindcast);
  verdict[0] = 'T';
  std::string body =
      "<p><strong>" + Escape(verdict) + "</strong></p>\n" + Paragraph(SettingOf(hindcast), "quiet");
  std::vector<std::vector<std::string>> rows;
  for (std::size_t f = 1; f < hindcast.forecasters.size(); ++f) {
    const inference::Comparison& one = hindcast.overall[f];
    rows.push_back(
        {Escape(hindcast.forecasters[f].name) + (f == hindcast.best_baseline ? " (the best)" : ""),
         Escape(hindcast.forecasters[f].summary), Number(one.skill.reference),
         Escape(SkillText(one.skill)), Number(one.test.p_value)});
  }
  body += "<figure class=\"wide\">" + OverallSvg(hindcast) + "</figure>\n";
  body += HtmlTable({"Baseline", "It says", "Score", "The model's skill against it", "p"},
                    {false, false, true, false, true}, rows);
  body += Paragraph(
      "Skill is 1 minus the ratio of mean scores on the same occasions: 1 is perfect, 0 no better, "
      "below 0 worse. Scores (CRPS of counts, Brier scores of events) are in units of "
      "climatology's, "
      "averaged over targets and leads. Intervals come from the moving-blocks bootstrap ([–]: "
      "fewer than four blocks, too few to tell), p from "
      "Diebold and Mariano's test. Which baseline is the best is known only afterwards, so the "
      "comparison with it is severe.");
  return {"hindcast-verdict", "Does it beat its baselines?", body};
}

// Targets with most to win or to lose: by the worse of the mean scores of the model and of the best
// baseline, which is near 0 where nothing happened and nobody thought it would.
std::vector<std::size_t> Weightiest(const Hindcast& hindcast) {
  std::vector<double> weight(hindcast.plan.targets.size(), 0.0);
  for (const HindcastCell& cell : hindcast.cells) {
    const double worse = std::max(cell.rows[0].score, cell.rows[cell.best_baseline].score);
    if (std::isfinite(worse)) weight[cell.target] = std::max(weight[cell.target], worse);
  }
  std::vector<std::size_t> targets(weight.size());
  std::iota(targets.begin(), targets.end(), std::size_t{0});
  if (targets.size() <= kMostPictured) return targets;
  std::stable_sort(targets.begin(), targets.end(),
                   [&](std::size_t a, std::size_t b) { return weight[a] > weight[b]; });
  targets.resize(kMostPictured);
  std::erase_if(targets, [&](std::size_t t) { return !(weight[t] > 0.0); });
  return targets;
}

// A cell as a row of a table, after the name of its target or nothing.
std::vector<std::string> CellRow(const Hindcast& hindcast, const HindcastCell& cell) {
  const std::size_t best = cell.best_baseline;
  return {fmt::format("{} months", cell.lead_months), std::to_string(cell.occasions),
          Number(cell.base_rate), Number(cell.rows[0].score),
          Escape(hindcast.forecasters[best].name), Number(cell.rows[best].score),
          Escape(SkillText(cell.against[best].skill)),
          hindcast.plan.targets[cell.target].event
              ? Number(cell.rows[0].auc)
              : fmt::format("{:.0f} %", 100.0 * cell.rows[0].covered_90)};
}

std::string OneTarget(const Hindcast& hindcast, std::size_t target) {
  const bool event = hindcast.plan.targets[target].event;
  std::string body = "<h3>" + Escape(hindcast.plan.targets[target].name) + "</h3>\n";
  std::vector<std::vector<std::string>> rows;
  const HindcastCell* first = nullptr;
  for (const HindcastCell& cell : hindcast.cells) {
    if (cell.target != target) continue;
    if (first == nullptr) first = &cell;
    rows.push_back(CellRow(hindcast, cell));
  }
  body += HtmlTable({"Lead", "Occasions", event ? "Base rate" : "Mean", event ? "Brier" : "CRPS",
                     "Best baseline", "Its", "Skill against it", event ? "AUC" : "Inside 90 %"},
                    {false, true, true, true, false, true, false, true}, rows);
  if (first != nullptr) {
    body += "<figure class=\"wide\">" + HistorySvg(hindcast, *first) + "</figure>\n";
  }
  return body;
}

std::string OtherTargets(const Hindcast& hindcast, const std::vector<std::size_t>& pictured) {
  std::vector<std::vector<std::string>> rows;
  for (const HindcastCell& cell : hindcast.cells) {
    if (std::find(pictured.begin(), pictured.end(), cell.target) != pictured.end()) continue;
    std::vector<std::string> row = CellRow(hindcast, cell);
    row.insert(row.begin(), Escape(hindcast.plan.targets[cell.target].name));
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return "";
  const std::size_t others = hindcast.plan.targets.size() - pictured.size();
  return fmt::format("<details><summary>The other {}</summary>\n", Counted(others, "target")) +
         HtmlTable({"Target", "Lead", "Occasions", "Base rate or mean", "Brier or CRPS",
                    "Best baseline", "Its", "Skill against it", "AUC or inside 90 %"},
                   {false, false, true, true, true, false, true, false, true}, rows) +
         "</details>\n";
}

Section ScoresSection(const Hindcast& hindcast) {
  const std::vector<std::size_t> pictured = Weightiest(hindcast);
  std::string body;
  if (pictured.size() < hindcast.plan.targets.size()) {
    body += Paragraph(fmt::format(
        "Pictured are the {} of {} targets with most to win or to lose: those where the model or "
        "its best baseline has the highest mean score. The others stand in one table.",
        pictured.size(), hindcast.plan.targets.size()));
  }
  for (const std::size_t t : pictured) body += OneTarget(hindcast, t);
  body += OtherTargets(hindcast, pictured);
  for (const int lead : hindcast.plan.leads) {
    if (pictured.empty()) break;
    body += fmt::format("<h3>Skill {} months ahead</h3>\n", lead);
    body += "<figure class=\"wide\">" + SkillSvg(hindcast, lead, pictured) + "</figure>\n";
  }
  return {"hindcast-scores", "Scores by target and lead", body, true};
}

Section ReliabilitySection(const Hindcast& hindcast) {
  std::string body;
  for (const std::size_t t : Weightiest(hindcast)) {
    if (hindcast.reliability[t].empty()) continue;
    body += "<figure><figcaption>" + Escape(hindcast.plan.targets[t].name) + "</figcaption>" +
            ReliabilitySvg(hindcast, t) + "</figure>\n";
  }
  if (body.empty()) return {};
  return {
      "hindcast-reliability", "Do its probabilities mean what they say?",
      Paragraph("Points: how often it happened when about this probability was said. Grey bars: "
                "where a calibrated forecaster's points lie in 90 % of records as long as "
                "this one.") +
          "<div class=\"charts\">\n" + body + "</div>\n",
      true};
}

}  // namespace

std::vector<Section> HindcastSections(const Hindcast& hindcast) {
  return {VerdictSection(hindcast), ScoresSection(hindcast), ReliabilitySection(hindcast)};
}

std::string HindcastPage(const model::Model& model, const inference::Hindcast& hindcast,
                         const PageFacts& facts) {
  std::vector<Section> sections = HindcastSections(hindcast);
  sections.push_back(
      ReproducePart(model, facts, {{"Seed", std::to_string(hindcast.plan.seed)}}));
  return WholePage(model, facts, "<code>" + Escape(model.name) + "</code> against its baselines",
                   {fmt::format("{} origins", hindcast.plan.origins.size()),
                    fmt::format("{} targets", hindcast.plan.targets.size()),
                    fmt::format("seed {}", hindcast.plan.seed)},
                   std::move(sections), ChartBook());
}

}  // namespace entente::report
