#include "language/explain/explain.h"

#include <algorithm>

#include <fmt/format.h>

#include "language/explain/page.h"

namespace entente::language::explain {
namespace {

using model::Model;

// Names as the model has them: no spaces but between words, `issue: a -> b` as `issue.a->b`.
std::string Normalised(std::string_view name) {
  std::string plain;
  for (const char c : name) {
    if (c != ' ' && c != '\t') plain += c;
  }
  const std::size_t colon = plain.find(':');
  if (colon != std::string::npos) plain[colon] = '.';
  return plain;
}

struct Wanted {
  std::string name;   // normalised
  std::string issue;  // of `issue->state`, if it is of that form
  std::string state;

  bool Is(const model::Provenance& provenance) const {
    return Normalised(provenance.name) == name || provenance.family == name;
  }
  // Exactly this element or family, for elements whose parts share their family.
  bool IsExactly(const std::string& other) const { return Normalised(other) == name; }
};

Wanted Parse(std::string_view text) {
  Wanted wanted;
  wanted.name = Normalised(text);
  const std::size_t arrow = wanted.name.find("->");
  if (arrow != std::string::npos && wanted.name.find('.') == std::string::npos) {
    wanted.issue = wanted.name.substr(0, arrow);
    wanted.state = wanted.name.substr(arrow + 2);
  }
  return wanted;
}

bool Means(const Model& model, const Wanted& wanted, const model::Happening& happening) {
  if (wanted.IsExactly(happening.provenance.name)) return true;
  if (happening.kind == model::HappeningKind::kEvent) return wanted.Is(happening.provenance);
  if (wanted.issue.empty() || !happening.issue.valid()) return false;
  if (happening.kind != model::HappeningKind::kTransition) return false;
  const model::Issue& issue = model.issues[happening.issue.index()];
  return (issue.provenance.name == wanted.issue || issue.provenance.family == wanted.issue) &&
         issue.states[happening.to].name == wanted.state;
}

}  // namespace

std::optional<std::string> Explain(const Model& model, std::string_view name) {
  const Wanted wanted = Parse(name);
  Page page(model);
  const auto each = [](const auto& elements, const auto& matches, const auto& describe) {
    for (std::size_t i = 0; i < elements.size(); ++i) {
      if (matches(elements[i])) describe(i);
    }
  };
  const auto named = [&](const auto& element) { return wanted.Is(element.provenance); };
  const auto exact = [&](const auto& element) { return wanted.IsExactly(element.provenance.name); };
  each(model.happenings, [&](const auto& one) { return Means(model, wanted, one); },
       [&](std::size_t i) { DescribeHappening(page, model::HappeningId(i)); });
  each(model.issues, [&](const auto& one) {
         return named(one) && (one.kind != model::IssueKind::kHidden || exact(one));
       },
       [&](std::size_t i) { DescribeIssue(page, model::IssueId(i)); });
  each(model.decisions, named,
       [&](std::size_t i) { DescribeDecision(page, model::DecisionId(i)); });
  each(model.chances, named, [&](std::size_t i) { DescribeChance(page, model::ChanceId(i)); });
  each(model.quantities, named,
       [&](std::size_t i) { DescribeQuantity(page, model::QuantityId(i)); });
  each(model.linkages, named, [&](std::size_t i) { DescribeLinkage(page, model::LinkageId(i)); });
  // A linkage's prior and strength bear its name; the linkage itself tells of them.
  const bool linkage = std::any_of(model.linkages.begin(), model.linkages.end(), named);
  if (!linkage) {
    each(model.parameters, named,
         [&](std::size_t i) { DescribeParameter(page, model::ParameterId(i)); });
    each(model.definitions, named,
         [&](std::size_t i) { DescribeDefinition(page, model::DefinitionId(i)); });
  }
  each(model.frameworks, named,
       [&](std::size_t i) { DescribeFramework(page, model.frameworks[i]); });
  each(model.outcomes, named, [&](std::size_t i) { DescribeOutcome(page, model.outcomes[i]); });
  each(model.policies, named, [&](std::size_t i) { DescribePolicy(page, model.policies[i]); });
  if (page.empty()) return std::nullopt;
  return page.Take();
}

std::vector<std::string> ExplainableNames(const Model& model) {
  std::vector<std::string> names;
  const auto add = [&](const auto& elements) {
    for (const auto& element : elements) {
      names.push_back(element.provenance.name);
      if (element.provenance.family != element.provenance.name) {
        names.push_back(element.provenance.family);
      }
    }
  };
  add(model.happenings);
  add(model.issues);
  add(model.decisions);
  add(model.chances);
  add(model.quantities);
  add(model.parameters);
  add(model.definitions);
  add(model.linkages);
  add(model.frameworks);
  add(model.outcomes);
  add(model.policies);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace entente::language::explain
