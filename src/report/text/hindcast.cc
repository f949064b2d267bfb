#include "report/text/hindcast.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "report/text/numbers.h"
#include "report/text/styled_table.h"

namespace entente::report {
namespace {

using inference::Hindcast;
using inference::HindcastCell;

std::string Number(double value) { return std::isnan(value) ? "–" : fmt::format("{:.3f}", value); }

std::string Overall(const Hindcast& hindcast, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t f = 1; f < hindcast.forecasters.size(); ++f) {
    const inference::Comparison& one = hindcast.overall[f];
    const double p = one.test.p_value;
    rows.push_back({hindcast.forecasters[f].name + (f == hindcast.best_baseline ? " *" : ""),
                    Number(one.skill.reference), SkillText(one.skill),
                    std::isnan(p) ? "–"
                    : p < 0.001   ? "<0.001"
                                  : fmt::format("{:.3f}", p),
                    hindcast.forecasters[f].summary});
  }
  const double own = hindcast.overall[hindcast.best_baseline].skill.score;
  return "\n" + Paint("Against each baseline", Tone::kStrong, style) + "\n" +
         StyledTable({{"baseline", Align::kLeft, false},
                      {"its score", Align::kRight, false},
                      {"the model's skill against it", Align::kLeft, false},
                      {"p", Align::kRight, false},
                      {"it says", Align::kLeft, true}},
                     rows, style) +
         Paint(fmt::format("* the best, known afterwards. Scores are in units of climatology's, "
                           "averaged over targets and leads; the model's is {}.",
                           Number(own)),
               Tone::kDim, style) +
         "\n";
}

std::string OneTarget(const Hindcast& hindcast, std::size_t target, const Style& style) {
  const bool event = hindcast.plan.targets[target].event;
  std::vector<std::vector<std::string>> rows;
  for (const HindcastCell& cell : hindcast.cells) {
    if (cell.target != target) continue;
    const std::size_t best = cell.best_baseline;
    std::vector<std::string> row = {fmt::format("   {}", cell.lead_months),
                                    std::to_string(cell.occasions),
                                    Number(cell.base_rate),
                                    Number(cell.rows[0].score),
                                    hindcast.forecasters[best].name,
                                    Number(cell.rows[best].score),
                                    SkillText(cell.against[best].skill)};
    if (event) {
      row.push_back(Number(cell.rows[0].auc));
    } else {
      row.push_back(fmt::format("{:.0f} %", 100.0 * cell.rows[0].covered_90));
    }
    rows.push_back(std::move(row));
  }
  return "\n" + Paint(hindcast.plan.targets[target].name, Tone::kStrong, style) + "\n" +
         StyledTable({{"lead", Align::kRight, false},
                      {"n", Align::kRight, false},
                      {event ? "base rate" : "mean", Align::kRight, false},
                      {event ? "Brier" : "CRPS", Align::kRight, false},
                      {"best baseline", Align::kLeft, false},
                      {"its", Align::kRight, false},
                      {"skill against it", Align::kLeft, false},
                      {event ? "AUC" : "in 90 %", Align::kRight, false}},
                     rows, style);
}

}  // namespace

std::string SkillText(const inference::Skill& skill) {
  if (skill.occasions == 0 || std::isnan(skill.skill)) return "–";
  const auto number = [](double value) { return Signed(value, 3); };
  if (!skill.told()) return number(skill.skill) + " [–]";
  return fmt::format("{} [{}, {}]", number(skill.skill), number(skill.low), number(skill.high));
}

std::string SettingOf(const Hindcast& hindcast) {
  const inference::HindcastPlan& plan = hindcast.plan;
  const auto month = [](std::int64_t day) {
    return FormatDate(CivilFromDayNumber(day)).substr(0, 7);
  };
  std::string leads;
  for (const int lead : plan.leads) leads += (leads.empty() ? "" : ", ") + std::to_string(lead);
  return fmt::format(
      "{} origins from {} to {} · leads {} months · {} targets · seed {} · {:.4g} % "
      "intervals by moving blocks ([–]: too few to tell)",
      plan.origins.size(), month(plan.origins.front()), month(plan.origins.back()), leads,
      plan.targets.size(), plan.seed, 100.0 * plan.level);
}

std::string HindcastText(const Hindcast& hindcast, const Style& style) {
  std::string verdict = Verdict(hindcast);
  verdict[0] = 'T';
  std::string text = Paint(verdict, Tone::kStrong, style) + "\n" +
                     Paint(SettingOf(hindcast), Tone::kDim, style) + "\n" +
                     Overall(hindcast, style);
  for (std::size_t t = 0; t < hindcast.plan.targets.size(); ++t) {
    text += OneTarget(hindcast, t, style);
  }
  if (hindcast.skipped > 0) {
    text += "\n" +
            Paint(fmt::format("{} forecasts are not scored: the record does not cover "
                              "their month.",
                              hindcast.skipped),
                  Tone::kDim, style) +
            "\n";
  }
  return Plain(text, style);
}

}  // namespace entente::report
