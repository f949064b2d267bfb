// Tasks on the record of what happened: bring coded event data into a store, say what it holds,
// count events over time, write them out.
#ifndef ENTENTE_RECORD_H_
#define ENTENTE_RECORD_H_

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct RecordImportRequest {
  std::string store = "record.db";
  std::vector<std::string> paths;  // files, or folders of benchmark quadruples
  std::string format;              // an importer's name; empty: by the first lines
  std::string dataset;             // empty: the format's own
  std::vector<std::string> map;    // csv: "date=Day", "source=A", …
  std::string start_date;          // quadruples: ISO date of the first time number
  std::int64_t steps_per_day = 1;  // quadruples
  std::string covers;              // "2018-01-01..2018-10-31"; empty: from the rows
  bool strict = false;
  bool replace = false;
  TextStyle style;
};

struct ImportedFile {
  std::string path, format, dataset;
  std::uint64_t rows = 0, stored = 0, known = 0, repeated = 0, rejected = 0;
};

struct RecordImportAnswer : Answer {
  std::vector<ImportedFile> files;  // those that were kept
  std::string text;
  std::string json;  // docs/reference/record_import.schema.json
};

// Each file is kept whole or, when it fails, not at all; files before a failing one stay.
// Progress is told in bytes.
RecordImportAnswer RecordImport(const RecordImportRequest& request, const Control& control = {});

struct RecordListRequest {
  std::string store = "record.db";
  bool formats = false;  // the importers instead of the data sets
  TextStyle style;
};

struct RecordListAnswer : Answer {
  std::string text;
  std::string json;  // docs/reference/record_list.schema.json
};

RecordListAnswer RecordList(const RecordListRequest& request);

// Which events of a store are meant.
struct RecordSelection {
  std::string store = "record.db";
  std::string dataset;              // empty: the only one
  std::string model;                // whose actors.tsv and tracks.tsv apply; empty: none
  std::string actors, tracks;       // files instead of the model's
  std::string from_day, to_day;     // ISO dates, both included; empty: no bound
  std::string source, target;       // actors; empty: anyone
  std::vector<std::string> classes; // quad classes, PLOVER classes, CAMEO codes; empty: all
  std::string known_by;             // ISO date: only what was known by then
  bool collapse_days = false;
  std::vector<std::string> model_folders;
  std::shared_ptr<const Texts> texts;  // the model's folder in memory: see ModelRequest
};

struct RecordSummaryRequest {
  RecordSelection selection;
  std::size_t most = 15;  // pairs and names listed
  TextStyle style;
};

struct RecordSummaryAnswer : Answer {
  std::uint64_t events = 0;
  std::string text;
  std::string json;  // docs/reference/record_summary.schema.json
};

RecordSummaryAnswer RecordSummary(const RecordSummaryRequest& request);

struct RecordSeriesRequest {
  RecordSelection selection;
  std::string period = "month";  // day, week, month, year
  std::string by = "none";       // none, quad, plover, root, track
  bool pairs = false;            // a series for each pair of actors
  std::size_t most = 20;         // series in the table; CSV and JSON have all
  TextStyle style;
};

struct RecordSeriesAnswer : Answer {
  std::string text;
  std::string csv;
  std::string json;  // docs/reference/record_series.schema.json
};

RecordSeriesAnswer RecordSeries(const RecordSeriesRequest& request);

struct RecordExportRequest {
  RecordSelection selection;
  bool json_lines = false;  // an object a line instead of CSV
};

struct RecordExportAnswer : Answer {
  std::uint64_t events = 0;
};

// Hands the text over in pieces; `write` returns false when it can not take more.
RecordExportAnswer RecordExport(const RecordExportRequest& request,
                                const std::function<bool(std::string_view)>& write);

struct RecordLinkagesRequest {
  RecordSelection selection;  // its model is the one whose linkages are asked about
  double level = 0.95;        // of intervals
  TextStyle style;
};

// What events say about one linkage between acts, in the unit of its declared strength.
struct LinkageEvidence {
  std::string name;
  std::string why_not;     // not empty: nothing can be said, and why
  std::string verdict;     // "raises", "lowers", "undecided", "untested"
  double declared = 0.0;   // below 0: it lowers; NaN: it depends on the state of the world
  double half_life_days = 0.0;
  double estimate = 0.0, low = 0.0, high = 0.0, p_value = 1.0;
};

struct RecordLinkagesAnswer : Answer {
  std::vector<LinkageEvidence> linkages;  // in the model's order
  std::string text;
  std::string json;  // docs/reference/record_linkages.schema.json
};

// Fits the model's linkages between acts to the counted acts of a store. Progress is told in linkages.
RecordLinkagesAnswer RecordLinkages(const RecordLinkagesRequest& request,
                                    const Control& control = {});

// Copies a store of events to a path where no file is yet, as it is at one instant: an import that runs
// meanwhile is in the copy whole or not at all. Nothing stays behind of a copy that failed.
Answer RecordCopy(const std::string& from, const std::string& to);

}  // namespace entente::api

#endif  // ENTENTE_RECORD_H_
