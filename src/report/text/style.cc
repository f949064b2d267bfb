#include "report/text/style.h"

namespace entente::report {

std::string Paint(std::string_view text, Tone tone, const Style& style) {
  if (!style.colour || text.empty()) return std::string(text);
  const char* code = "\x1b[1m";
  switch (tone) {
    case Tone::kStrong: code = "\x1b[1m"; break;
    case Tone::kDim: code = "\x1b[2m"; break;
    case Tone::kWarn: code = "\x1b[33m"; break;
    case Tone::kAccent: code = "\x1b[36m"; break;
  }
  return std::string(code) + std::string(text) + "\x1b[0m";
}

}  // namespace entente::report
