#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "entente/record.h"
#include "record/import.h"
#include "record/input/byte_source.h"
#include "report/data/record_json.h"
#include "report/text/record_tables.h"
#include "service/guard.h"
#include "service/record_select.h"
#include "service/run_parts.h"
#include "service/stop_signal.h"

namespace entente::api {
namespace {

using service::Refuse;

Result<void> ReadMap(const std::vector<std::string>& pairs, record::ImportOptions& options) {
  for (const std::string& pair : pairs) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string::npos || equals == 0 || equals + 1 == pair.size()) {
      return Fail(fmt::format("`--map {}`: expected what=Column, as in `date=Day`", pair));
    }
    options.importer.columns[pair.substr(0, equals)] = pair.substr(equals + 1);
  }
  return {};
}

Result<void> ReadCovers(const std::string& text, record::ImportOptions& options) {
  if (text.empty()) return {};
  const std::size_t dots = text.find("..");
  if (dots == std::string::npos) {
    return Fail(fmt::format("`--covers {}`: expected two dates such as 2018-01-01..2018-10-31",
                            text));
  }
  const Result<std::int64_t> from = service::DayOf(text.substr(0, dots), "--covers");
  if (!from) return tl::unexpected(from.error());
  const Result<std::int64_t> to = service::DayOf(text.substr(dots + 2), "--covers");
  if (!to) return tl::unexpected(to.error());
  if (*to < *from) return Fail(fmt::format("`--covers {}` ends before it begins", text));
  options.covers = record::DaySpan{*from, *to};
  return {};
}

Result<record::ImportOptions> OptionsOf(const RecordImportRequest& request) {
  record::ImportOptions options;
  options.format = request.format;
  options.dataset = request.dataset;
  options.strict = request.strict;
  options.replace = request.replace;
  options.importer.steps_per_day = request.steps_per_day;
  if (request.steps_per_day < 1) return Fail("`--steps-per-day` is at least 1");
  if (Result<void> read = ReadMap(request.map, options); !read) return tl::unexpected(read.error());
  if (Result<void> read = ReadCovers(request.covers, options); !read) {
    return tl::unexpected(read.error());
  }
  if (!request.start_date.empty()) {
    const Result<std::int64_t> day = service::DayOf(request.start_date, "--start-date");
    if (!day) return tl::unexpected(day.error());
    options.importer.start_day = *day;
  }
  return options;
}

RecordImportAnswer ImportGuarded(const RecordImportRequest& request, const Control& control) {
  RecordImportAnswer answer;
  Result<record::ImportOptions> options = OptionsOf(request);
  if (!options) {
    return Refuse(std::move(answer), Status::kBadRequest, options.error().message);
  }
  // A misspelt name makes no store, and leaves no import half done.
  for (const std::string& path : request.paths) {
    std::error_code error;
    if (!std::filesystem::exists(path, error)) {
      return Refuse(std::move(answer), Status::kFailed,
                    fmt::format("cannot read `{}`: {}", path,
                                error ? error.message() : "there is no such file"));
    }
  }
  Result<record::Store> store = record::Store::Open(request.store, record::Access::kWrite);
  if (!store) return Refuse(std::move(answer), Status::kFailed, store.error().message);
  std::vector<record::ImportReport> reports;
  const auto* stop = service::FlagOf(control);
  for (const std::string& path : request.paths) {
    const std::uint64_t bytes = record::FileBytes(path);
    options->on_progress = [&](std::uint64_t done) {
      if (control.on_progress) control.on_progress(done, bytes);
      return stop == nullptr || !stop->load();
    };
    Result<record::ImportReport> report = record::ImportFile(*store, path, *options);
    options->replace = false;  // the first file replaces, the others add
    if (!report) {
      answer.status = Status::kFailed;
      answer.message = report.error().message;
      break;
    }
    if (report->stopped) {
      answer.status = Status::kStopped;
      answer.message = fmt::format("stopped; nothing of `{}` was kept", path);
      break;
    }
    answer.text += report::ImportText(*report, service::StyleOf(request.style));
    answer.files.push_back({path, report->format, report->dataset, report->rows, report->stored,
                            report->known, report->repeated, report->rejected_rows()});
    reports.push_back(std::move(*report));
  }
  answer.json = report::ImportJson(reports);
  return answer;
}

RecordListAnswer ListGuarded(const RecordListRequest& request) {
  RecordListAnswer answer;
  const report::Style style = service::StyleOf(request.style);
  if (request.formats) {
    answer.text = report::FormatsText(style);
    answer.json = report::FormatsJson();
    return answer;
  }
  const Result<record::Store> store = record::Store::Open(request.store, record::Access::kRead);
  if (!store) return Refuse(std::move(answer), Status::kFailed, store.error().message);
  Result<std::vector<record::DatasetInfo>> infos = store->Datasets();
  if (!infos) return Refuse(std::move(answer), Status::kFailed, infos.error().message);
  std::vector<report::ListedDataset> datasets;
  for (record::DatasetInfo& info : *infos) {
    Result<std::vector<record::FileInfo>> files = store->Files(info.name);
    if (!files) return Refuse(std::move(answer), Status::kFailed, files.error().message);
    datasets.push_back({std::move(info), std::move(*files)});
  }
  answer.text = report::DatasetsText(datasets, style);
  answer.json = report::DatasetsJson(datasets);
  return answer;
}

}  // namespace

RecordImportAnswer RecordImport(const RecordImportRequest& request, const Control& control) {
  return service::Guarded<RecordImportAnswer>("import into `" + request.store + "`",
                                              [&] { return ImportGuarded(request, control); });
}

RecordListAnswer RecordList(const RecordListRequest& request) {
  return service::Guarded<RecordListAnswer>("list of `" + request.store + "`",
                                            [&] { return ListGuarded(request); });
}

}  // namespace entente::api
