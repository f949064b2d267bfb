#include "report/data/live_json.h"

#include <nlohmann/json.hpp>

#include "report/data/event_families.h"
#include "report/data/json_parts.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using Json = OrderedJson;

// Finer than a pixel, and a third of the bytes.
constexpr int kDigits = 5;

Json Rounded(double value) { return RoundedJson(value, kDigits); }

Json RoundedList(const std::vector<double>& values, double scale = 1.0) {
  return RoundedJson(values, scale, kDigits);
}

Json Dates(const model::Model& model, const std::vector<double>& days) {
  Json list = Json::array();
  for (const double day : days) list.push_back(DateOf(model, day));
  return list;
}

bool IsShown(const model::Issue& issue) {
  return issue.kind == model::IssueKind::kIssue || issue.kind == model::IssueKind::kOffice;
}

Json QuantitiesOf(const RunView& view) {
  Json list = Json::array();
  for (const engine::QuantitySeries& series : view.result.series.quantities) {
    const model::Quantity& quantity = view.model.quantities[series.quantity.index()];
    const double scale = quantity.unit.scale;
    Json levels = Json::array();
    for (const std::vector<double>& level : series.quantiles) {
      levels.push_back(RoundedList(level, scale));
    }
    list.push_back({{"name", quantity.provenance.name},
                    {"title", TitleWithIndex(quantity.provenance)},
                    {"unit", quantity.unit.label},
                    {"share", quantity.unit.share},
                    {"mean", RoundedList(series.mean, scale)},
                    {"quantiles", std::move(levels)}});
  }
  return list;
}

Json IssuesOf(const RunView& view) {
  Json list = Json::array();
  for (const engine::IssueSeries& series : view.result.series.issues) {
    const model::Issue& issue = view.model.issues[series.issue.index()];
    if (!IsShown(issue)) continue;
    Json states = Json::array();
    for (std::size_t s = 0; s < issue.states.size(); ++s) {
      states.push_back({{"name", issue.states[s].name},
                        {"title", StateText(issue, static_cast<model::StateIndex>(s))}});
    }
    Json share = Json::array();
    for (const std::vector<double>& state : series.share) share.push_back(RoundedList(state));
    list.push_back({{"name", issue.provenance.name},
                    {"title", TitleOf(issue.provenance)},
                    {"states", std::move(states)},
                    {"share", std::move(share)}});
  }
  return list;
}

Json EventsOf(const LiveView& live) {
  Json list = Json::array();
  for (const EventFamily& family : EventFamiliesOf(live.view)) {
    Json event = {{"name", family.name},
                  {"title", family.title},
                  {"choice", !family.is_event},
                  {"mean", Rounded(family.total)},
                  {"by_period", RoundedList(family.mean)}};
    if (family.is_event) {
      const auto recorded = RecordedByPeriod(live.view, live.record, family.name);
      if (!recorded.empty()) event["recorded"] = recorded;
    }
    list.push_back(std::move(event));
  }
  return list;
}

Json OutcomesOf(const RunView& view, const std::vector<OutcomeView>& outcomes) {
  Json list = Json::array();
  for (const OutcomeView& one : outcomes) {
    const engine::OutcomeSummary& summary = *one.summary;
    const EstimateText words = TextOf(view.model, one);
    Json outcome = {{"name", one.outcome->provenance.name},
                    {"title", one.title},
                    {"kind", one.kind},
                    {"unit", one.unit},
                    {"share", one.share}};
    outcome.update(IntervalJson(summary.estimate, one.scale));
    outcome["words"] = {{"value", words.value}, {"interval", words.interval}};
    outcome["worlds"] = summary.worlds;
    outcome["never_opened"] = summary.never_opened;
    if (one.outcome->kind == model::OutcomeKind::kTimeTo) {
      outcome["reached"] = IntervalJson(summary.reached, 1.0);
    }
    if (!summary.quantiles.empty()) {
      Json quantiles = Json::array();
      for (const engine::QuantileEstimate& quantile : summary.quantiles) {
        quantiles.push_back({{"level", quantile.level},
                             {"estimate", NumberJson(quantile.at.value * one.scale)}});
      }
      outcome["quantiles"] = std::move(quantiles);
    }
    if (!summary.histogram.counts.empty()) {
      outcome["histogram"] = {{"edges", RoundedList(summary.histogram.edges, one.scale)},
                              {"counts", summary.histogram.counts}};
    }
    list.push_back(std::move(outcome));
  }
  return list;
}

Json RecordOf(const std::vector<RecordRow>& record) {
  Json list = Json::array();
  for (const RecordRow& row : record) {
    list.push_back({{"date", row.date},
                    {"what", row.what},
                    {"from", row.from},
                    {"to", row.to},
                    {"source", row.source}});
  }
  return list;
}

Json Failures(const RunView& view) {
  Json list = Json::array();
  for (const engine::FailureSummary& failure : view.result.failures) {
    const bool placed = view.model.text != nullptr && failure.span.valid();
    list.push_back({{"what", failure.what},
                    {"place", placed ? view.model.text->Describe(failure.span) : ""},
                    {"worlds", failure.worlds},
                    {"example_world", failure.example_world}});
  }
  return list;
}

Json Versus(const LiveView& live) {
  const RunView& other = *live.versus;
  return {{"hash", live.versus_hash},
          {"with", other.policies},
          {"outcomes", OutcomesOf(other, ViewOutcomes(other))},
          {"quantities", QuantitiesOf(other)},
          {"issues", IssuesOf(other)}};
}

}  // namespace

std::string LiveJson(const LiveView& live) {
  const RunView& view = live.view;
  const engine::RunResult& result = view.result;
  Json json;
  json["format"] = "entente-live-1";
  json["model"] = view.model.name;
  json["title"] = view.model.title;
  json["hash"] = live.hash;
  json["with"] = view.policies;
  json["seed"] = result.seed;
  json["worlds"] = result.worlds;
  json["worlds_wanted"] = result.worlds_requested;
  json["failed"] = result.failed;
  json["partial"] = result.partial;
  json["level"] = result.confidence;
  json["from"] = FormatDate(view.model.time.start);
  json["to"] = FormatDate(view.model.time.end);
  json["days"] = Dates(view.model, result.series.days);
  json["levels"] = result.series.levels;
  const std::vector<OutcomeView> views = ViewOutcomes(view);
  json["outcomes"] = OutcomesOf(view, views);
  for (std::size_t o = 0; o < live.differences.size() && o < views.size(); ++o) {
    const analysis::PairedSummary& change = live.differences[o];
    Json versus = {{"difference", NumberJson(change.difference.value * views[o].scale)}};
    const Json interval = IntervalJson(change.difference, views[o].scale);
    versus["low"] = interval["low"];
    versus["high"] = interval["high"];
    versus["rose"] = NumberJson(views[o].scale < 0 ? change.fell.value : change.rose.value);
    versus["fell"] = NumberJson(views[o].scale < 0 ? change.rose.value : change.fell.value);
    versus["pairs"] = change.pairs;
    json["outcomes"][o]["versus"] = std::move(versus);
  }
  json["quantities"] = QuantitiesOf(view);
  json["issues"] = IssuesOf(view);
  json["events"] = EventsOf(live);
  json["period_ends"] = Dates(view.model, result.period_ends);
  json["record"] = RecordOf(live.record);
  json["failures"] = Failures(view);
  json["notices"] = NotesOf(view);
  if (live.versus != nullptr) json["versus"] = Versus(live);
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace entente::report
