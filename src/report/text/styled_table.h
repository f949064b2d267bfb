// A table for the terminal: columns laid out, the head dimmed.
#ifndef ENTENTE_REPORT_TEXT_STYLED_TABLE_H_
#define ENTENTE_REPORT_TEXT_STYLED_TABLE_H_

#include <string>
#include <vector>

#include "report/text/columns.h"
#include "report/text/style.h"

namespace entente::report {

std::string StyledTable(const std::vector<Column>& columns,
                        const std::vector<std::vector<std::string>>& rows, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_STYLED_TABLE_H_
