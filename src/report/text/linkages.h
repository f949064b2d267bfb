// What events say about a model's linkages, for a terminal.
#ifndef ENTENTE_REPORT_TEXT_LINKAGES_H_
#define ENTENTE_REPORT_TEXT_LINKAGES_H_

#include <string>

#include "report/data/linkages_view.h"
#include "report/text/style.h"

namespace entente::report {

std::string LinkagesText(const LinkagesView& view, const Style& style);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_LINKAGES_H_
