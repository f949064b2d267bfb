#include "report/data/record_check_json.h"

#include <nlohmann/json.hpp>

#include "report/data/sources_json.h"

namespace entente::report {
namespace {

using Json = nlohmann::ordered_json;

Json FaultJson(const model::Model& model, const record::Fault& fault) {
  return {{"kind", record::SlugOf(fault.kind)},
          {"severity", fault.error ? "error" : "remark"},
          {"line", fault.line},
          {"column", fault.column},
          {"message", fault.message},
          {"suggestion", fault.suggestion},
          {"related", fault.related},
          {"related_line", fault.related_line},
          {"model_place", PlaceOf(model, fault.model_span)}};
}

Json HappeningJson(const model::Model& model, const record::RecordedHappening& one) {
  const std::int64_t start = model.time.start_day_number;
  Json json = {{"date", FormatInstant(start, one.day)},
               {"line", one.line},
               {"happening", model.happenings[one.happening.index()].provenance.name},
               {"known_from", FormatInstant(start, one.known_from_day)},
               {"complete", one.complete},
               {"implied", one.implied}};
  if (one.choice) {
    const model::Decision& decision = model.decisions[one.choice->decision.index()];
    json["choice"] = {{"decision", decision.provenance.name},
                      {"option", decision.options[one.choice->option].name},
                      {"from", FormatInstant(start, one.choice->window_from)},
                      {"to", FormatInstant(start, one.choice->window_to)}};
  }
  return json;
}

Json CompleteJson(const model::Model& model, const model::RecordSource& declared) {
  Json issues = Json::array();
  for (const model::IssueId id : declared.complete_issues) {
    issues.push_back(model.issues[id.index()].provenance.name);
  }
  Json events = Json::array();
  for (const model::HappeningId id : declared.complete_events) {
    events.push_back(model.happenings[id.index()].provenance.name);
  }
  const std::int64_t start = model.time.start_day_number;
  return {{"from", FormatInstant(start, declared.from_day)},
          {"to", FormatInstant(start, declared.to_day)},
          {"issues", std::move(issues)},
          {"events", std::move(events)}};
}

Json FileJson(const model::Model& model, const CheckedChronology& file) {
  const record::Chronology& chronology = *file.chronology;
  Json json = {{"file", file.declared != nullptr ? file.declared->file : std::string()},
               {"rows", chronology.rows.size()},
               {"used", chronology.rows_used},
               {"outside", chronology.rows_outside},
               {"refused", chronology.rows_refused}};
  json["complete"] = file.declared != nullptr ? CompleteJson(model, *file.declared) : Json();
  Json faults = Json::array();
  for (const record::Fault& fault : chronology.faults) faults.push_back(FaultJson(model, fault));
  json["faults"] = std::move(faults);
  Json initial = Json::object();
  for (std::size_t i = 0; i < chronology.initial_states.size(); ++i) {
    const model::Issue& issue = model.issues[i];
    if (chronology.initial_states[i] == issue.start) continue;
    initial[issue.provenance.name] = issue.states[chronology.initial_states[i]].name;
  }
  json["initial_states"] = std::move(initial);
  Json happenings = Json::array();
  for (const record::RecordedHappening& one : chronology.happenings) {
    happenings.push_back(HappeningJson(model, one));
  }
  json["happenings"] = std::move(happenings);
  return json;
}

}  // namespace

std::string RecordCheckJson(const model::Model& model,
                            const std::vector<CheckedChronology>& files) {
  Json json;
  json["format"] = "entente-record-check-1";
  json["model"] = model.name;
  std::size_t errors = 0, remarks = 0;
  Json list = Json::array();
  for (const CheckedChronology& file : files) {
    for (const record::Fault& fault : file.chronology->faults) ++(fault.error ? errors : remarks);
    list.push_back(FileJson(model, file));
  }
  json["errors"] = errors;
  json["remarks"] = remarks;
  json["files"] = std::move(list);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::report
