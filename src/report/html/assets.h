// The files that every report carries inside: its style, its script, and the chart library that the
// build bundled (web/report).
#ifndef ENTENTE_REPORT_HTML_ASSETS_H_
#define ENTENTE_REPORT_HTML_ASSETS_H_

#include <string_view>

namespace entente::report {

std::string_view StyleSheet();
std::string_view RuntimeScript();
// Empty when the build had no npm: reports then hold tables but no charts, and say so.
std::string_view ChartLibrary();

}  // namespace entente::report

#endif  // ENTENTE_REPORT_HTML_ASSETS_H_
