#include "report/charts/hindcast_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "report/html/escape.h"

namespace entente::report {
namespace {

using inference::Hindcast;
using inference::HindcastCell;

constexpr const char* kModelColour = "#0072b2";
constexpr const char* kBaselineColour = "#e69f00";
constexpr const char* kOutcomeColour = "#d55e00";

std::string Svg(double width, double height, const std::string& label, const std::string& body) {
  return fmt::format(
      "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{0:.0f}\" height=\"{1:.0f}\" "
      "viewBox=\"0 0 {0:.0f} {1:.0f}\" font-family=\"sans-serif\" font-size=\"11\" role=\"img\" "
      "fill=\"currentColor\" color=\"#444\" aria-label=\"{2}\">\n<title>{2}</title>\n{3}</svg>\n",
      width, height, Escape(label), body);
}

std::string Text(double x, double y, const char* anchor, const std::string& text) {
  return fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\">{}</text>\n", x, y, anchor,
                     Escape(text));
}

std::string Line(double x1, double y1, double x2, double y2, const char* colour, double width = 1.0,
                 double opacity = 1.0) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" "
      "stroke=\"{}\" stroke-width=\"{}\" stroke-opacity=\"{}\"/>\n",
      x1, y1, x2, y2, colour, width, opacity);
}

// 1, 2 or 5 times a power of ten, for about five ticks up to `most`.
double TickStep(double most) {
  const double rough = std::max(most, 1e-9) / 5.0;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (rough <= factor * power) return factor * power;
  }
  return 10.0 * power;
}

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
    if (month.month == 1) {
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
  return Svg(
      kWidth, kHeight,
      fmt::format("{}, {} months ahead", hindcast.plan.targets[cell.target].name, cell.lead_months),
      body);
}

std::string SkillSvg(const Hindcast& hindcast, int lead_months) {
  constexpr double kWidth = 720, kLeft = 230, kRight = 20, kRow = 15, kGap = 12, kTop = 28;
  constexpr double kLowest = -1.0, kHighest = 1.0;
  std::string body;
  double y = kTop;
  const auto x = [&](double skill) {
    return kLeft + (kWidth - kLeft - kRight) * (std::clamp(skill, kLowest, kHighest) - kLowest) /
                       (kHighest - kLowest);
  };
  for (const HindcastCell& cell : hindcast.cells) {
    if (cell.lead_months != lead_months) continue;
    body += fmt::format("<text x=\"4\" y=\"{:.1f}\" font-weight=\"bold\">{}</text>\n", y + 4,
                        Escape(hindcast.plan.targets[cell.target].name));
    y += kRow;
    for (std::size_t f = 1; f < hindcast.forecasters.size(); ++f) {
      const inference::Skill& skill = cell.against[f].skill;
      const char* colour = skill.better()  ? kModelColour
                           : skill.worse() ? kOutcomeColour
                                           : "#8c8c8c";
      body += Text(kLeft - 8, y + 4, "end",
                   hindcast.forecasters[f].name + (f == cell.best_baseline ? " *" : ""));
      body += Line(x(skill.low), y, x(skill.high), y, colour, 2.0);
      body += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"3.2\" fill=\"{}\"/>\n",
                          x(skill.skill), y, colour);
      y += kRow;
    }
    y += kGap;
  }
  std::string axis;
  for (const double tick : {-1.0, -0.5, 0.0, 0.5, 1.0}) {
    axis += Line(x(tick), kTop - 8, x(tick), y, "currentColor", 1.0, tick == 0.0 ? 0.7 : 0.12);
    axis += Text(x(tick), 14, "middle", fmt::format("{:+g}", tick));
  }
  return Svg(kWidth, y + 6,
             fmt::format("skill against each baseline, {} months ahead", lead_months), axis + body);
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
    body += Line(x(bin.forecast), y(bin.bar_low), x(bin.forecast), y(bin.bar_high), "#8c8c8c", 4.0,
                 0.6);
    body += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.1f}\" fill=\"{}\">"
        "<title>{} forecasts</title></circle>\n",
        x(bin.forecast), y(bin.frequency),
        2.0 + std::min(4.0, std::sqrt(static_cast<double>(bin.count)) / 4.0), kModelColour,
        bin.count);
  }
  body += Text(x(0.5), kSize - 4, "middle", "probability said");
  return Svg(kSize, kSize, "reliability: " + hindcast.plan.targets[target].name, body);
}

}  // namespace entente::report
