#include "report/html/hindcast_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/charts/hindcast_svg.h"
#include "report/html/escape.h"
#include "report/html/frame.h"
#include "report/text/hindcast.h"

namespace entente::report {
namespace {

using inference::Hindcast;
using inference::HindcastCell;

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

Section ScoresSection(const Hindcast& hindcast) {
  std::string body;
  for (std::size_t t = 0; t < hindcast.plan.targets.size(); ++t) {
    const bool event = hindcast.plan.targets[t].event;
    body += "<h3>" + Escape(hindcast.plan.targets[t].name) + "</h3>\n";
    std::vector<std::vector<std::string>> rows;
    const HindcastCell* first = nullptr;
    for (const HindcastCell& cell : hindcast.cells) {
      if (cell.target != t) continue;
      if (first == nullptr) first = &cell;
      const std::size_t best = cell.best_baseline;
      rows.push_back({fmt::format("{} months", cell.lead_months), std::to_string(cell.occasions),
                      Number(cell.base_rate), Number(cell.rows[0].score),
                      Escape(hindcast.forecasters[best].name), Number(cell.rows[best].score),
                      Escape(SkillText(cell.against[best].skill)),
                      event ? Number(cell.rows[0].auc)
                            : fmt::format("{:.0f} %", 100.0 * cell.rows[0].covered_90)});
    }
    body += HtmlTable({"Lead", "Occasions", event ? "Base rate" : "Mean", event ? "Brier" : "CRPS",
                       "Best baseline", "Its", "Skill against it", event ? "AUC" : "Inside 90 %"},
                      {false, true, true, true, false, true, false, true}, rows);
    if (first != nullptr) body += "<figure>" + HistorySvg(hindcast, *first) + "</figure>\n";
  }
  for (const int lead : hindcast.plan.leads) {
    body += fmt::format("<h3>Skill {} months ahead</h3>\n", lead);
    body += "<figure>" + SkillSvg(hindcast, lead) + "</figure>\n";
  }
  return {"hindcast-scores", "Scores by target and lead", body, true};
}

Section ReliabilitySection(const Hindcast& hindcast) {
  std::string body;
  for (std::size_t t = 0; t < hindcast.plan.targets.size(); ++t) {
    if (hindcast.reliability[t].empty()) continue;
    body += "<h3>" + Escape(hindcast.plan.targets[t].name) + "</h3>\n<figure>" +
            ReliabilitySvg(hindcast, t) + "</figure>\n";
  }
  if (body.empty()) return {};
  return {
      "hindcast-reliability", "Do its probabilities mean what they say?",
      Paragraph("Points: how often it happened when about this probability was said. Grey bars: "
                "where a calibrated forecaster's points lie in 90 % of records as long as "
                "this one.") +
          body,
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
