#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "analysis/claims/claims.h"
#include "entente/analysis.h"
#include "entente/text.h"
#include "report/data/claims_view.h"
#include "report/html/claims_page.h"
#include "report/text/claims_table.h"
#include "service/analyses.h"
#include "service/guard.h"
#include "service/open.h"
#include "service/run_parts.h"
#include "service/sampling.h"

namespace entente::api {
namespace {

using service::Refuse;

Result<analysis::ClaimsOptions> OptionsOf(const ClaimsRequest& request, const Control& control) {
  if (!(request.level > 0 && request.level < 1)) {
    return Fail(fmt::format("level {}: the level of a verdict lies between 0 and 1, such as 0.95",
                            request.level));
  }
  if (!(request.agree_share > 0.5 && request.agree_share < 1)) {
    return Fail(fmt::format("share {}: the share of draws that must agree lies between 0.5 and 1, "
                            "such as 0.8", request.agree_share));
  }
  for (const std::string& verdict : request.fail_on) {
    const auto known = AllVerdicts();
    if (std::find(known.begin(), known.end(), verdict) != known.end()) continue;
    const std::string nearest = Nearest(verdict, known);
    return Fail(fmt::format("no verdict is called `{}`; {}", verdict,
                            nearest.empty() ? fmt::format("there are {}", fmt::join(known, ", "))
                                            : fmt::format("did you mean `{}`?", nearest)));
  }
  analysis::ClaimsOptions options;
  service::SampleAsAsked(request, control, options);
  options.agree_share = request.agree_share;
  options.names = request.names;
  return options;
}

ClaimsAnswer ClaimsGuarded(const ClaimsRequest& request, const Control& control,
                           std::vector<report::Section>* sections) {
  ClaimsAnswer answer;
  const auto options = OptionsOf(request, control);
  if (!options) return Refuse(std::move(answer), Status::kBadRequest, options.error().message);
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  const model::Model& model = *opened.model;
  answer.model = model.name;
  if (model.claims.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  "the model states no claim: add one such as `claim x { P(war under arms) > "
                  "P(war) }`");
  }
  if (const auto fine = analysis::CheckOptions(model, *options); !fine) {
    return Refuse(std::move(answer), Status::kBadRequest, fine.error().message);
  }
  const auto result = analysis::CheckClaims(model, *options);
  if (!result) return Refuse(std::move(answer), Status::kFailed, result.error().message);

  const report::ClaimsView view{model, *result};
  std::uint64_t failing = 0;
  for (const analysis::ClaimResult& one : result->claims) {
    CheckedClaim claim;
    claim.name = model.claims[one.claim.index()].provenance.name;
    claim.verdict = analysis::VerdictName(one.verdict);
    claim.why = one.why;
    claim.clear = one.clear;
    claim.draws_agreeing = one.agreement.positive;
    if (one.deciding) claim.decided_by = model.parameters[one.deciding->index()].provenance.name;
    claim.worlds = one.worlds;
    failing += std::count(request.fail_on.begin(), request.fail_on.end(), claim.verdict) > 0;
    answer.claims.push_back(std::move(claim));
  }
  answer.partial = result->partial;
  answer.table = report::ClaimsTable(view, service::StyleOf(request.style));
  if (request.json) answer.json = report::ClaimsJson(view);
  if (request.csv) answer.csv = report::ClaimsCsv(view);
  if (sections != nullptr) *sections = report::ClaimsSections(view);
  if (request.html) {
    answer.html = report::ClaimsPage(
        view, {request.command, Version(), opened.hash,
               service::RenderDiagnostics(opened, false, false)});
  }
  if (result->partial) {
    answer.status = Status::kStopped;
    answer.message = "stopped; the verdicts are of the last whole look";
  } else if (failing > 0) {
    answer.status = Status::kUnmet;
    answer.message = fmt::format("{} of {} claims have a verdict that fails", failing,
                                 result->claims.size());
  }
  return answer;
}

}  // namespace

std::vector<std::string> AllVerdicts() {
  std::vector<std::string> names;
  for (const analysis::Verdict verdict :
       {analysis::Verdict::kSupported, analysis::Verdict::kContradicted,
        analysis::Verdict::kDepends, analysis::Verdict::kUndecided,
        analysis::Verdict::kNotTestable}) {
    names.emplace_back(analysis::VerdictName(verdict));
  }
  return names;
}

ClaimsAnswer CheckClaims(const ClaimsRequest& request, const Control& control) {
  return service::CheckClaimsInSections(request, control, nullptr);
}

}  // namespace entente::api

namespace entente::service {

api::ClaimsAnswer CheckClaimsInSections(const api::ClaimsRequest& request,
                                        const api::Control& control,
                                        std::vector<report::Section>* sections) {
  const std::string context =
      fmt::format("claims of `{}`, seed {}", request.source.model, request.seed);
  return Guarded<api::ClaimsAnswer>(
      context, [&] { return api::ClaimsGuarded(request, control, sections); });
}

}  // namespace entente::service
