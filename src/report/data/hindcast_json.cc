#include "report/data/hindcast_json.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "report/data/json_parts.h"

namespace entente::report {
namespace {

using inference::Comparison;
using inference::Hindcast;
using inference::HindcastCell;
using inference::ScoreRow;
using inference::Target;

std::string DateOf(std::int64_t day) { return FormatDate(CivilFromDayNumber(day)); }

OrderedJson SkillJson(const Comparison& comparison) {
  const inference::Skill& skill = comparison.skill;
  return {{"estimate", NumberJson(skill.skill)},
          {"low", NumberJson(skill.low)},
          {"high", NumberJson(skill.high)},
          {"block", skill.block},
          {"occasions", skill.occasions},
          {"diebold_mariano",
           {{"statistic", NumberJson(comparison.test.statistic)},
            {"p_value", NumberJson(comparison.test.p_value)}}}};
}

OrderedJson RowJson(const ScoreRow& row, const Target& target) {
  OrderedJson json = {{"score", NumberJson(row.score)}, {"log_score", NumberJson(row.log_score)}};
  if (target.event) {
    json["auc"] = NumberJson(row.auc);
    json["average_precision"] = NumberJson(row.average_precision);
    json["brier"] = {{"reliability", NumberJson(row.brier.reliability)},
                     {"resolution", NumberJson(row.brier.resolution)},
                     {"uncertainty", NumberJson(row.brier.uncertainty)},
                     {"within", NumberJson(row.brier.within)}};
  } else {
    json["tail_score"] = NumberJson(row.tail_score);
    json["interval_score"] = NumberJson(row.interval_score);
    json["covered_50"] = NumberJson(row.covered_50);
    json["covered_90"] = NumberJson(row.covered_90);
    json["pit"] = row.pit;
  }
  return json;
}

OrderedJson HistoryJson(const Hindcast& hindcast, const HindcastCell& cell) {
  OrderedJson list = OrderedJson::array();
  for (const HindcastCell::Occasion& occasion : cell.history) {
    OrderedJson said = OrderedJson::object();
    for (std::size_t f = 0; f < hindcast.forecasters.size(); ++f) {
      const auto& one = occasion.said[f];
      said[hindcast.forecasters[f].name] = {{"mean", NumberJson(one.mean)},
                                            {"low", NumberJson(one.low)},
                                            {"high", NumberJson(one.high)},
                                            {"score", NumberJson(one.score)}};
    }
    list.push_back({{"origin", DateOf(hindcast.plan.origins[occasion.origin])},
                    {"outcome", NumberJson(occasion.outcome)},
                    {"forecasts", std::move(said)}});
  }
  return list;
}

OrderedJson CellJson(const Hindcast& hindcast, const HindcastCell& cell, bool history) {
  const Target& target = hindcast.plan.targets[cell.target];
  OrderedJson scores = OrderedJson::object();
  OrderedJson skill = OrderedJson::object();
  for (std::size_t f = 0; f < hindcast.forecasters.size(); ++f) {
    const std::string& name = hindcast.forecasters[f].name;
    scores[name] = RowJson(cell.rows[f], target);
    if (f > 0) skill[name] = SkillJson(cell.against[f]);
  }
  OrderedJson json = {{"target", target.name},
                      {"lead_months", cell.lead_months},
                      {"occasions", cell.occasions},
                      {"mean_outcome", NumberJson(cell.base_rate)},
                      {"best_baseline", hindcast.forecasters[cell.best_baseline].name},
                      {"scores", std::move(scores)},
                      {"skill_against", std::move(skill)}};
  if (history) json["history"] = HistoryJson(hindcast, cell);
  return json;
}

}  // namespace

std::string HindcastJson(const Hindcast& hindcast, bool history) {
  const inference::HindcastPlan& plan = hindcast.plan;
  OrderedJson json;
  json["format"] = "entente-hindcast-1";
  json["verdict"] = Verdict(hindcast);
  json["seed"] = plan.seed;
  json["level"] = plan.level;
  json["cumulative"] = plan.cumulative;
  OrderedJson origins = OrderedJson::array();
  for (const std::int64_t origin : plan.origins) origins.push_back(DateOf(origin));
  json["origins"] = std::move(origins);
  json["leads_months"] = plan.leads;
  OrderedJson forecasters = OrderedJson::array();
  for (const inference::ForecasterInfo& one : hindcast.forecasters) {
    forecasters.push_back(
        {{"name", one.name}, {"summary", one.summary}, {"baseline", one.baseline}});
  }
  json["forecasters"] = std::move(forecasters);
  OrderedJson targets = OrderedJson::array();
  for (std::size_t t = 0; t < plan.targets.size(); ++t) {
    const Target& target = plan.targets[t];
    OrderedJson one = {{"name", target.name}, {"kind", target.event ? "event" : "count"}};
    OrderedJson series = OrderedJson::array();
    for (const std::size_t i : target.series) series.push_back(hindcast.series[i]);
    one["series"] = std::move(series);
    if (target.event) {
      one["at_least"] = target.at_least;
      OrderedJson bins = OrderedJson::array();
      for (const inference::ReliabilityBin& bin : hindcast.reliability[t]) {
        bins.push_back({{"forecast", NumberJson(bin.forecast)},
                        {"frequency", NumberJson(bin.frequency)},
                        {"count", bin.count},
                        {"bar_low", NumberJson(bin.bar_low)},
                        {"bar_high", NumberJson(bin.bar_high)}});
      }
      one["reliability"] = std::move(bins);
    }
    targets.push_back(std::move(one));
  }
  json["targets"] = std::move(targets);
  OrderedJson overall = OrderedJson::object();
  for (std::size_t f = 1; f < hindcast.forecasters.size(); ++f) {
    overall[hindcast.forecasters[f].name] = SkillJson(hindcast.overall[f]);
  }
  json["overall"] = {{"best_baseline", hindcast.forecasters[hindcast.best_baseline].name},
                     {"skill_against", std::move(overall)}};
  OrderedJson cells = OrderedJson::array();
  for (const HindcastCell& cell : hindcast.cells) {
    cells.push_back(CellJson(hindcast, cell, history));
  }
  json["cells"] = std::move(cells);
  json["skipped"] = hindcast.skipped;
  return Dump(json);
}

}  // namespace entente::report
