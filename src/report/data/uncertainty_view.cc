#include "report/data/uncertainty_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "report/data/json_parts.h"
#include "report/data/run_view.h"

namespace entente::report {
namespace {

using analysis::OutcomeUncertainty;
using analysis::SplitResult;
using Json = OrderedJson;

Json SplitJson(const UncertaintyView& view, const OutcomeUncertainty& one) {
  const SplitResult& split = one.split;
  const double scale = ShownUnitOf(view.model.outcomes[one.outcome.index()]).scale;
  Json json;
  json["draws"] = split.draws;
  json["left_out"] = split.left_out;
  Json means = Json::array();
  for (std::size_t s = 0; s < split.means.size(); ++s) {
    Json mean = {{"scenario", s == 0 ? Json(nullptr) : Json(view.result.scenarios[s - 1])}};
    mean.update(IntervalJson(split.means[s], scale));
    means.push_back(std::move(mean));
  }
  json["means"] = std::move(means);
  const auto part = [&](const engine::Estimate& variance, const engine::Estimate& share) {
    return Json{{"variance", IntervalJson(variance, scale * scale)},
                {"share", IntervalJson(share, 1.0)}};
  };
  json["chance"] = part(split.chance, split.chance_share);
  json["parameter"] = part(split.parameter, split.parameter_share);
  json["scenario"] = view.result.scenarios.empty() ? Json(nullptr)
                                                   : part(split.scenario, split.scenario_share);
  return json;
}

Json InfluenceJson(const UncertaintyView& view, const OutcomeUncertainty& one,
                   const Influence& influence) {
  const model::ParameterId id = view.result.parameters[influence.row];
  const analysis::SobolIndex& index = one.sobol.indices[influence.row];
  const analysis::PawnIndex& pawn = one.pawn.indices[influence.row];
  return {{"parameter", view.model.parameters[id.index()].provenance.name},
          {"first", IntervalJson(index.first, 1.0)},
          {"first_above_zero", index.first_above_zero},
          {"total", IntervalJson(index.total, 1.0)},
          {"total_above_zero", index.total_above_zero},
          {"pawn_median", NumberJson(pawn.median)},
          {"pawn_maximum", NumberJson(pawn.maximum)},
          {"pawn_above_dummy", pawn.above_dummy}};
}

}  // namespace

std::vector<Influence> InfluencesOf(const OutcomeUncertainty& outcome) {
  std::vector<Influence> list;
  for (std::size_t i = 0; i < outcome.sobol.indices.size(); ++i) {
    const analysis::SobolIndex& index = outcome.sobol.indices[i];
    const bool pawn = i < outcome.pawn.indices.size() && outcome.pawn.indices[i].above_dummy;
    list.push_back({i, index.first_above_zero || index.total_above_zero || pawn});
  }
  const auto size = [&](const Influence& one) {
    return outcome.sobol.defined ? outcome.sobol.indices[one.row].total.value
                                 : outcome.pawn.indices[one.row].median;
  };
  std::stable_sort(list.begin(), list.end(), [&](const Influence& a, const Influence& b) {
    return a.matters != b.matters ? a.matters : size(a) > size(b);
  });
  return list;
}

std::string ShareRange(const engine::Estimate& share) {
  if (std::isnan(share.value)) return "–";
  return fmt::format("{:.0f} – {:.0f} %", 100 * share.low, 100 * share.high);
}

std::string UncertaintyJson(const UncertaintyView& view) {
  const analysis::UncertaintyResult& result = view.result;
  Json json;
  json["format"] = "entente-uncertainty-1";
  json["model"] = view.model.name;
  json["policies"] = view.policies;
  json["scenarios"] = result.scenarios;
  json["seed"] = result.seed;
  json["level"] = result.confidence;
  json["rows"] = result.rows;
  json["worlds"] = result.worlds;
  json["failed"] = result.failed;
  Json outcomes = Json::object();
  for (const model::OutcomeId id : view.outcomes) {
    const OutcomeUncertainty& one = result.outcomes[id.index()];
    const model::Outcome& outcome = view.model.outcomes[id.index()];
    Json entry = {{"title", outcome.provenance.title},
                  {"kind", KindName(outcome.kind)},
                  {"unit", ShownUnitOf(outcome).label},
                  {"why_not", one.why_not}};
    entry["split"] = one.split.draws == 0 ? Json(nullptr) : SplitJson(view, one);
    entry["indices_defined"] = one.sobol.defined;
    entry["pawn_dummy_median"] = NumberJson(one.pawn.dummy_median);
    entry["pawn_threshold"] = NumberJson(one.pawn.threshold);
    Json parameters = Json::array();
    for (const Influence& influence : InfluencesOf(one)) {
      parameters.push_back(InfluenceJson(view, one, influence));
    }
    entry["parameters"] = std::move(parameters);
    outcomes[outcome.provenance.name] = std::move(entry);
  }
  json["outcomes"] = std::move(outcomes);
  return Dump(json);
}

}  // namespace entente::report
