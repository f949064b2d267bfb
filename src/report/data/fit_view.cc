#include "report/data/fit_view.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/check.h"
#include "report/data/json_parts.h"

namespace entente::report {
namespace {

using Json = OrderedJson;

Json LearnedJson(const FitView& view, const inference::Learned& one) {
  const model::Unit& unit = ParameterNamed(view, one.name).unit;
  const auto shown = [&](double value) { return NumberJson(value * unit.scale); };
  return {{"unit", unit.label},
          {"prior", {{"low", shown(one.prior_low)}, {"median", shown(one.prior_median)}, {"high", shown(one.prior_high)}}},
          {"posterior", {{"low", shown(one.low)}, {"median", shown(one.median)}, {"high", shown(one.high)}}},
          {"shift", NumberJson(one.shift)},
          {"sd", NumberJson(one.sd)},
          {"bits", NumberJson(one.bits)},
          {"told", one.told}};
}

Json Smc(const inference::TemperedFit& fit) {
  Json stages = Json::array();
  for (const inference::TemperedStage& stage : fit.stages) {
    stages.push_back({{"power", stage.power},
                      {"effective_size", stage.effective_size},
                      {"moves", stage.moves},
                      {"acceptance", stage.acceptance},
                      {"distinct", stage.distinct}});
  }
  return {{"points", fit.draws.size()},
          {"log_evidence", NumberJson(fit.log_evidence)},
          {"stages", std::move(stages)}};
}

Json Pmmh(const inference::PmmhFit& fit) {
  Json json = {{"chains", fit.chains}, {"draws", fit.draws.size()}, {"acceptance", fit.acceptance}};
  json["worst_r_hat"] = fit.r_hat.empty()
                            ? Json(nullptr)
                            : NumberJson(*std::max_element(fit.r_hat.begin(), fit.r_hat.end()));
  return json;
}

Json If2(const FitView& view) {
  Json point = Json::object();
  for (const auto& [name, value] : view.point) {
    point[name] = NumberJson(value * ParameterNamed(view, name).unit.scale);
  }
  Json passes = Json::array();
  for (const double value : view.if2->shaken_log_likelihood) passes.push_back(NumberJson(value));
  return {{"log_likelihood", NumberJson(view.if2->log_likelihood)},
          {"standard_error", NumberJson(view.if2->log_likelihood_se)},
          {"point", std::move(point)},
          {"shaken_log_likelihood", std::move(passes)}};
}

}  // namespace

const model::Parameter& ParameterNamed(const FitView& view, const std::string& name) {
  const auto found = std::find_if(
      view.model.parameters.begin(), view.model.parameters.end(),
      [&](const model::Parameter& parameter) { return parameter.provenance.name == name; });
  ENTENTE_CHECK(found != view.model.parameters.end());
  return *found;
}

std::string FitJson(const FitView& view) {
  Json json;
  json["format"] = "entente-fit-1";
  json["model"] = view.model.name;
  json["method"] = view.method;
  json["to"] = view.to;
  json["particles"] = view.particles;
  json["seed"] = view.seed;
  json["recorded"] = view.rows;
  json["cells"] = view.cells;
  json["partial"] = view.partial;
  if (view.smc != nullptr) json["smc"] = Smc(*view.smc);
  if (view.pmmh != nullptr) json["pmmh"] = Pmmh(*view.pmmh);
  if (view.if2 != nullptr) json["if2"] = If2(view);
  if (view.noise) json["likelihood_sd"] = NumberJson(*view.noise);
  json["independent_draws"] = NumberJson(view.independent);
  Json parameters = Json::object();
  for (const inference::Learned& one : view.learned) parameters[one.name] = LearnedJson(view, one);
  json["parameters"] = std::move(parameters);
  json["notes"] = view.notes;
  return Dump(json);
}

}  // namespace entente::report
