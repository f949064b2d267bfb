// Steps that row readers share: a wrong value with a message only when somebody wants it.
#ifndef ENTENTE_RECORD_IMPORTERS_ROW_PARTS_H_
#define ENTENTE_RECORD_IMPORTERS_ROW_PARTS_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "record/importers/importer.h"

namespace entente::record {

Rejection WrongColumns(std::size_t expected, std::size_t found, std::string* detail);
// "`2018-02-30` in Event Date: …". Long values are cut.
Rejection Reject(Rejection why, std::string_view value, const char* column, const char* rule,
                 std::string* detail);

// event.day from `value`.
Rejection TakeDate(std::string_view value, const char* column, Event& event, std::string* detail);
// event.code from a CAMEO code.
Rejection TakeCameo(std::string_view value, const char* column, Event& event, std::string* detail);
// event.goldstein: a number from -10 to 10, or nothing.
Rejection TakeWeight(std::string_view value, const char* column, Event& event, std::string* detail);
// That at least one side is named.
Rejection CheckActors(const Event& event, std::string* detail);
// Level "state" for an actor whose name is its country's.
void LevelFromCountry(Party& party);

// The share of the sample's lines for which `fits` holds, the first left out if `skip_first`; 0 if
// there are none.
template <typename Fits>
double ShareOfLines(const Sample& sample, bool skip_first, const Fits& fits) {
  std::size_t all = 0, good = 0;
  for (std::size_t i = skip_first ? 1 : 0; i < sample.lines.size(); ++i) {
    if (sample.lines[i].empty()) continue;
    ++all;
    good += fits(sample.lines[i]) ? 1 : 0;
  }
  return all == 0 ? 0.0 : static_cast<double>(good) / static_cast<double>(all);
}

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORTERS_ROW_PARTS_H_
