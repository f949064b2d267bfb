#include "entente/record_check.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "model/known_on.h"
#include "report/data/record_check_json.h"
#include "report/text/record_check.h"
#include "service/guard.h"
#include "service/open.h"
#include "service/record_file.h"
#include "service/run_parts.h"

namespace entente::api {
namespace {

using service::OpenedChronology;
using service::Refuse;

Result<std::vector<OpenedChronology>> Chronologies(const RecordCheckRequest& request,
                                                   const service::OpenedModel& opened) {
  if (request.files.empty()) return service::OpenChronologies(opened.folder, *opened.model);
  std::vector<OpenedChronology> all;
  for (const std::string& path : request.files) {
    // A file in the stead of the model's own is held to what is declared of that.
    const std::size_t declared =
        opened.model->records.size() == 1 ? 0 : OpenedChronology::kUndeclared;
    Result<OpenedChronology> one = service::OpenChronology(path, *opened.model, declared);
    if (!one) return tl::unexpected(one.error());
    all.push_back(std::move(*one));
  }
  return all;
}

RecordCheckAnswer CheckGuarded(const RecordCheckRequest& request) {
  RecordCheckAnswer answer;
  if (!request.source.with.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  "a record tells what happened in the model as written, without policies");
  }
  const auto known_on = ParseIsoDate(request.known_on);
  if (!request.known_on.empty() && !known_on) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  fmt::format("`{}` is no date such as 2019-08-22", request.known_on));
  }
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  Result<std::vector<OpenedChronology>> files = Chronologies(request, opened);
  if (!files) return Refuse(std::move(answer), Status::kFailed, files.error().message);
  if (files->empty()) {
    return Refuse(std::move(answer), Status::kFailed,
                  "the model names no record, and there is no `record.csv` beside it");
  }
  model::Model model = *opened.model;
  const auto declared = [&](const OpenedChronology& file) {
    return file.declared == OpenedChronology::kUndeclared ? nullptr : &model.records[file.declared];
  };
  if (known_on) {
    const double day = static_cast<double>(DayNumber(*known_on) - model.time.start_day_number);
    model = model::AsKnownOn(std::move(model), day);
    for (OpenedChronology& file : *files) {
      file.chronology = record::KnownOn(model, declared(file), file.chronology, day);
    }
  }
  std::vector<report::CheckedChronology> checked;
  for (const OpenedChronology& file : *files) {
    checked.push_back({&file.chronology, declared(file)});
    answer.rows += file.chronology.rows.size();
    for (const record::Fault& fault : file.chronology.faults) {
      ++(fault.error ? answer.errors : answer.remarks);
    }
    if (!answer.text.empty()) answer.text += "\n";
    answer.text += report::RecordCheckText(model, file.chronology, declared(file), file.text,
                                           service::StyleOf(request.style));
  }
  answer.json = report::RecordCheckJson(model, checked);
  if (answer.errors > 0) answer.status = Status::kModelErrors;
  return answer;
}

}  // namespace

RecordCheckAnswer RecordCheck(const RecordCheckRequest& request) {
  return service::Guarded<RecordCheckAnswer>("record of `" + request.source.model + "`",
                                             [&] { return CheckGuarded(request); });
}

}  // namespace entente::api
