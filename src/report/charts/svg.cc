#include "report/charts/svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/calendar.h"
#include "report/html/escape.h"

namespace entente::report::svg {

std::string Picture(double width, double height, const std::string& label,
                    const std::string& body) {
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

std::string Line(double x1, double y1, double x2, double y2, const char* colour, double width,
                 double opacity) {
  return fmt::format(
      "<line x1=\"{:.1f}\" y1=\"{:.1f}\" x2=\"{:.1f}\" y2=\"{:.1f}\" "
      "stroke=\"{}\" stroke-width=\"{}\" stroke-opacity=\"{}\"/>\n",
      x1, y1, x2, y2, colour, width, opacity);
}

double TickStep(double span, int about) {
  const double rough = std::max(span, 1e-9) / about;
  const double power = std::pow(10.0, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (rough <= factor * power) return factor * power;
  }
  return 10.0 * power;
}

std::vector<double> Ticks(double low, double high, int about) {
  const double step = TickStep(high - low, about);
  std::vector<double> ticks;
  for (double k = std::ceil(low / step - 1e-9) + 0.0; k * step <= high + 1e-9 * step; k += 1.0) {
    ticks.push_back(k * step);
  }
  return ticks;
}

std::vector<DateTick> DateTicks(std::int64_t first, std::int64_t last, int about) {
  const double months = static_cast<double>(last - first) / (kDaysPerYear / 12.0);
  int step = 1;
  for (const int wider : {1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1'200}) {
    step = wider;
    if (months / wider <= about) break;
  }
  const CivilDate start = CivilFromDayNumber(first);
  const int counted = start.year * 12 + start.month - 1;  // months since the year 0
  std::vector<DateTick> ticks;
  for (int month = (counted + step - 1) / step * step;; month += step) {
    const CivilDate date{month / 12, month % 12 + 1, 1};
    const std::int64_t day = DayNumber(date);
    if (day > last) return ticks;
    if (day < first) continue;
    ticks.push_back({day, step >= 12 ? std::to_string(date.year) : FormatDate(date).substr(0, 7)});
  }
}

}  // namespace entente::report::svg
