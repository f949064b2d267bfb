// What events say about a model's linkages, as one bundle that all renderings read, and as JSON
// (docs/reference/record_linkages.schema.json).
#ifndef ENTENTE_REPORT_DATA_LINKAGES_VIEW_H_
#define ENTENTE_REPORT_DATA_LINKAGES_VIEW_H_

#include <cstdint>
#include <string>

#include "inference/linkages/linkages.h"
#include "model/model.h"

namespace entente::report {

struct LinkagesView {
  const model::Model& model;
  const inference::DeclaredLinkages& declared;
  const inference::LinkageReport& result;
  std::string dataset;
  std::int64_t first_day = 0, last_day = 0;  // day numbers
  bool tracks = true;                        // false: the data do not say what acts are about
  double level = 0.95;
};

std::string LinkagesJson(const LinkagesView& view);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_LINKAGES_VIEW_H_
