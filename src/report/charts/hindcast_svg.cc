#include "report/charts/hindcast_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "report/charts/svg.h"
#include "report/html/escape.h"
#include "report/text/numbers.h"

namespace entente::report {
namespace {

using inference::Hindcast;
using inference::HindcastCell;

using svg::Line;
using svg::Text;
using svg::TickStep;

constexpr const char* kModelColour = svg::kBlue;
constexpr const char* kBaselineColour = svg::kOrange;
constexpr const char* kOutcomeColour = svg::kVermilion;

// Skills with their intervals under one axis, from −1 to 1.
class SkillChart {
 public:
  void Head(const std::string& text) {
    body_ += fmt::format("<text x=\"4\" y=\"{:.1f}\" font-weight=\"bold\">{}</text>\n", y_ + 4,
                         Escape(text));
    y_ += kRow;
  }
  void Row(const std::string& name, const inference::Skill& skill) {
    const char* colour = skill.better()  ? kModelColour
                         : skill.worse() ? kOutcomeColour
                                         : svg::kGrey;
    body_ += Text(kLeft - 8, y_ + 4, "end", name);
    if (skill.told()) {
      body_ += Line(X(skill.low), y_, X(skill.high), y_, colour, 2.0);
    }
    if (!std::isnan(skill.skill)) {
      body_ += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.2\" fill=\"{}\"/>\n",
                           X(skill.skill), y_, colour);
    }
    y_ += kRow;
  }
  void Gap() { y_ += kRow; }
  std::string Done(const std::string& label) const {
    std::string axis;
    for (const double tick : {-1.0, -0.5, 0.0, 0.5, 1.0}) {
      axis += Line(X(tick), kTop - 8, X(tick), y_, "currentColor", 1.0, tick == 0.0 ? 0.7 : 0.12);
      axis += Text(X(tick), 14, "middle", Signed(tick, 1));
    }
    return svg::Picture(kWidth, y_ + 6, label, axis + body_);
  }

 private:
  // No wider than a telephone.
  static constexpr double kWidth = 360, kLeft = 122, kRight = 16, kRow = 15, kTop = 28;
  static double X(double skill) {
    return kLeft + (kWidth - kLeft - kRight) * 0.5 * (std::clamp(skill, -1.0, 1.0) + 1.0);
  }
  double y_ = kTop;
  std::string body_;
};

}  // namespace

std::string HistorySvg(const Hindcast& hindcast, const HindcastCell& cell) {
  constexpr double kWidth = 720, kHeight = 260, kLeft = 40, kRight = 12, kTop = 30, kBottom = 26;
  const std::size_t n = cell.history.size();
  const std::size_t best = cell.best_baseline;
  double most = 1.0;
  for (const auto& occasion : cell.history) {
    most = std::max({most, occasion.outcome, occasion.said[0].high, occasion.said[best].mean});
  }
  const auto x = [&](std::size_t k) {
    return kLeft +
           (kWidth - kLeft - kRight) * (static_cast<double>(k) + 0.5) / static_cast<double>(n);
  };
  const auto y = [&](double v) {
    return kHeight - kBottom - (kHeight - kTop - kBottom) * v / most;
  };
  std::string body;
  for (double tick = 0.0; tick <= most; tick += TickStep(most)) {
    body += Line(kLeft, y(tick), kWidth - kRight, y(tick), "currentColor", 1.0, 0.12);
    body += Text(kLeft - 5, y(tick) + 4, "end", fmt::format("{:g}", tick));
  }
  std::string upper, lower, mean, baseline, dots;
  int year = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const auto& said = cell.history[k].said;
    upper += fmt::format("{:.1f},{:.1f} ", x(k), y(said[0].high));
    lower = fmt::format("{:.1f},{:.1f} ", x(k), y(said[0].low)) + lower;
    mean += fmt::format("{:.1f},{:.1f} ", x(k), y(said[0].mean));
    baseline += fmt::format("{:.1f},{:.1f} ", x(k), y(said[best].mean));
    dots += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3\" fill=\"{}\"/>\n", x(k),
                        y(cell.history[k].outcome), kOutcomeColour);
    const inference::Question question{{}, cell.lead_months, false};
    const CivilDate month =
        CivilFromDayNumber(WindowOf(question, hindcast.plan.origins[cell.history[k].origin]).from);
    if (month.year != year) {
      year = month.year;
      body += Text(x(k), kHeight - 8, "middle", std::to_string(month.year));
      body += Line(x(k), kHeight - kBottom, x(k), kHeight - kBottom + 4, "currentColor");
    }
  }
  const auto path = [](const std::string& points, const char* colour, const char* dash) {
    return fmt::format(
        "<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.6\"{}/>\n", points,
        colour, dash);
  };
  body += fmt::format("<polygon points=\"{}{}\" fill=\"{}\" fill-opacity=\"0.2\"/>\n", upper, lower,
                      kModelColour);
  body +=
      path(baseline, kBaselineColour, " stroke-dasharray=\"5 3\"") + path(mean, kModelColour, "");
  body += dots;
  const auto key = [&](double at, const char* colour, const std::string& text) {
    return fmt::format("<rect x=\"{:.1f}\" y=\"8\" width=\"12\" height=\"8\" fill=\"{}\"/>\n", at,
                       colour) +
           Text(at + 16, 16, "start", text);
  };
  body += key(kLeft, kModelColour, hindcast.forecasters[0].name + " (mean, 90 %)");
  body += key(kLeft + 260, kBaselineColour, hindcast.forecasters[best].name + " (mean)");
  body += key(kLeft + 440, kOutcomeColour, "what happened");
  return svg::Picture(
      kWidth, kHeight,
      fmt::format("{}, {} months ahead", hindcast.plan.targets[cell.target].name, cell.lead_months),
      body);
}

std::string SkillSvg(const Hindcast& hindcast, int lead_months,
                     const std::vector<std::size_t>& targets) {
  SkillChart chart;
  for (const HindcastCell& cell : hindcast.cells) {
    if (cell.lead_months != lead_months) continue;
    if (!targets.empty() &&
        std::find(targets.begin(), targets.end(), cell.target) == targets.end()) {
      continue;
    }
    chart.Head(hindcast.plan.targets[cell.target].name);
    for (std::size_t f = 1; f < hindcast.forecasters.size(); ++f) {
      chart.Row(hindcast.forecasters[f].name + (f == cell.best_baseline ? " *" : ""),
                cell.against[f].skill);
    }
    chart.Gap();
  }
  return chart.Done(fmt::format("skill against each baseline, {} months ahead", lead_months));
}

std::string OverallSvg(const Hindcast& hindcast) {
  SkillChart chart;
  for (std::size_t f = 1; f < hindcast.forecasters.size(); ++f) {
    chart.Row(hindcast.forecasters[f].name + (f == hindcast.best_baseline ? " *" : ""),
              hindcast.overall[f].skill);
  }
  return chart.Done("skill against each baseline, over all targets and leads");
}

std::string ReliabilitySvg(const Hindcast& hindcast, std::size_t target) {
  constexpr double kSize = 300, kLeft = 40, kBottom = 34, kTop = 14, kRight = 14;
  const auto x = [&](double p) { return kLeft + (kSize - kLeft - kRight) * p; };
  const auto y = [&](double p) { return kSize - kBottom - (kSize - kTop - kBottom) * p; };
  std::string body = Line(x(0), y(0), x(1), y(1), "currentColor", 1.0, 0.5);
  for (const double tick : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    body += Line(x(tick), y(0), x(tick), y(1), "currentColor", 1.0, 0.12);
    body += Line(x(0), y(tick), x(1), y(tick), "currentColor", 1.0, 0.12);
    body += Text(x(tick), y(0) + 14, "middle", fmt::format("{:g}", tick));
    body += Text(x(0) - 5, y(tick) + 4, "end", fmt::format("{:g}", tick));
  }
  for (const inference::ReliabilityBin& bin : hindcast.reliability[target]) {
    body += Line(x(bin.forecast), y(bin.bar_low), x(bin.forecast), y(bin.bar_high), svg::kGrey, 4.0,
                 0.6);
    body += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"{}\">"
        "<title>{} forecasts</title></circle>\n",
        x(bin.forecast), y(bin.frequency),
        2.0 + std::min(4.0, std::sqrt(static_cast<double>(bin.count)) / 4.0), kModelColour,
        bin.count);
  }
  body += Text(x(0.5), kSize - 4, "middle", "probability said");
  return svg::Picture(kSize, kSize, "reliability: " + hindcast.plan.targets[target].name, body);
}

}  // namespace entente::report
