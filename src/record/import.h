// Brings a file of coded events into a store: finds out what it is, reads it line by line in
// bounded memory, counts what can not be read by reason, and keeps the rest: all of the file or,
// when something fails, nothing of it.
#ifndef ENTENTE_RECORD_IMPORT_H_
#define ENTENTE_RECORD_IMPORT_H_

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/importers/importer.h"
#include "record/store/store.h"

namespace entente::record {

struct ImportOptions {
  std::string format;   // an importer's name; empty: by the first lines
  std::string dataset;  // empty: the format's own
  ImporterOptions importer;
  std::optional<DaySpan> covers;  // the days that the file is complete for; empty: from its rows
  bool strict = false;            // fail on the first row that can not be read
  bool replace = false;           // forget what the data set held
  // Told the bytes read of the file now and then; false stops the import.
  std::function<bool(std::uint64_t bytes)> on_progress;
};

struct RejectedRow {
  std::uint64_t line = 0;  // of the file, from 1
  std::string member;      // file inside an archive, or empty
  Rejection why = Rejection::kNone;
  std::string detail;
};
inline constexpr std::size_t kShownRejections = 10;

struct ImportReport {
  std::string path, format, dataset;
  std::uint64_t rows = 0;      // data rows read, whatever became of them
  std::uint64_t stored = 0;    // new events
  std::uint64_t known = 0;     // the store had them
  std::uint64_t repeated = 0;  // the same row stands in the file more than once
  std::uint64_t latin1 = 0;    // lines that were no UTF-8 and were read as ISO 8859-1
  std::array<std::uint64_t, kRejections> rejected = {};  // by reason
  std::vector<RejectedRow> shown;                        // the first ten
  DaySpan days;      // of its events
  DaySpan coverage;  // empty (to < from) if the file has no event
  bool stopped = false;
  std::uint64_t rejected_rows() const;
};

Result<ImportReport> ImportFile(Store& store, const std::string& path,
                                const ImportOptions& options);

// The same reading without a store: hands every event to `sink`. For tests, fuzzing and previews.
Result<ImportReport> ReadEvents(const std::string& path, const ImportOptions& options,
                                const EventSink& sink);
// From text in memory; `path` only names it.
Result<ImportReport> ReadEventsFrom(std::string_view text, const std::string& path,
                                    const ImportOptions& options, const EventSink& sink);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_IMPORT_H_
