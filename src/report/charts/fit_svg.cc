#include "report/charts/fit_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/charts/svg.h"
#include "report/text/numbers.h"

namespace entente::report {

std::string DensitySvg(const model::Parameter& parameter, const inference::DensityCurves& curves,
                       const std::string& label) {
  constexpr double kWidth = 320, kHeight = 132, kSide = 14, kTop = 6, kBottom = 24;
  if (curves.at.size() < 2) return "";
  const double scale = parameter.unit.scale * (parameter.unit.share ? 100.0 : 1.0);
  const double low = curves.at.front() * scale, high = curves.at.back() * scale;
  const double most =
      std::max(*std::max_element(curves.prior.begin(), curves.prior.end()),
               *std::max_element(curves.posterior.begin(), curves.posterior.end()));
  if (!(high > low) || !(most > 0.0) || !std::isfinite(most)) return "";
  const auto x = [&](double shown) {
    return kSide + (kWidth - 2 * kSide) * (shown - low) / (high - low);
  };
  const double ground = kHeight - kBottom;
  std::string body;
  for (const double tick : svg::Ticks(low, high, 7)) {
    body += svg::Line(x(tick), kTop, x(tick), ground, "currentColor", 1.0, 0.12);
    body += svg::Text(x(tick), kHeight - 8, "middle",
                      Brief(tick) + (parameter.unit.share ? " %" : ""));
  }
  const auto curve = [&](const std::vector<double>& density, const char* colour, double fill) {
    std::string points = fmt::format("{:.1f},{:.1f} ", x(low), ground);
    for (std::size_t i = 0; i < density.size(); ++i) {
      points += fmt::format("{:.1f},{:.1f} ", x(curves.at[i] * scale),
                            ground - (ground - kTop) * density[i] / most);
    }
    points += fmt::format("{:.1f},{:.1f}", x(high), ground);
    return fmt::format("<polygon points=\"{}\" fill=\"{}\" fill-opacity=\"{}\" stroke=\"{}\" "
                       "stroke-width=\"1.6\"/>\n",
                       points, colour, fill, colour);
  };
  body += curve(curves.prior, svg::kGrey, 0.25) + curve(curves.posterior, svg::kMark, 0.3);
  body += svg::Line(kSide, ground, kWidth - kSide, ground, "currentColor", 1.0, 0.6);
  return svg::Picture(kWidth, kHeight, label, body);
}

std::string MovedSvg(double shift, double sd) {
  constexpr double kWidth = 150, kHeight = 16;
  constexpr double kTail = 1.6448536269514722;  // Φ⁻¹(0.95)
  const double reach = 3.5;                     // prior standard deviations each way
  const auto x = [&](double score) {
    return 0.5 * kWidth * (1.0 + std::clamp(score, -reach, reach) / reach);
  };
  const auto bar = [&](double from, double to, double y, double height, const char* colour,
                       double opacity) {
    return fmt::format("<rect x=\"{:.1f}\" y=\"{}\" width=\"{:.1f}\" height=\"{}\" fill=\"{}\" "
                       "fill-opacity=\"{}\"/>",
                       x(from), y, std::max(1.5, x(to) - x(from)), height, colour, opacity);
  };
  const std::string body = bar(-kTail, kTail, 3, 10, "currentColor", 0.16) +
                           bar(shift - kTail * sd, shift + kTail * sd, 6, 4, svg::kMark, 1.0) +
                           svg::Line(x(0.0), 1, x(0.0), 15, "currentColor", 1.0, 0.6) +
                           fmt::format("<circle cx=\"{:.1f}\" cy=\"8\" r=\"4\" fill=\"{}\"/>",
                                       x(shift), svg::kMark);
  return svg::Picture(kWidth, kHeight,
                      fmt::format("the posterior lies {:+.2f} prior standard deviations from the "
                                  "prior's median and is {:.2f} times as wide",
                                  shift, sd),
                      body);
}

std::string PassesSvg(const std::vector<double>& log_likelihood) {
  constexpr double kWidth = 640, kHeight = 200, kLeft = 64, kRight = 14, kTop = 12, kBottom = 38;
  double low = INFINITY, high = -INFINITY;
  for (const double value : log_likelihood) {
    if (!std::isfinite(value)) continue;
    low = std::min(low, value);
    high = std::max(high, value);
  }
  if (log_likelihood.size() < 2 || !(low <= high)) return "";
  if (high - low < 1e-6) {
    low -= 0.5;
    high += 0.5;
  }
  const auto last = static_cast<double>(log_likelihood.size());
  const auto x = [&](double pass) {
    return kLeft + (kWidth - kLeft - kRight) * (pass - 1.0) / (last - 1.0);
  };
  const auto y = [&](double value) {
    return kTop + (kHeight - kTop - kBottom) * (high - value) / (high - low);
  };
  std::string body;
  for (const double tick : svg::Ticks(low, high, 4)) {
    body += svg::Line(kLeft, y(tick), kWidth - kRight, y(tick), "currentColor", 1.0, 0.12);
    body += svg::Text(kLeft - 6, y(tick) + 4, "end", Brief(tick));
  }
  for (const double tick : svg::Ticks(1.0, last, 8)) {
    if (tick != std::round(tick)) continue;
    body += svg::Text(x(tick), kHeight - 22, "middle", Brief(tick));
  }
  std::string points;
  for (std::size_t i = 0; i < log_likelihood.size(); ++i) {
    if (!std::isfinite(log_likelihood[i])) continue;
    points += fmt::format("{:.1f},{:.1f} ", x(static_cast<double>(i + 1)), y(log_likelihood[i]));
  }
  body += fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\"/>\n",
                      points, svg::kMark);
  body += svg::Text(0.5 * (kLeft + kWidth - kRight), kHeight - 5, "middle", "pass");
  return svg::Picture(kWidth, kHeight, "log-likelihood of the record by pass", body);
}

}  // namespace entente::report
