// Numbers as people read them: thousands apart, as many digits as the interval supports, percent,
// spans of time, and the tiny pictures of distributions.
#ifndef ENTENTE_REPORT_TEXT_NUMBERS_H_
#define ENTENTE_REPORT_TEXT_NUMBERS_H_

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/results.h"

namespace entente::report {

std::string Thousands(std::uint64_t count);  // 10,000
// "1 claim", "2,000 claims": of a noun that takes an s.
std::string Counted(std::uint64_t count, std::string_view noun);
std::string Fixed(double value, int decimals);  // thousands apart; "∞", "–" for inf, NaN
std::string Signed(double value, int decimals);  // the same with its sign: +0.120, −0.120, 0.000
std::string Brief(double value);  // about three significant digits: 0.0234, 12.3, 4,510
// The shortest text that reads back as the same double; "inf", "-inf", "nan".
std::string Shortest(double value);

// Decimals that make an interval of this width readable: its half is at least three units of the
// last place.
int DecimalsFor(double width);

// "3 days", "7.2 months", "4.1 years".
std::string SpanOfTime(double days);

// Heights of a histogram over equal columns, "▁▃▇█▅▂▁" (or " .:|#" without Unicode).
std::string Sparkline(const engine::Histogram& histogram, int columns, bool unicode);
// A probability as a bar of at most `columns` characters.
std::string ShareBar(double share, int columns, bool unicode);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_NUMBERS_H_
