#include "report/data/ledger_view.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/calendar.h"
#include "report/data/json_parts.h"
#include "report/text/numbers.h"

namespace entente::report {
namespace {

using Json = OrderedJson;

std::string DateOf(std::int64_t day) { return FormatDate(CivilFromDayNumber(day)); }

Json SaidJson(const inference::LedgerForecast& forecast) {
  if (forecast.event) return {{"probability", NumberJson(forecast.law.AtLeast(1.0))}};
  return {{"mean", NumberJson(forecast.law.Mean())},
          {"low", NumberJson(forecast.law.Quantile(0.05))},
          {"high", NumberJson(forecast.law.Quantile(0.95))}};
}

Json MeanJson(const LedgerMean& mean) {
  return {{"scored", mean.scored}, {"mean_score", NumberJson(mean.score)}};
}

}  // namespace

std::string SaidText(const inference::LedgerForecast& forecast) {
  if (forecast.event) return Brief(100.0 * forecast.law.AtLeast(1.0)) + " %";
  return fmt::format("{} [{} – {}]", Brief(forecast.law.Mean()),
                     Brief(forecast.law.Quantile(0.05)), Brief(forecast.law.Quantile(0.95)));
}

LedgerMean MeanScore(const LedgerView& view, bool events) {
  LedgerMean mean;
  for (const inference::LedgerScore& score : view.scores) {
    const auto& forecast = view.ledger.entries[score.entry].forecasts[score.forecast];
    if (forecast.event != events || !score.outcome) continue;
    ++mean.scored;
    mean.score += score.score;
  }
  mean.score = mean.scored == 0 ? std::numeric_limits<double>::quiet_NaN()
                                : mean.score / static_cast<double>(mean.scored);
  return mean;
}

std::string LedgerJson(const LedgerView& view) {
  Json json;
  json["format"] = "entente-ledger-view-1";
  json["head"] = view.head;
  json["head_checked"] = view.head_checked;
  const bool scored = !view.scored_model.empty();
  if (scored) {
    json["scored_model"] = view.scored_model;
    json["events"] = MeanJson(MeanScore(view, true));
    json["counts"] = MeanJson(MeanScore(view, false));
  }
  std::size_t at = 0;
  Json lines = Json::array();
  for (std::size_t e = 0; e < view.ledger.entries.size(); ++e) {
    const inference::LedgerEntry& entry = view.ledger.entries[e];
    Json forecasts = Json::array();
    for (const inference::LedgerForecast& forecast : entry.forecasts) {
      Json one = {{"target", forecast.target},
                  {"kind", forecast.event ? "event" : "count"},
                  {"from", DateOf(forecast.from)},
                  {"to", DateOf(forecast.to)},
                  {"said", SaidJson(forecast)}};
      if (scored) {
        const inference::LedgerScore& score = view.scores[at++];
        one["outcome"] = score.outcome ? NumberJson(*score.outcome) : Json(nullptr);
        one["score"] = NumberJson(score.score);
      }
      forecasts.push_back(std::move(one));
    }
    lines.push_back({{"hash", view.ledger.hashes[e]},
                     {"model", entry.model},
                     {"model_hash", entry.model_hash},
                     {"data", entry.data},
                     {"seed", entry.seed},
                     {"origin", DateOf(entry.origin)},
                     {"published", DateOf(entry.published)},
                     {"forecasts", std::move(forecasts)}});
  }
  json["lines"] = std::move(lines);
  json["notes"] = view.notes;
  return Dump(json);
}

}  // namespace entente::report
