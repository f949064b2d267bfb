#include "report/data/record_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "record/codebook/codebook.h"
#include "record/importers/registry.h"
#include "report/data/json_parts.h"

namespace entente::report {
namespace {

std::string DateOf(std::int64_t day) { return FormatDate(CivilFromDayNumber(day)); }

OrderedJson SpanJson(record::DaySpan span) {
  if (span.to < span.from) return nullptr;
  return {{"from", DateOf(span.from)}, {"to", DateOf(span.to)}};
}

OrderedJson SpansJson(const std::vector<record::DaySpan>& spans) {
  OrderedJson list = OrderedJson::array();
  for (const record::DaySpan span : spans) list.push_back(SpanJson(span));
  return list;
}

OrderedJson DatasetJson(const record::DatasetInfo& info) {
  return {{"dataset", info.name},
          {"events", info.events},
          {"days", SpanJson(info.days)},
          {"coverage", SpansJson(info.coverage)}};
}

OrderedJson TextOrNull(const std::string& text) {
  return text.empty() ? OrderedJson(nullptr) : OrderedJson(text);
}

}  // namespace

std::string ImportJson(const std::vector<record::ImportReport>& reports) {
  OrderedJson files = OrderedJson::array();
  for (const record::ImportReport& report : reports) {
    OrderedJson reasons = OrderedJson::object();
    for (int why = 1; why < record::kRejections; ++why) {
      const std::uint64_t count = report.rejected[static_cast<std::size_t>(why)];
      if (count == 0) continue;
      reasons[std::string(record::RejectionName(static_cast<record::Rejection>(why)))] = count;
    }
    OrderedJson shown = OrderedJson::array();
    for (const record::RejectedRow& row : report.shown) {
      shown.push_back({{"file", TextOrNull(row.member)},
                       {"line", row.line},
                       {"reason", std::string(record::RejectionName(row.why))},
                       {"detail", row.detail}});
    }
    files.push_back({{"path", report.path},
                     {"format", report.format},
                     {"dataset", report.dataset},
                     {"rows", report.rows},
                     {"stored", report.stored},
                     {"known", report.known},
                     {"repeated", report.repeated},
                     {"latin1", report.latin1},
                     {"rejected", std::move(reasons)},
                     {"first_rejected", std::move(shown)},
                     {"days", SpanJson(report.days)},
                     {"coverage", SpanJson(report.coverage)}});
  }
  return Dump({{"format", "entente-record-import-1"}, {"files", std::move(files)}});
}

std::string DatasetsJson(const std::vector<ListedDataset>& datasets) {
  OrderedJson list = OrderedJson::array();
  for (const ListedDataset& dataset : datasets) {
    OrderedJson entry = DatasetJson(dataset.info);
    OrderedJson files = OrderedJson::array();
    for (const record::FileInfo& file : dataset.files) {
      files.push_back({{"path", file.path},
                       {"format", file.format},
                       {"rows", file.rows},
                       {"stored", file.stored},
                       {"rejected", file.rejected},
                       {"coverage", SpanJson(file.coverage)}});
    }
    entry["files"] = std::move(files);
    list.push_back(std::move(entry));
  }
  return Dump({{"format", "entente-record-list-1"}, {"datasets", std::move(list)}});
}

std::string FormatsJson() {
  OrderedJson list = OrderedJson::array();
  for (const record::Importer* importer : record::Importers()) {
    OrderedJson columns = OrderedJson::array();
    for (const record::ImporterColumn& column : importer->columns) {
      columns.push_back({{"name", column.name}, {"use", column.use}});
    }
    list.push_back({{"format", importer->name},
                    {"summary", importer->summary},
                    {"recognised", importer->recognised},
                    {"columns", std::move(columns)}});
  }
  return Dump({{"format", "entente-record-formats-1"}, {"formats", std::move(list)}});
}

std::string SummaryJson(const record::Summary& summary, bool mapped) {
  OrderedJson json = {{"format", "entente-record-summary-1"}};
  json.update(DatasetJson(summary.dataset));
  json["selected"] = summary.events;
  OrderedJson quads = OrderedJson::object();
  for (std::size_t q = 0; q < summary.quads.size(); ++q) {
    quads[std::string(record::QuadName(static_cast<record::Quad>(q)))] = summary.quads[q];
  }
  json["quads"] = std::move(quads);
  OrderedJson roots = OrderedJson::array();
  for (const record::CountedCode& root : summary.roots) {
    roots.push_back({{"code", root.code}, {"name", root.name}, {"count", root.count}});
  }
  json["roots"] = std::move(roots);
  OrderedJson pairs = OrderedJson::array();
  for (const record::CountedPair& pair : summary.pairs) {
    pairs.push_back({{"from", pair.from},
                     {"to", pair.to},
                     {"count", pair.count},
                     {"goldstein", NumberJson(pair.goldstein_sum)}});
  }
  json["all_pairs"] = summary.all_pairs;
  json["pairs"] = std::move(pairs);
  json["between_actors"] = summary.mapped;
  if (!mapped) return Dump(json);
  OrderedJson names = OrderedJson::array();
  for (const record::CountedName& name : summary.unmapped) {
    names.push_back({{"name", name.name},
                     {"country", TextOrNull(name.country)},
                     {"sectors", TextOrNull(name.sectors)},
                     {"count", name.count}});
  }
  json["all_unmapped"] = summary.all_unmapped;
  json["unmapped"] = std::move(names);
  return Dump(json);
}

std::string SeriesJson(const record::SeriesTable& table) {
  OrderedJson cells = OrderedJson::array();
  for (const record::DaySpan cell : table.cells) {
    cells.push_back({{"name", record::CellName(cell, table.period)},
                     {"from", DateOf(cell.from)},
                     {"to", DateOf(cell.to)}});
  }
  OrderedJson series = OrderedJson::array();
  for (const record::Series& one : table.series) {
    OrderedJson counts = OrderedJson::array(), weights = OrderedJson::array();
    for (const record::Cell& cell : one.cells) {
      counts.push_back(cell.missing ? OrderedJson(nullptr) : OrderedJson(cell.count));
      weights.push_back(cell.missing ? OrderedJson(nullptr) : NumberJson(cell.goldstein_sum));
    }
    series.push_back({{"from", TextOrNull(one.from)},
                      {"to", TextOrNull(one.to)},
                      {"class", TextOrNull(one.category)},
                      {"count", std::move(counts)},
                      {"goldstein", std::move(weights)}});
  }
  return Dump({{"format", "entente-record-series-1"},
               {"dataset", table.dataset},
               {"period", std::string(record::PeriodName(table.period))},
               {"events", table.events},
               {"unmapped", table.unmapped},
               {"cells", std::move(cells)},
               {"series", std::move(series)}});
}

std::string SeriesCsv(const record::SeriesTable& table) {
  std::string csv = "period,from,to,source,target,class,covered_days,count,goldstein\n";
  for (const record::Series& series : table.series) {
    const std::string who =
        CsvText(series.from) + "," + CsvText(series.to) + "," + CsvText(series.category) + ",";
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
      const record::Cell& cell = series.cells[i];
      csv += record::CellName(table.cells[i], table.period) + "," + DateOf(table.cells[i].from) +
             "," + DateOf(table.cells[i].to) + "," + who + std::to_string(cell.covered_days) + ",";
      if (!cell.missing) csv += std::to_string(cell.count) + "," + CsvNumber(cell.goldstein_sum);
      else csv += ",";
      csv += "\n";
    }
  }
  return csv;
}

std::string EventCsvHead() {
  return "date,source,target,source_name,source_country,source_sectors,source_level,target_name,"
         "target_country,target_sectors,target_level,code,goldstein,text,id,known_from\n";
}

std::string EventCsv(const record::Event& event) {
  std::string line = DateOf(event.day);
  const auto add = [&](std::string_view text) { line += "," + CsvText(std::string(text)); };
  const auto add_party = [&](const record::Party& party) {
    add(party.name);
    add(party.country);
    add(party.sectors);
    add(party.level);
  };
  add(event.source.actor);
  add(event.target.actor);
  add_party(event.source);
  add_party(event.target);
  add(event.code);
  line += "," + CsvNumber(event.goldstein);
  add(event.text);
  add(event.id);
  return line + "," + DateOf(event.known_from) + "\n";
}

std::string EventJson(const record::Event& event) {
  const auto party = [](const record::Party& side) {
    return OrderedJson{{"actor", TextOrNull(std::string(side.actor))},
                       {"name", std::string(side.name)},
                       {"country", TextOrNull(std::string(side.country))},
                       {"sectors", TextOrNull(std::string(side.sectors))},
                       {"level", TextOrNull(std::string(side.level))}};
  };
  const OrderedJson json = {{"date", DateOf(event.day)},
                            {"source", party(event.source)},
                            {"target", party(event.target)},
                            {"code", std::string(event.code)},
                            {"goldstein", NumberJson(event.goldstein)},
                            {"text", std::string(event.text)},
                            {"id", TextOrNull(std::string(event.id))},
                            {"known_from", DateOf(event.known_from)}};
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

}  // namespace entente::report
