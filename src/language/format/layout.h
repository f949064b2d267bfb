// Lines of formatted text before their columns are lined up. Internal to format/.
#ifndef ENTENTE_LANGUAGE_FORMAT_LAYOUT_H_
#define ENTENTE_LANGUAGE_FORMAT_LAYOUT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace entente::language {

// Longer lines are broken, where they can be; trailing comments do not count.
inline constexpr std::size_t kLineWidth = 100;

struct FormattedLine {
  std::size_t indent = 0;
  std::string text;                  // without indentation and trailing comment
  std::optional<std::size_t> column;  // where in `text` the part begins that lines up
  std::string comment;               // trailing comment, or nothing
  bool blank_before = false;
};

// Lines up, on neighbouring lines, the marked columns and the trailing comments; then joins all.
std::string JoinLines(std::vector<FormattedLine> lines);

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_FORMAT_LAYOUT_H_
