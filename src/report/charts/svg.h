// Small pieces of SVG that our own drawings share. Letters and lines take the colour of the text
// around them, so that a picture is read on light and on dark paper alike.
#ifndef ENTENTE_REPORT_CHARTS_SVG_H_
#define ENTENTE_REPORT_CHARTS_SVG_H_

#include <cstdint>
#include <string>
#include <vector>

namespace entente::report::svg {

// Okabe and Ito's, which readers with colour-blindness can tell apart.
constexpr const char* kBlue = "#0072b2";
constexpr const char* kOrange = "#e69f00";
constexpr const char* kVermilion = "#d55e00";
constexpr const char* kGrey = "#8c8c8c";
// The page's colour of marks, lighter on dark paper; the blue above outside of pages.
constexpr const char* kMark = "var(--mark, #0072b2)";

// A whole picture, sizes in pixels; `label` is plain text and says what is seen.
std::string Picture(double width, double height, const std::string& label, const std::string& body);

// `anchor`: "start", "middle" or "end"; `text` is plain.
std::string Text(double x, double y, const char* anchor, const std::string& text);

std::string Line(double x1, double y1, double x2, double y2, const char* colour, double width = 1.0,
                 double opacity = 1.0);

// 1, 2 or 5 times a power of ten, for about `about` ticks over a span.
double TickStep(double span, int about = 5);
// Multiples of that step in [low, high], which are finite, low < high.
std::vector<double> Ticks(double low, double high, int about = 5);

// Firsts of months, or of years where the span is long: at most about `about` of them in [first, last],
// days of base/calendar.h. Labels: "2019-04", "2019".
struct DateTick {
  std::int64_t day = 0;
  std::string label;
};
std::vector<DateTick> DateTicks(std::int64_t first, std::int64_t last, int about = 8);

}  // namespace entente::report::svg

#endif  // ENTENTE_REPORT_CHARTS_SVG_H_
