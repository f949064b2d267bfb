#include <cmath>
#include <nlohmann/json.hpp>

#include "report/data/run_view.h"
#include "report/text/story.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using Json = nlohmann::ordered_json;

Json Number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json OccurrenceJson(const model::Model& model, const engine::Occurrence& occurrence) {
  Json causes = Json::array();
  for (const engine::Cause& cause : occurrence.causes) {
    causes.push_back(
        {{"occurrence", cause.occurrence}, {"how", cause.how}, {"factor", Number(cause.factor)}});
  }
  const model::Happening& happening = model.happenings[occurrence.happening.index()];
  const bool hidden = happening.issue.valid() && model.issues[happening.issue.index()].kind ==
                                                     model::IssueKind::kHidden;
  return {{"date", DateOf(model, occurrence.day)},
          {"day", Number(occurrence.day)},
          {"happening", happening.provenance.name},
          {"text", HappeningText(model, occurrence.happening)},
          {"shown", happening.kind != model::HappeningKind::kNotice && !hidden},
          {"how", occurrence.how},
          {"depth", occurrence.depth},
          {"causes", std::move(causes)}};
}

Json Trajectories(const model::Model& model, const engine::Story& story) {
  Json json = Json::object();
  for (std::size_t i = 0; i < model.quantities.size() && i < story.quantities.size(); ++i) {
    Json values = Json::array();
    for (const double value : story.quantities[i]) {
      values.push_back(Number(value * model.quantities[i].unit.scale));
    }
    json[model.quantities[i].provenance.name] = std::move(values);
  }
  return json;
}

Json States(const model::Model& model, const engine::Story& story) {
  Json json = Json::object();
  for (std::size_t i = 0; i < model.issues.size() && i < story.issues.size(); ++i) {
    const model::Issue& issue = model.issues[i];
    if (issue.kind == model::IssueKind::kHidden) continue;
    Json names = Json::array();
    for (const model::StateIndex state : story.issues[i]) {
      names.push_back(state < issue.states.size() ? issue.states[state].name : "?");
    }
    json[issue.provenance.name] = std::move(names);
  }
  return json;
}

}  // namespace

std::string StoryJson(const model::Model& model, const engine::Story& story) {
  Json json;
  json["format"] = "entente-story-1";
  json["model"] = model.name;
  json["seed"] = story.seed;
  json["world"] = story.world;
  json["from"] = FormatDate(model.time.start);
  json["to"] = FormatDate(model.time.end);
  json["fault"] = story.fault_text;
  Json occurrences = Json::array();
  for (const engine::Occurrence& occurrence : story.occurrences) {
    occurrences.push_back(OccurrenceJson(model, occurrence));
  }
  json["occurrences"] = std::move(occurrences);
  Json outcomes = Json::object();
  for (std::size_t i = 0; i < model.outcomes.size() && i < story.outcomes.size(); ++i) {
    outcomes[model.outcomes[i].provenance.name] = Number(story.outcomes[i]);
  }
  json["outcomes"] = std::move(outcomes);
  Json parameters = Json::object();
  for (const auto& [id, value] : story.parameters) {
    const model::Parameter& parameter = model.parameters[id.index()];
    parameters[parameter.provenance.name] = {{"value", Number(value * parameter.unit.scale)},
                                             {"unit", parameter.unit.label}};
  }
  json["parameters"] = std::move(parameters);
  json["days"] = story.days;
  json["quantities"] = Trajectories(model, story);
  json["issues"] = States(model, story);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace entente::report
