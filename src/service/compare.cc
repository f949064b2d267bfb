#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analysis/compare/compare.h"
#include "base/diagnostic.h"
#include "entente/analysis.h"
#include "entente/text.h"
#include "report/data/compare_view.h"
#include "report/data/run_view.h"
#include "report/html/compare_page.h"
#include "report/text/compare_table.h"
#include "service/analyses.h"
#include "service/guard.h"
#include "service/open.h"
#include "service/run_parts.h"
#include "service/sampling.h"

namespace entente::api {
namespace {

using service::Refuse;

Result<model::OutcomeId> OutcomeNamed(const model::Model& model, const std::string& name) {
  std::vector<std::string> names;
  for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
    if (model.outcomes[o].provenance.name == name) return model::OutcomeId(o);
    names.push_back(model.outcomes[o].provenance.name);
  }
  const std::string nearest = Nearest(name, names);
  return Fail("no outcome is called `" + name + "`" +
              (nearest.empty() ? "" : "; did you mean `" + nearest + "`?"));
}

// The combinations asked for; without any, every policy; with all_scenarios every scenario too.
std::vector<std::vector<std::string>> CombinationsOf(const model::Model& model,
                                                     const CompareRequest& request) {
  std::vector<std::vector<std::string>> combinations = request.combinations;
  const bool none = combinations.empty();
  for (const model::Policy& policy : model.policies) {
    if (policy.is_scenario ? request.all_scenarios : none) {
      combinations.push_back({policy.provenance.name});
    }
  }
  return combinations;
}

Result<analysis::CompareOptions> OptionsOf(const model::Model& model,
                                           const CompareRequest& request,
                                           const Control& control) {
  if (std::string wrong = service::CheckLevel(request.level); !wrong.empty()) {
    return Fail(std::move(wrong));
  }
  if (!(request.survival_share > 0.5 && request.survival_share < 1)) {
    return Fail(fmt::format("share {}: the share of draws that must agree lies between 0.5 and 1, "
                            "such as 0.9", request.survival_share));
  }
  if (request.worlds < 1 || request.worlds_per_draw < 2 || request.worlds_per_draw % 2 != 0) {
    return Fail(fmt::format("{} worlds, {} for each draw of the parameters: a comparison needs at "
                            "least one world, and an even number for each draw",
                            request.worlds, request.worlds_per_draw));
  }
  analysis::CompareOptions options;
  service::SampleAsAsked(request, control, options);
  options.survival_share = request.survival_share;
  for (const std::string& name : request.outcomes) {
    Result<model::OutcomeId> outcome = OutcomeNamed(model, name);
    if (!outcome) return tl::unexpected(outcome.error());
    if (std::find(options.outcomes.begin(), options.outcomes.end(), *outcome) ==
        options.outcomes.end()) {
      options.outcomes.push_back(*outcome);
    }
  }
  return options;
}

Result<std::vector<report::Better>> BetterOf(const model::Model& model,
                                             const CompareRequest& request) {
  std::vector<report::Better> better(model.outcomes.size(), report::Better::kUnsaid);
  const auto set = [&](const std::vector<std::string>& names,
                       report::Better direction) -> Result<void> {
    for (const std::string& name : names) {
      const Result<model::OutcomeId> outcome = OutcomeNamed(model, name);
      if (!outcome) return tl::unexpected(outcome.error());
      if (better[outcome->index()] != report::Better::kUnsaid &&
          better[outcome->index()] != direction) {
        return Fail("both lower and higher values of `" + name + "` were said to be better");
      }
      better[outcome->index()] = direction;
    }
    return {};
  };
  if (const auto done = set(request.lower_is_better, report::Better::kLower); !done) {
    return tl::unexpected(done.error());
  }
  if (const auto done = set(request.higher_is_better, report::Better::kHigher); !done) {
    return tl::unexpected(done.error());
  }
  return better;
}

std::vector<ComparedDifference> DifferencesOf(const model::Model& model,
                                              const analysis::CompareResult& result) {
  std::vector<ComparedDifference> differences;
  const std::size_t columns = result.grid.columns.size();
  for (const analysis::OutcomeComparison& one : result.outcomes) {
    const model::Outcome& outcome = model.outcomes[one.outcome.index()];
    const double scale = report::ShownUnitOf(outcome).scale;
    for (std::size_t cell = 1; cell < one.cells.size(); ++cell) {
      const analysis::PairedSummary& change = one.cells[cell].change;
      ComparedDifference difference;
      difference.outcome = outcome.provenance.name;
      difference.policies = result.grid.rows[cell / columns];
      difference.scenarios = result.grid.columns[cell % columns];
      difference.difference = change.difference.value * scale;
      difference.low = change.difference.low * scale;
      difference.high = change.difference.high * scale;
      if (scale < 0) std::swap(difference.low, difference.high);
      difference.rose = change.rose.value;
      difference.fell = change.fell.value;
      difference.draws_agreeing = one.cells[cell].sign_share;
      difference.variance_ratio = change.variance_ratio;
      difference.survives = analysis::SurvivalName(one.cells[cell].survival);
      differences.push_back(std::move(difference));
    }
  }
  return differences;
}

CompareAnswer CompareGuarded(const CompareRequest& request, const Control& control,
                             std::vector<report::Section>* sections) {
  CompareAnswer answer;
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  const model::Model& model = *opened.model;
  answer.model = model.name;
  const auto bad = [&](const Error& error) {
    return Refuse(std::move(answer), Status::kBadRequest, error.message);
  };
  const auto grid = analysis::GridOf(model, CombinationsOf(model, request), request.combine);
  if (!grid) return bad(grid.error());
  if (grid->rows.size() * grid->columns.size() < 2) {
    return bad(Error{"there is nothing to compare: the model declares no policy; name policies or "
                     "scenarios with `--with`"});
  }
  const auto options = OptionsOf(model, request, control);
  if (!options) return bad(options.error());
  auto better = BetterOf(model, request);
  if (!better) return bad(better.error());
  const auto result = analysis::Compare(model, *grid, *options);
  if (!result) return Refuse(std::move(answer), Status::kFailed, result.error().message);

  const report::CompareView view{model, *result, std::move(*better)};
  answer.worlds = result->worlds;
  answer.partial = result->partial;
  answer.differences = DifferencesOf(model, *result);
  answer.table = report::CompareTable(view, service::StyleOf(request.style));
  if (request.json) answer.json = report::CompareJson(view);
  if (request.csv) answer.csv = report::CompareCsv(view);
  if (sections != nullptr) *sections = report::CompareSections(view);
  if (request.html) {
    answer.html = report::ComparePage(
        view, {request.command, Version(), opened.hash,
               service::RenderDiagnostics(opened, false, false)});
  }
  if (result->partial) {
    answer.status = Status::kStopped;
    answer.message = fmt::format("stopped after {} of {} worlds; the results are of these",
                                 result->worlds, result->worlds_requested);
  }
  return answer;
}

}  // namespace

CompareAnswer Compare(const CompareRequest& request, const Control& control) {
  return service::CompareInSections(request, control, nullptr);
}

}  // namespace entente::api

namespace entente::service {

api::CompareAnswer CompareInSections(const api::CompareRequest& request,
                                     const api::Control& control,
                                     std::vector<report::Section>* sections) {
  const std::string context =
      fmt::format("comparison in `{}`, seed {}", request.source.model, request.seed);
  return Guarded<api::CompareAnswer>(
      context, [&] { return api::CompareGuarded(request, control, sections); });
}

}  // namespace entente::service
