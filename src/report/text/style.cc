#include "report/text/style.h"

#include <utility>

namespace entente::report {

std::string Plain(std::string text, const Style& style) {
  if (style.unicode) return text;
  const std::pair<const char*, const char*> swaps[] = {
      {"–", "-"}, {"−", "-"}, {"·", "-"}, {"∞", "inf"}, {"×", "x"}, {"→", "->"}, {"…", "..."},
      {"↑", "up"}, {"↓", "down"}, {"≥", ">="}, {"≤", "<="}, {"≈", "~"}};
  for (const auto& [from, to] : swaps) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at)) {
      text.replace(at, std::string_view(from).size(), to);
    }
  }
  return text;
}

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
