#include "entente/uncertainty.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/sensitivity/uncertainty.h"
#include "entente/text.h"
#include "report/data/uncertainty_view.h"
#include "report/html/uncertainty_page.h"
#include "report/text/uncertainty.h"
#include "service/analyses.h"
#include "service/guard.h"
#include "service/open.h"
#include "service/run_parts.h"
#include "service/sampling.h"
#include "service/stop_signal.h"

namespace entente::api {
namespace {

using service::Refuse;

Result<std::vector<model::OutcomeId>> Shown(const model::Model& model,
                                            const std::vector<std::string>& names) {
  std::vector<model::OutcomeId> shown;
  std::vector<std::string> known;
  for (const model::Outcome& outcome : model.outcomes) known.push_back(outcome.provenance.name);
  for (const std::string& name : names.empty() ? known : names) {
    const auto place = std::find(known.begin(), known.end(), name);
    if (place == known.end()) {
      const std::string nearest = Nearest(name, known);
      return Fail("no outcome is called `" + name + "`" +
                  (nearest.empty() ? "" : "; did you mean `" + nearest + "`?"));
    }
    shown.push_back(model::OutcomeId(static_cast<std::size_t>(place - known.begin())));
  }
  return shown;
}

UncertaintyAnswer UncertaintyGuarded(const UncertaintyRequest& request, const Control& control,
                                     std::vector<report::Section>* sections) {
  UncertaintyAnswer answer;
  if (std::string wrong = service::CheckLevel(request.level); !wrong.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest, std::move(wrong));
  }
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  const auto shown = Shown(*opened.model, request.outcomes);
  if (!shown) return Refuse(std::move(answer), Status::kBadRequest, shown.error().message);
  analysis::UncertaintyOptions options;
  options.seed = request.seed;
  options.worlds = request.worlds;
  options.threads = request.threads;
  options.confidence = request.level;
  options.scenarios = request.scenarios;
  options.limits.events_per_world = request.events_per_world;
  options.limits.condition_rounds = request.condition_rounds;
  options.cancel = service::FlagOf(control);
  options.on_progress = control.on_progress;
  const Result<analysis::UncertaintyResult> result =
      analysis::Uncertainty(*opened.model, options);
  if (!result) {
    const bool stopped = control.stop != nullptr && control.stop->stopped();
    return Refuse(std::move(answer), stopped ? Status::kStopped : Status::kBadRequest,
                  result.error().message);
  }
  answer.rows = result->rows;
  answer.worlds = result->worlds;
  for (const model::OutcomeId id : *shown) {
    const analysis::SplitResult& split = result->outcomes[id.index()].split;
    answer.outcomes.push_back({opened.model->outcomes[id.index()].provenance.name,
                               split.chance_share.value, split.parameter_share.value,
                               split.scenario_share.value});
  }
  const report::UncertaintyView view{*opened.model, *result, *shown, request.source.with};
  answer.text = report::UncertaintyText(view, service::StyleOf(request.style));
  answer.json = report::UncertaintyJson(view);
  if (sections != nullptr) *sections = report::UncertaintySections(view);
  if (request.html) {
    answer.html = report::UncertaintyPage(
        view, {request.command, Version(), opened.hash,
               service::RenderDiagnostics(opened, false, false)});
  }
  return answer;
}

}  // namespace

UncertaintyAnswer Uncertainty(const UncertaintyRequest& request, const Control& control) {
  return service::UncertaintyInSections(request, control, nullptr);
}

}  // namespace entente::api

namespace entente::service {

api::UncertaintyAnswer UncertaintyInSections(const api::UncertaintyRequest& request,
                                             const api::Control& control,
                                             std::vector<report::Section>* sections) {
  const std::string context =
      fmt::format("uncertainty of `{}`, seed {}", request.source.model, request.seed);
  return Guarded<api::UncertaintyAnswer>(
      context, [&] { return api::UncertaintyGuarded(request, control, sections); });
}

}  // namespace entente::service
