#include <fmt/format.h>

#include <utility>

#include "entente/record.h"
#include "record/series/series.h"
#include "record/series/summary.h"
#include "report/data/record_json.h"
#include "report/text/record_tables.h"
#include "service/guard.h"
#include "service/record_select.h"
#include "service/run_parts.h"

namespace entente::api {
namespace {

using service::Refuse;

RecordSummaryAnswer SummaryGuarded(const RecordSummaryRequest& request) {
  RecordSummaryAnswer answer;
  service::RecordSelected selected;
  if (!service::Select(request.selection, selected, answer)) return answer;
  const Result<record::Store> store =
      record::Store::Open(request.selection.store, record::Access::kRead);
  if (!store) return Refuse(std::move(answer), Status::kFailed, store.error().message);
  const Result<record::Summary> summary =
      record::Summarise(*store, selected.query, request.most);
  if (!summary) return Refuse(std::move(answer), Status::kFailed, summary.error().message);
  const bool mapped = selected.query.actors != nullptr;
  answer.events = summary->events;
  answer.text = report::SummaryText(*summary, mapped, service::StyleOf(request.style));
  answer.json = report::SummaryJson(*summary, mapped);
  return answer;
}

RecordSeriesAnswer SeriesGuarded(const RecordSeriesRequest& request) {
  RecordSeriesAnswer answer;
  const auto period = record::PeriodNamed(request.period);
  if (!period) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  fmt::format("`--by {}`: expected day, week, month or year", request.period));
  }
  const auto by = record::GroupingNamed(request.by);
  if (!by) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  fmt::format("`--split {}`: expected none, quad, plover, root or track",
                              request.by));
  }
  service::RecordSelected selected;
  if (!service::Select(request.selection, selected, answer)) return answer;
  const Result<record::Store> store =
      record::Store::Open(request.selection.store, record::Access::kRead);
  if (!store) return Refuse(std::move(answer), Status::kFailed, store.error().message);
  record::SeriesQuery query;
  query.events = selected.query;
  query.period = *period;
  query.by = *by;
  query.by_pair = request.pairs;
  query.tracks = selected.tracks ? &*selected.tracks : nullptr;
  const Result<record::SeriesTable> table = record::SeriesOf(*store, query);
  if (!table) return Refuse(std::move(answer), Status::kFailed, table.error().message);
  answer.text = report::SeriesText(*table, request.most, service::StyleOf(request.style));
  answer.csv = report::SeriesCsv(*table);
  answer.json = report::SeriesJson(*table);
  return answer;
}

RecordExportAnswer ExportGuarded(const RecordExportRequest& request,
                                 const std::function<bool(std::string_view)>& write) {
  RecordExportAnswer answer;
  service::RecordSelected selected;
  if (!service::Select(request.selection, selected, answer)) return answer;
  const Result<record::Store> store =
      record::Store::Open(request.selection.store, record::Access::kRead);
  if (!store) return Refuse(std::move(answer), Status::kFailed, store.error().message);
  constexpr std::size_t kPiece = 1U << 16U;
  std::string piece = request.json_lines ? "" : report::EventCsvHead();
  bool written = true;
  const Result<std::uint64_t> count =
      store->ForEachEvent(selected.query, [&](const record::Event& event) {
        piece += request.json_lines ? report::EventJson(event) : report::EventCsv(event);
        if (piece.size() >= kPiece) {
          written = write(piece);
          piece.clear();
        }
        return written;
      });
  if (!count) return Refuse(std::move(answer), Status::kFailed, count.error().message);
  if (written) written = write(piece);
  answer.events = *count;
  if (!written) answer.status = Status::kFailed;  // the writer says why
  return answer;
}

}  // namespace

RecordSummaryAnswer RecordSummary(const RecordSummaryRequest& request) {
  return service::Guarded<RecordSummaryAnswer>("summary of `" + request.selection.store + "`",
                                               [&] { return SummaryGuarded(request); });
}

RecordSeriesAnswer RecordSeries(const RecordSeriesRequest& request) {
  return service::Guarded<RecordSeriesAnswer>("series of `" + request.selection.store + "`",
                                              [&] { return SeriesGuarded(request); });
}

RecordExportAnswer RecordExport(const RecordExportRequest& request,
                                const std::function<bool(std::string_view)>& write) {
  return service::Guarded<RecordExportAnswer>("export of `" + request.selection.store + "`",
                                              [&] { return ExportGuarded(request, write); });
}

}  // namespace entente::api
