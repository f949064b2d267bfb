// How rendered text should look: colours, characters beyond ASCII, columns.
#ifndef ENTENTE_REPORT_TEXT_STYLE_H_
#define ENTENTE_REPORT_TEXT_STYLE_H_

#include <string>
#include <string_view>

namespace entente::report {

struct Style {
  bool colour = false;
  bool unicode = true;
  int width = 100;  // columns
};

enum class Tone { kStrong, kDim, kWarn, kAccent };

// The text with characters that an ASCII terminal cannot show replaced by ones it can, if the style
// has no Unicode.
std::string Plain(std::string text, const Style& style);

// `text` in a tone, or as it is when the style has no colour.
std::string Paint(std::string_view text, Tone tone, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_STYLE_H_
