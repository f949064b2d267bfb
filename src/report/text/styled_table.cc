#include "report/text/styled_table.h"

namespace entente::report {

std::string StyledTable(const std::vector<Column>& columns,
                        const std::vector<std::vector<std::string>>& rows, const Style& style) {
  std::string text;
  bool head = true;
  for (const std::string& line : LayOut(columns, rows, style.width, style.unicode)) {
    text += head ? Paint(line.substr(0, line.size() - 1), Tone::kDim, style) + "\n" : line;
    head = false;
  }
  return text;
}

}  // namespace entente::report
