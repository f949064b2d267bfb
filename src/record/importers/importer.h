// What an importer is: one record that says which table of events it reads, how it knows it, which
// columns it takes, and a reader that turns a row's fields into an event. Files, packing,
// encodings, counting and storing are common to all and live elsewhere (record/import.h), so that
// an importer is a page of code in a folder of its own plus a line in the registry.
#ifndef ENTENTE_RECORD_IMPORTERS_IMPORTER_H_
#define ENTENTE_RECORD_IMPORTERS_IMPORTER_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/events.h"

namespace entente::record {

// Why a row was not taken. Counted, never silent.
enum class Rejection {
  kNone,
  kWrongColumns,  // too few or too many fields
  kBadDate,
  kNoActor,     // neither side is named
  kBadCode,     // no code of an event
  kBadNumber,   // a weight that is no number, or outside -10..10
  kUnknownId,   // a number that the folder's tables do not know
  kOpenQuote,   // a quoted field without its end
  kNulByte,
  kTooLong,     // a line of more than 1 MiB
};
inline constexpr int kRejections = 10;
// "wrong number of columns", …
std::string_view RejectionName(Rejection rejection);

// What the user may say about a file.
struct ImporterOptions {
  std::map<std::string, std::string> columns;  // csv: our name -> the file's column
  std::optional<std::int64_t> start_day;       // quadruples: the day of the first time number
  std::int64_t steps_per_day = 1;              // quadruples
};

// The beginning of a file, for recognising it.
struct Sample {
  std::string path;
  std::vector<std::string> lines;  // at most kSampleLines, decoded, without endings
};
inline constexpr std::size_t kSampleLines = 20;

// How a line is cut into fields.
enum class Cut { kTabs, kQuoted, kBlanks };

class RowReader {
 public:
  virtual ~RowReader() = default;
  // Reads one row into `event`, whose texts may point into `fields` or into this reader. Puts into
  // `detail`, if it is wanted, what was seen and what the rule is. `event` comes empty.
  virtual Rejection Read(std::span<const std::string_view> fields, Event& event,
                         std::string* detail) = 0;
};

// A reader made for one file, with what its first lines said.
struct RowFormat {
  std::unique_ptr<RowReader> reader;
  Cut cut = Cut::kTabs;
  char separator = ',';     // of kQuoted
  bool has_header = false;  // the first line is not a row
  std::string dataset;      // name of the data set unless the user gives one
};

struct ImporterColumn {
  const char* name;  // as the published format calls it
  const char* use;   // what it becomes
};

struct Importer {
  const char* name;
  const char* summary;
  const char* recognised;  // in words
  std::span<const ImporterColumn> columns;
  // GDELT lists a day's news, in which older events turn up: what a file covers is the days on
  // which its rows were added, not the days of its events.
  bool covers_known_from;
  // How well the sample fits: 0 not at all, 1 certainly.
  double (*recognise)(const Sample& sample);
  Result<RowFormat> (*open)(const Sample& sample, const ImporterOptions& options);
};

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORTERS_IMPORTER_H_
