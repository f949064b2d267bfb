#include "report/charts/filter_svg.h"

#include <fmt/format.h>

#include <cmath>

#include "report/charts/svg.h"

namespace entente::report {

std::string EffectiveSvg(const FilterView& view) {
  constexpr double kWidth = 720, kHeight = 170, kLeft = 48, kRight = 16, kTop = 10, kBottom = 24;
  const double resampled = inference::FilterSettings{}.resample_below;  // no request changes it
  const std::vector<EffectivePart> parts = EffectiveParts(view);
  if (parts.size() < 2) return "";
  const double first = parts.front().day, last = parts.back().day;
  const auto x = [&](double day) {
    return kLeft + (kWidth - kLeft - kRight) * (day - first) / (last - first);
  };
  const auto y = [](double part) { return kHeight - kBottom - (kHeight - kTop - kBottom) * part; };
  std::string body;
  for (const int percent : {0, 25, 50, 75, 100}) {
    const double at = y(percent / 100.0);
    body += svg::Line(kLeft, at, kWidth - kRight, at, "currentColor", 1.0, percent == 0 ? 0.6 : 0.12);
    body += svg::Text(kLeft - 6, at + 4, "end", fmt::format("{} %", percent));
  }
  body += fmt::format("<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" stroke=\"{}\" "
                      "stroke-dasharray=\"5 3\"/>\n",
                      kLeft, y(resampled), kWidth - kRight, y(resampled), svg::kOrange);
  const std::int64_t start = view.model.time.start_day_number;
  for (const svg::DateTick& tick :
       svg::DateTicks(start + static_cast<std::int64_t>(std::ceil(first)),
                      start + static_cast<std::int64_t>(std::floor(last)))) {
    const double at = x(static_cast<double>(tick.day - start));
    body += svg::Line(at, y(0), at, y(0) + 4, "currentColor");
    body += svg::Text(at, kHeight - 7, "middle", tick.label);
  }
  std::string points;
  for (const EffectivePart& part : parts) {
    points += fmt::format("{:.1f},{:.1f} ", x(part.day), y(part.part));
  }
  body += fmt::format("<polyline points=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"1.5\"/>\n",
                      points, svg::kMark);
  return svg::Picture(kWidth, kHeight, "effective part of the particles over time", body);
}

}  // namespace entente::report
