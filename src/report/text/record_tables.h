// What the record commands answer, for a terminal.
#ifndef ENTENTE_REPORT_TEXT_RECORD_TABLES_H_
#define ENTENTE_REPORT_TEXT_RECORD_TABLES_H_

#include <cstddef>
#include <string>
#include <vector>

#include "record/import.h"
#include "record/series/series.h"
#include "record/series/summary.h"
#include "report/data/record_json.h"
#include "report/text/style.h"

namespace entente::report {

std::string ImportText(const record::ImportReport& report, const Style& style);
std::string DatasetsText(const std::vector<ListedDataset>& datasets, const Style& style);
std::string FormatsText(const Style& style);
std::string SummaryText(const record::Summary& summary, bool mapped, const Style& style);
// One line a series with a picture of it; at most `most` series, those with the most events.
std::string SeriesText(const record::SeriesTable& table, std::size_t most, const Style& style);

// Counts over time in at most `columns` characters; "·" where data are missing ("-" without
// Unicode), blank for zero. Adjacent cells share a character when there are more than columns.
std::string Trend(const std::vector<record::Cell>& cells, int columns, bool unicode);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_TEXT_RECORD_TABLES_H_
