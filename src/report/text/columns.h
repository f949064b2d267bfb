// Text that lines up: display width of UTF-8 (wide and combining characters, ANSI colours),
// cutting, padding, wrapping, and tables of columns.
#ifndef ENTENTE_REPORT_TEXT_COLUMNS_H_
#define ENTENTE_REPORT_TEXT_COLUMNS_H_

#include <string>
#include <string_view>
#include <vector>

namespace entente::report {

// Columns that `text` takes in a terminal. Escape sequences take none; malformed bytes take one.
int DisplayWidth(std::string_view text);

// At most `width` columns, ending in "…" (or "~" without Unicode) if something was cut.
std::string Cut(std::string_view text, int width, bool unicode = true);

std::string PadRight(std::string_view text, int width);
std::string PadLeft(std::string_view text, int width);

// Lines of at most `width` columns, broken at spaces; a longer word stands alone.
std::vector<std::string> Wrap(std::string_view text, int width);

enum class Align { kLeft, kRight };

struct Column {
  std::string head;
  Align align = Align::kLeft;
  bool may_be_cut = false;  // shrinks when the table is too wide
};

// A table with two spaces between columns; `rows[r][c]` may be shorter than the columns. Ends every
// line with a line break and no trailing spaces.
std::vector<std::string> LayOut(const std::vector<Column>& columns,
                                const std::vector<std::vector<std::string>>& rows, int width,
                                bool unicode = true);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_COLUMNS_H_
