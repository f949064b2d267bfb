// Observed means from a file beside the model: what `observe … mean of … from "polls.csv"` compares
// with, cell by cell.
#ifndef ENTENTE_RECORD_SERIES_MEANS_H_
#define ENTENTE_RECORD_SERIES_MEANS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/record.h"
#include "record/store/store.h"

namespace entente::record {

struct MeanCell {
  DaySpan days;        // both included
  double value = 0.0;  // the mean of its rows, as they are written
  std::size_t rows = 0;
};

// The cells of one series in the CSV text of a file (header first): `date, value` and, if wanted,
// `series` (whose rows these are, by the observation's name; needed for a family) and `known_from`
// (else a row is known on its date). A row counts in the cell that holds its date; cells without rows
// are missing. With `known_by`, rows known only later are left out, and so are cells that end later.
// Fails with `path`, line and a way out at the first row that can not be read: a bad date, a value that
// is no finite number, a series that nothing of the model is called (`names`: the observations that
// read this file).
Result<std::vector<MeanCell>> ReadMeans(std::string_view text, const std::string& path,
                                        const model::Observation& observation,
                                        const std::vector<std::string>& names,
                                        std::optional<std::int64_t> known_by = std::nullopt);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_SERIES_MEANS_H_
