// Rows of a table: lines cut into fields. Quoted fields may run over several lines, within bounds;
// a quote that is never closed costs its own line and not the rest of the file.
#ifndef ENTENTE_RECORD_INPUT_ROWS_H_
#define ENTENTE_RECORD_INPUT_ROWS_H_

#include <cstdint>
#include <deque>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/importers/importer.h"
#include "record/input/lines.h"

namespace entente::record {

struct Row {
  std::span<const std::string_view> fields;  // valid until the next call
  std::uint64_t line = 0;                    // where it begins
  Rejection fault = Rejection::kNone;        // why it could not be cut
  bool was_latin1 = false;
};

class RowCutter {
 public:
  RowCutter(LineReader& lines, Cut cut, char separator);
  // False at the end. Empty lines are passed over.
  Result<bool> Next(Row& row);

 private:
  struct Kept {  // a line read ahead
    std::string text;
    Line line;
  };
  Result<bool> Quoted(Row& row, Kept& first);

  LineReader& lines_;
  Cut cut_;
  char separator_;
  std::deque<Kept> ahead_;
  Kept current_;
  std::vector<std::string_view> fields_;
  std::string text_, joined_;
};

// Cuts `text` at `separator` outside quotes (RFC 4180). False if a quote stays open. `scratch`
// holds what had to be unquoted; the fields point into it or into `text`.
bool CutQuoted(std::string_view text, char separator, std::string& scratch,
               std::vector<std::string_view>& fields);

// Cuts at runs of blanks and tabs.
void CutBlanks(std::string_view text, std::vector<std::string_view>& fields);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_INPUT_ROWS_H_
