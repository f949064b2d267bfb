#include "report/data/run_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

#include "report/data/json_parts.h"

namespace entente::report {
namespace {

using Json = OrderedJson;

Json Quantiles(const engine::OutcomeSummary& summary, double scale) {
  Json list = Json::array();
  for (const engine::QuantileEstimate& quantile : summary.quantiles) {
    Json one = {{"level", quantile.level}};
    one.update(IntervalJson(quantile.at, scale));
    list.push_back(std::move(one));
  }
  return list;
}

Json HistogramOf(const engine::Histogram& histogram, double scale) {
  Json edges = Json::array();
  for (const double edge : histogram.edges) edges.push_back(NumberJson(edge * scale));
  return {{"edges", std::move(edges)}, {"counts", histogram.counts}};
}

Json ExactJson(const ExactValue& exact, double scale) {
  if (!exact.solved) return {{"solved", false}, {"why_not", exact.why_not}};
  return {{"solved", true},
          {"value", NumberJson(exact.value * scale)},
          {"error", NumberJson(exact.error * std::fabs(scale))}};
}

Json OutcomeJson(const RunView& view, std::size_t row, const OutcomeView& one) {
  const engine::OutcomeSummary& summary = *one.summary;
  Json json = IntervalJson(summary.estimate, one.scale);
  json["kind"] = one.kind;
  json["unit"] = one.unit;
  json["title"] = one.outcome->provenance.title;
  json["window"] = {{"from", DateOf(view.model, one.outcome->from_day)},
                    {"to", DateOf(view.model, one.outcome->to_day)},
                    {"opens_on_condition", one.outcome->opens_when.valid()}};
  json["worlds"] = summary.worlds;
  json["never_opened"] = summary.never_opened;
  json["standard_deviation"] = NumberJson(summary.standard_deviation * std::fabs(one.scale));
  json["minimum"] = NumberJson(summary.minimum * one.scale);
  json["maximum"] = NumberJson(summary.maximum * one.scale);
  if (one.outcome->kind == model::OutcomeKind::kTimeTo) {
    json["reached"] = IntervalJson(summary.reached, 1.0);
  }
  if (!summary.quantiles.empty()) {
    json["quantiles"] = Quantiles(summary, one.scale);
    json["quantile_relative_error"] = summary.quantile_relative_error;
  }
  if (!summary.histogram.counts.empty()) {
    json["histogram"] = HistogramOf(summary.histogram, one.scale);
  }
  if (row < view.exact.size()) json["exact"] = ExactJson(view.exact[row], one.scale);
  if (row < view.step_shifts.size()) {
    json["half_step_shift"] = IntervalJson(view.step_shifts[row], one.scale);
  }
  return json;
}

const char* FaultName(engine::WorldFault fault) {
  switch (fault) {
    case engine::WorldFault::kNone: return "none";
    case engine::WorldFault::kNonFinite: return "non_finite";
    case engine::WorldFault::kConditionRounds: return "condition_rounds";
    case engine::WorldFault::kTooManyEvents: return "too_many_events";
  }
  return "none";
}

const char* NoticeName(engine::NoticeSummary::Kind kind) {
  switch (kind) {
    case engine::NoticeSummary::Kind::kClamped: return "clamped";
    case engine::NoticeSummary::Kind::kNegativeRate: return "negative_rate";
    case engine::NoticeSummary::Kind::kNoArc: return "no_arc";
  }
  return "clamped";
}

std::string Place(const RunView& view, SourceSpan span) {
  return view.model.text != nullptr && span.valid() ? view.model.text->Describe(span) : "";
}

Json Failures(const RunView& view) {
  Json list = Json::array();
  for (const engine::FailureSummary& failure : view.result.failures) {
    list.push_back({{"fault", FaultName(failure.fault)},
                    {"what", failure.what},
                    {"place", Place(view, failure.span)},
                    {"worlds", failure.worlds},
                    {"example_world", failure.example_world}});
  }
  return list;
}

Json Notices(const RunView& view) {
  Json list = Json::array();
  for (const engine::NoticeSummary& notice : view.result.notices) {
    list.push_back({{"notice", NoticeName(notice.kind)},
                    {"what", notice.what},
                    {"place", Place(view, notice.span)},
                    {"worlds", notice.worlds}});
  }
  return list;
}

}  // namespace

std::string RunJson(const RunView& view) {
  const engine::RunResult& result = view.result;
  Json json;
  json["format"] = "entente-run-1";
  json["model"] = view.model.name;
  json["title"] = view.model.title;
  json["from"] = FormatDate(view.model.time.start);
  json["to"] = FormatDate(view.model.time.end);
  json["policies"] = view.policies;
  json["seed"] = result.seed;
  json["worlds"] = result.worlds;
  json["worlds_requested"] = result.worlds_requested;
  json["failed"] = result.failed;
  json["partial"] = result.partial;
  json["level"] = result.confidence;
  if (view.forecast) {
    json["forecast"] = {{"from", view.forecast->from},
                        {"filters", view.forecast->filters},
                        {"particles", view.forecast->particles},
                        {"posterior", view.forecast->posterior},
                        {"log_likelihood", NumberJson(view.forecast->log_likelihood)},
                        {"smallest_effective", NumberJson(view.forecast->smallest_effective)},
                        {"notes", view.forecast->notes}};
  }
  Json outcomes = Json::object();
  const std::vector<OutcomeView> views = ViewOutcomes(view);
  for (std::size_t i = 0; i < views.size(); ++i) {
    outcomes[views[i].outcome->provenance.name] = OutcomeJson(view, i, views[i]);
  }
  json["outcomes"] = std::move(outcomes);
  json["failures"] = Failures(view);
  json["notices"] = Notices(view);
  return Dump(json);
}

std::string RunCsv(const RunView& view) {
  std::string csv =
      "outcome,title,kind,unit,estimate,low,high,level,worlds,never_opened,standard_deviation,"
      "minimum,q05,q25,q50,q75,q95,maximum,reached,reached_low,reached_high\n";
  for (const OutcomeView& one : ViewOutcomes(view)) {
    const engine::OutcomeSummary& summary = *one.summary;
    std::vector<std::string> cells = {
        CsvText(one.outcome->provenance.name), CsvText(one.outcome->provenance.title), one.kind,
        CsvText(one.unit), CsvNumber(one.estimate.value), CsvNumber(one.estimate.low),
        CsvNumber(one.estimate.high), CsvNumber(view.result.confidence),
        std::to_string(summary.worlds), std::to_string(summary.never_opened),
        CsvNumber(summary.standard_deviation * std::fabs(one.scale)),
        CsvNumber(summary.minimum * one.scale)};
    for (const double level : {0.05, 0.25, 0.5, 0.75, 0.95}) {
      const engine::QuantileEstimate* quantile = QuantileAt(summary, level);
      cells.push_back(quantile == nullptr ? "" : CsvNumber(quantile->at.value * one.scale));
    }
    cells.push_back(CsvNumber(summary.maximum * one.scale));
    const bool timed = one.outcome->kind == model::OutcomeKind::kTimeTo;
    cells.push_back(timed ? CsvNumber(summary.reached.value) : "");
    cells.push_back(timed ? CsvNumber(summary.reached.low) : "");
    cells.push_back(timed ? CsvNumber(summary.reached.high) : "");
    for (std::size_t i = 0; i < cells.size(); ++i) csv += (i > 0 ? "," : "") + cells[i];
    csv += "\n";
  }
  return csv;
}

}  // namespace entente::report
