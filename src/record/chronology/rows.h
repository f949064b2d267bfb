// The rows of a chronology file, as text in cells: `date, what, from, to, source, known_from`
// (CSV, RFC 4180, header first). Reading knows no model; chronology.h says what the rows mean.
// Every row keeps its place, so that a fault can be shown where it was written.
#ifndef ENTENTE_RECORD_CHRONOLOGY_ROWS_H_
#define ENTENTE_RECORD_CHRONOLOGY_ROWS_H_

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace entente::record {

enum class Column : std::size_t { kDate, kWhat, kFrom, kTo, kSource, kKnownFrom };
inline constexpr std::size_t kChronologyColumns = 6;
inline constexpr std::array<const char*, kChronologyColumns> kChronologyColumnNames = {
    "date", "what", "from", "to", "source", "known_from"};

struct ChronologyRow {
  std::array<std::string, kChronologyColumns> cells;  // trimmed; a missing cell is empty
  std::array<int, kChronologyColumns> columns{};      // where each begins: code points, from 1
  int line = 0;                                       // from 1
  int surplus_column = 0;  // where a cell begins that the header does not name; 0: nowhere

  const std::string& cell(Column column) const { return cells[static_cast<std::size_t>(column)]; }
  int column(Column column) const { return columns[static_cast<std::size_t>(column)]; }
};

// The rows in the order of the file, blank lines left out. Fails, with the line and column, where
// nothing further can be trusted: no header, a missing column `date` or `what`, an unknown or
// repeated column, text after a closing quote, a quote that is not closed, more than 1,000,000
// rows.
Result<std::vector<ChronologyRow>> ReadChronologyRows(std::string_view text);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_CHRONOLOGY_ROWS_H_
