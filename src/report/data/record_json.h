// What the record commands answer, as JSON (docs/reference/record_*.schema.json) and CSV.
#ifndef ENTENTE_REPORT_DATA_RECORD_JSON_H_
#define ENTENTE_REPORT_DATA_RECORD_JSON_H_

#include <string>
#include <utility>
#include <vector>

#include "record/import.h"
#include "record/series/series.h"
#include "record/series/summary.h"
#include "record/store/store.h"

namespace entente::report {

std::string ImportJson(const std::vector<record::ImportReport>& reports);

struct ListedDataset {
  record::DatasetInfo info;
  std::vector<record::FileInfo> files;
};
std::string DatasetsJson(const std::vector<ListedDataset>& datasets);
std::string FormatsJson();

std::string SummaryJson(const record::Summary& summary, bool mapped);

// Missing cells are null in JSON and empty in CSV.
std::string SeriesJson(const record::SeriesTable& table);
// period,from,to,source,target,class,covered_days,count,goldstein
std::string SeriesCsv(const record::SeriesTable& table);

// One event as a line of CSV, and the line above all; one as a JSON object.
std::string EventCsvHead();
std::string EventCsv(const record::Event& event);
std::string EventJson(const record::Event& event);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_RECORD_JSON_H_
