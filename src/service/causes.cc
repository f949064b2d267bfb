#include "entente/causes.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/explain/explain.h"
#include "entente/text.h"
#include "report/data/explain_view.h"
#include "report/html/explain_page.h"
#include "report/text/explain.h"
#include "service/analyses.h"
#include "service/guard.h"
#include "service/open.h"
#include "service/run_parts.h"
#include "service/sampling.h"
#include "service/stop_signal.h"

namespace entente::api {
namespace {

using service::Refuse;

std::vector<CauseEstimate> EstimatesOf(const analysis::Explanation& explanation) {
  std::vector<CauseEstimate> list;
  for (const analysis::CauseReport& cause : explanation.causes) {
    CauseEstimate one;
    one.name = cause.candidate.name;
    one.by_definition = cause.by_definition;
    if (cause.necessity) {
      one.necessity = cause.necessity->probability.value;
      one.necessity_low = cause.necessity->probability.low;
      one.necessity_high = cause.necessity->probability.high;
      one.with_both = cause.necessity->both;
      one.vanished = cause.necessity->vanished;
    }
    if (cause.sufficiency) {
      one.sufficiency = cause.sufficiency->probability.value;
      one.sufficiency_low = cause.sufficiency->probability.low;
      one.sufficiency_high = cause.sufficiency->probability.high;
      one.forced = cause.sufficiency->forced;
      one.happened = cause.sufficiency->happened;
      one.never_possible = cause.sufficiency->never_possible;
    }
    list.push_back(std::move(one));
  }
  return list;
}

// Worlds to simulate at most: as they are, and each cause blocked and forced, and some skipped.
std::uint64_t MostWorlds(const analysis::ExplainOptions& options) {
  return options.causal.worlds * (1 + 2 * options.causes + options.tokens);
}

CausesAnswer CausesGuarded(const CausesRequest& request, const Control& control,
                           std::vector<report::Section>* sections) {
  CausesAnswer answer;
  if (std::string wrong = service::CheckLevel(request.level); !wrong.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest, std::move(wrong));
  }
  if (request.worlds == 0 || request.worlds > 10'000'000) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  fmt::format("{} worlds were asked for; an explanation takes 1 to 10,000,000",
                              request.worlds));
  }
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  analysis::ExplainOptions options;
  options.causes = request.causes;
  options.replays = request.replays;
  options.causal.seed = request.seed;
  options.causal.worlds = request.worlds;
  options.causal.threads = request.threads;
  options.causal.confidence = request.level;
  options.causal.limits.events_per_world = request.events_per_world;
  options.causal.limits.condition_rounds = request.condition_rounds;
  options.causal.cancel = service::FlagOf(control);
  if (control.on_progress) {
    options.causal.on_progress = [&control, most = MostWorlds(options)](std::uint64_t done) {
      control.on_progress(std::min(done, most), most);
    };
  }
  const Result<analysis::Explanation> result =
      analysis::Explain(*opened.model, request.name, options);
  if (!result) {
    const bool stopped = control.stop != nullptr && control.stop->stopped();
    return Refuse(std::move(answer), stopped ? Status::kStopped : Status::kBadRequest,
                  result.error().message);
  }
  answer.name = result->name;
  answer.probability = result->probability.value;
  answer.causes = EstimatesOf(*result);
  const report::ExplainView view{*opened.model, *result, request.source.with, request.seed,
                                 request.level};
  answer.text = report::ExplainText(view, service::StyleOf(request.style));
  answer.json = report::ExplainJson(view);
  if (sections != nullptr) *sections = report::ExplainSections(view);
  if (request.html) {
    answer.html = report::ExplainPage(
        view, {request.command, Version(), opened.hash,
               service::RenderDiagnostics(opened, false, false)});
  }
  return answer;
}

WithoutAnswer WithoutGuarded(const WithoutRequest& request) {
  WithoutAnswer answer;
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  engine::RunLimits limits;
  limits.events_per_world = request.events_per_world;
  limits.condition_rounds = request.condition_rounds;
  const Result<analysis::WithoutResult> result = analysis::TellWithout(
      *opened.model, request.seed, request.world, request.event, limits);
  if (!result) return Refuse(std::move(answer), Status::kBadRequest, result.error().message);
  answer.text =
      report::WithoutText(*opened.model, *result, service::StyleOf(request.style));
  answer.json = report::WithoutJson(*opened.model, *result);
  return answer;
}

}  // namespace

CausesAnswer Causes(const CausesRequest& request, const Control& control) {
  return service::CausesInSections(request, control, nullptr);
}

WithoutAnswer Without(const WithoutRequest& request) {
  const std::string context =
      fmt::format("world {} of `{}` without `{}`", request.world, request.source.model,
                  request.event);
  return service::Guarded<WithoutAnswer>(context, [&] { return WithoutGuarded(request); });
}

}  // namespace entente::api

namespace entente::service {

api::CausesAnswer CausesInSections(const api::CausesRequest& request,
                                   const api::Control& control,
                                   std::vector<report::Section>* sections) {
  const std::string context = fmt::format("explanation of `{}` in `{}`, seed {}", request.name,
                                          request.source.model, request.seed);
  return Guarded<api::CausesAnswer>(
      context, [&] { return api::CausesGuarded(request, control, sections); });
}

}  // namespace entente::service
