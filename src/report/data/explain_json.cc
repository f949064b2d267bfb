#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/data/explain_view.h"
#include "report/data/json_parts.h"
#include "report/data/run_view.h"
#include "report/text/story.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using Json = OrderedJson;

Json Number(double value) { return NumberJson(value); }
Json Interval(const engine::Estimate& e) { return IntervalJson(e, 1.0); }

Json BoundsJson(const analysis::Bounds& bounds) {
  return {{"low", Number(bounds.low)}, {"high", Number(bounds.high)}};
}

Json NecessityJson(const analysis::NecessityResult& result) {
  Json json = Interval(result.probability);
  json["with_both"] = result.both;
  json["vanished"] = result.vanished;
  json["cause_alone"] = result.alone;
  json["appeared"] = result.appeared;
  json["failed"] = result.failed;
  json["tian_pearl"] = BoundsJson(result.tian_pearl);
  return json;
}

Json SufficiencyJson(const model::Model& model, const analysis::SufficiencyResult& result) {
  Json json = Interval(result.probability);
  json["with_neither"] = result.neither;
  json["never_possible"] = result.never_possible;
  json["forced"] = result.forced;
  json["happened"] = result.happened;
  json["failed"] = result.failed;
  json["forced_on"] =
      std::isfinite(result.median_day) ? Json(DateOf(model, result.median_day)) : Json(nullptr);
  json["tian_pearl"] = BoundsJson(result.tian_pearl);
  return json;
}

Json CauseJson(const ExplainView& view, const analysis::CauseReport& cause) {
  Json json = {{"name", cause.candidate.name},
               {"kind", analysis::KindName(cause.candidate.kind)},
               {"text", CandidateText(view.model, cause.candidate)},
               {"by_definition", cause.by_definition},
               {"worlds_with_effect", cause.with_effect},
               {"worlds_without_effect", cause.without_effect}};
  json["necessity"] = cause.necessity ? NecessityJson(*cause.necessity) : Json(nullptr);
  json["token_necessity"] = cause.token ? NecessityJson(*cause.token) : Json(nullptr);
  json["sufficiency"] =
      cause.sufficiency ? SufficiencyJson(view.model, *cause.sufficiency) : Json(nullptr);
  return json;
}

Json TellJson(const ExplainView& view, const std::optional<analysis::ToldWorld>& told) {
  if (!told) return nullptr;
  Json occurrences = Json::array();
  for (const std::size_t i : ToTell(view, *told)) {
    const engine::Occurrence& occurrence = told->story.occurrences[i];
    occurrences.push_back(
        {{"date", DateOf(view.model, occurrence.day)},
         {"happening", view.model.happenings[occurrence.happening.index()].provenance.name},
         {"text", HappeningText(view.model, occurrence.happening)},
         {"how", occurrence.how},
         {"because", BecauseText(view.model, told->story, occurrence)}});
  }
  return {{"world", told->world}, {"score", Number(told->score)},
          {"occurrences", std::move(occurrences)}};
}

Json OccurrenceJson(const model::Model& model, const engine::Story& story, std::size_t i) {
  if (i == analysis::WithoutResult::kNone) return nullptr;
  const engine::Occurrence& occurrence = story.occurrences[i];
  return {{"date", DateOf(model, occurrence.day)},
          {"day", Number(occurrence.day)},
          {"happening", model.happenings[occurrence.happening.index()].provenance.name},
          {"text", HappeningText(model, occurrence.happening)},
          {"shown", IsShown(model, occurrence)},
          {"how", occurrence.how},
          {"because", BecauseText(model, story, occurrence)}};
}

}  // namespace

std::string ExplainJson(const ExplainView& view) {
  const analysis::Explanation& explanation = view.explanation;
  Json json;
  json["format"] = "entente-explain-1";
  json["model"] = view.model.name;
  json["from"] = FormatDate(view.model.time.start);
  json["to"] = FormatDate(view.model.time.end);
  json["policies"] = view.policies;
  json["seed"] = view.seed;
  json["level"] = view.confidence;
  json["name"] = explanation.name;
  json["title"] = explanation.title;
  json["event"] = explanation.event;
  json["worlds"] = explanation.worlds;
  json["failed"] = explanation.failed;
  json["happened"] = explanation.happened;
  json["probability"] = Interval(explanation.probability);
  Json causes = Json::array();
  for (const analysis::CauseReport& cause : explanation.causes) {
    causes.push_back(CauseJson(view, cause));
  }
  json["causes"] = std::move(causes);
  json["not_examined"] = explanation.not_examined;
  Json draws = Json::array();
  for (const analysis::DrawShift& draw : explanation.draws) {
    draws.push_back(
        {{"parameter", view.model.parameters[draw.parameter.index()].provenance.name},
         {"low_third", Interval(draw.low_third)},
         {"high_third", Interval(draw.high_third)},
         {"shift", Interval(draw.shift)}});
  }
  json["draws"] = std::move(draws);
  json["draws_looked_at"] = explanation.draws_looked_at;
  Json chains = Json::array();
  for (const analysis::Chain& chain : explanation.chains) {
    chains.push_back({{"steps", chain.steps},
                      {"worlds", chain.worlds},
                      {"example_world", chain.example_world}});
  }
  json["chains"] = std::move(chains);
  json["chains_of"] = explanation.chains_of;
  json["typical"] = TellJson(view, explanation.typical);
  json["nearest_miss"] = TellJson(view, explanation.nearest_miss);
  json["strangest"] = TellJson(view, explanation.strangest);
  return Dump(json);
}

std::string WithoutJson(const model::Model& model, const analysis::WithoutResult& result) {
  Json json;
  json["format"] = "entente-without-1";
  json["model"] = model.name;
  json["seed"] = result.with.seed;
  json["world"] = result.with.world;
  json["removed"] = result.removed;
  json["fault_with"] = result.with.fault_text;
  json["fault_without"] = result.without.fault_text;
  Json rows = Json::array();
  for (const auto& [left, right] : result.rows) {
    rows.push_back({{"with", OccurrenceJson(model, result.with, left)},
                    {"without", OccurrenceJson(model, result.without, right)},
                    {"removed", result.removed_at == left}});
  }
  json["rows"] = std::move(rows);
  Json outcomes = Json::object();
  for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
    outcomes[model.outcomes[o].provenance.name] = {
        {"with", Number(result.with.outcomes[o])},
        {"without", Number(result.without.outcomes[o])},
        {"changed", std::find(result.changed_outcomes.begin(), result.changed_outcomes.end(),
                              model::OutcomeId(o)) != result.changed_outcomes.end()}};
  }
  json["outcomes"] = std::move(outcomes);
  return Dump(json);
}

}  // namespace entente::report
