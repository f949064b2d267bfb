#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "exact/exact.h"
#include "exact/questions.h"

namespace entente::exact {
namespace {

using model::Model;
using model::Outcome;
using model::OutcomeKind;

bool IsLinear(OutcomeKind kind) {
  return kind == OutcomeKind::kCount || kind == OutcomeKind::kMean ||
         kind == OutcomeKind::kShareOfTime || kind == OutcomeKind::kValueAt;
}

// Values for all parameters: as given, or points; a prior that matters has been refused by then.
std::vector<double> ParameterValues(const Model& model, const ExactOptions& options) {
  if (!options.parameters.empty()) return options.parameters;
  std::vector<double> values;
  for (const model::Parameter& parameter : model.parameters) values.push_back(parameter.prior.a);
  return values;
}

// Outcomes with one scope, solved on one chain.
struct Group {
  Scope scope;
  std::vector<std::size_t> outcomes;
};

void SolveGroup(const Model& model, const Group& group, const std::vector<double>& parameters,
                const ExactOptions& options, ExactResult& result) {
  std::vector<std::vector<bool>> counted;
  std::vector<Question> linear, passages;
  for (const std::size_t index : group.outcomes) {
    const Outcome& outcome = model.outcomes[index];
    Question question{&outcome, counted.size(), &result.outcomes[index]};
    if (outcome.kind == OutcomeKind::kCount) {
      counted.emplace_back(model.happenings.size(), false);
      for (const model::HappeningId id : outcome.counted) counted.back()[id.index()] = true;
    }
    (IsLinear(outcome.kind) ? linear : passages).push_back(question);
  }
  Chain chain(model, group.scope, parameters, options, std::move(counted));
  for (const std::size_t index : group.outcomes) {
    result.outcomes[index].states = chain.size();
    result.outcomes[index].why_not = chain.problem();
  }
  if (!chain.problem().empty()) return;
  Questions questions(chain, options);
  if (!linear.empty()) questions.AnswerLinear(linear);
  for (const Question& question : passages) questions.AnswerPassage(question);
}

}  // namespace

Result<ExactResult> Solve(const Model& model, const ExactOptions& options) {
  if (!options.parameters.empty() && options.parameters.size() != model.parameters.size()) {
    return Fail(fmt::format("{} parameter values were given, the model has {} parameters",
                            options.parameters.size(), model.parameters.size()));
  }
  ExactResult result;
  result.outcomes.resize(model.outcomes.size());
  ScopeFinder finder(model, !options.parameters.empty());
  std::vector<Group> groups;
  for (std::size_t i = 0; i < model.outcomes.size(); ++i) {
    ExactOutcome& answer = result.outcomes[i];
    answer.outcome = model::OutcomeId(i);
    Scope scope = finder.Find(model.outcomes[i]);
    answer.why_not = scope.refusal;
    if (answer.why_not.empty() && model.outcomes[i].opens_when.valid()) {
      answer.why_not = "its window opens upon a condition";
    }
    if (answer.why_not.empty() && model.outcomes[i].kind == OutcomeKind::kShareOfCounts) {
      answer.why_not = "it is a ratio of two counts";
    }
    if (answer.why_not.empty() && model.outcomes[i].counted_while.valid()) {
      answer.why_not = "it counts only while a condition holds";
    }
    if (!answer.why_not.empty()) continue;
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&scope](const Group& other) { return other.scope == scope; });
    if (group == groups.end()) group = groups.insert(group, Group{std::move(scope), {}});
    group->outcomes.push_back(i);
  }
  const std::vector<double> parameters = ParameterValues(model, options);
  for (const Group& group : groups) {
    SolveGroup(model, group, parameters, options, result);
    if (options.cancel && options.cancel->load()) return Fail("cancelled");
  }
  return result;
}

}  // namespace entente::exact
