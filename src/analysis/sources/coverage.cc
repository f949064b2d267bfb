#include "analysis/sources/coverage.h"

#include <algorithm>
#include <map>
#include <set>

namespace entente::analysis {
namespace {

struct KindWords {
  const char* one;
  const char* many;
  bool needs_basis;
};

// By ElementKind.
constexpr KindWords kKinds[kElementKinds] = {
    {"actor", "actors", false},
    {"table", "tables", true},
    {"parameter", "parameters", true},
    {"definition", "definitions", true},
    {"quantity", "quantities", true},
    {"issue", "issues", true},
    {"office", "offices", true},
    {"chance", "chances", true},
    {"transition", "transitions", true},
    {"event", "events", true},
    {"decision", "decisions", true},
    {"option", "options", true},
    {"linkage", "linkages", true},
    {"framework", "frameworks", true},
    {"policy", "policies", false},
    {"scenario", "scenarios", false},
    {"outcome", "outcomes", false},
    {"claim", "claims", true},
};

std::size_t Index(ElementKind kind) { return static_cast<std::size_t>(kind); }

bool Same(const model::Citation& a, const model::Citation& b) {
  return a.source == b.source && a.at == b.at && a.says == b.says;
}

bool SameBasis(const model::Provenance& a, const model::Provenance& b) {
  return a.judgement == b.judgement &&
         std::equal(a.citations.begin(), a.citations.end(), b.citations.begin(),
                    b.citations.end(), Same);
}

class Collector {
 public:
  explicit Collector(const model::Model& model) : model_(model) {}

  Coverage Collect() {
    AddAll(ElementKind::kActor, model_.actors);
    AddAll(ElementKind::kTable, model_.tables);
    AddAll(ElementKind::kParameter, model_.parameters);
    AddDefinitions();
    AddAll(ElementKind::kQuantity, model_.quantities);
    AddIssues();
    AddHappenings();
    AddDecisions();
    AddAll(ElementKind::kLinkage, model_.linkages);
    AddAll(ElementKind::kFramework, model_.frameworks);
    for (const model::Policy& policy : model_.policies) {
      Add(policy.is_scenario ? ElementKind::kScenario : ElementKind::kPolicy, policy.provenance);
    }
    AddAll(ElementKind::kOutcome, model_.outcomes);
    AddAll(ElementKind::kClaim, model_.claims);
    std::stable_sort(coverage_.elements.begin(), coverage_.elements.end(),
                     [](const CoveredElement& a, const CoveredElement& b) {
                       return a.kind < b.kind;
                     });
    Count();
    Invert();
    return std::move(coverage_);
  }

 private:
  static std::string DeclaredName(const model::Provenance& provenance) {
    return provenance.family.empty() ? provenance.name : provenance.family;
  }

  // `name` is what the declaration is called; elements of one kind and name are one declaration.
  void Add(ElementKind kind, const model::Provenance& provenance, const std::string& name) {
    const auto [place, fresh] =
        index_.try_emplace({Index(kind), name}, coverage_.elements.size());
    if (fresh) {
      CoveredElement element;
      element.kind = kind;
      element.name = name;
      element.span = provenance.span;
      coverage_.elements.push_back(std::move(element));
    }
    CoveredElement& element = coverage_.elements[place->second];
    ++element.instances;
    if (element.title.empty()) element.title = provenance.title;
    if (element.judgement.empty()) element.judgement = provenance.judgement;
    for (const model::Citation& citation : provenance.citations) {
      if (!citation.source.valid()) continue;
      const auto same = [&](const model::Citation& known) { return Same(known, citation); };
      if (std::none_of(element.citations.begin(), element.citations.end(), same)) {
        element.citations.push_back(citation);
      }
    }
  }
  void Add(ElementKind kind, const model::Provenance& provenance) {
    Add(kind, provenance, DeclaredName(provenance));
  }

  template <typename Elements>
  void AddAll(ElementKind kind, const Elements& elements) {
    for (const auto& element : elements) Add(kind, element.provenance);
  }

  // The strengths of linkages are definitions too; they belong to their linkage.
  void AddDefinitions() {
    std::set<std::uint32_t> strengths;
    for (const model::Linkage& linkage : model_.linkages) {
      if (linkage.strength.valid()) strengths.insert(linkage.strength.index());
    }
    for (std::uint32_t i = 0; i < model_.definitions.size(); ++i) {
      if (strengths.contains(i) || model_.definitions[i].hidden) continue;
      Add(ElementKind::kDefinition, model_.definitions[i].provenance);
    }
  }

  void AddIssues() {
    for (const model::Issue& issue : model_.issues) {
      switch (issue.kind) {
        case model::IssueKind::kHidden: break;
        case model::IssueKind::kIssue: Add(ElementKind::kIssue, issue.provenance); break;
        case model::IssueKind::kOffice: Add(ElementKind::kOffice, issue.provenance); break;
        case model::IssueKind::kChance: Add(ElementKind::kChance, issue.provenance); break;
      }
    }
  }

  void AddHappenings() {
    for (const model::Happening& happening : model_.happenings) {
      if (happening.kind == model::HappeningKind::kEvent) {
        Add(ElementKind::kEvent, happening.provenance);
      } else if (happening.kind == model::HappeningKind::kTransition) {
        const model::Issue& issue = model_.issues[happening.issue.index()];
        if (issue.kind == model::IssueKind::kHidden) continue;
        if (SameBasis(happening.provenance, issue.provenance)) continue;
        Add(ElementKind::kTransition, happening.provenance,
            DeclaredName(issue.provenance) + "." + issue.states[happening.from].name + "->" +
                issue.states[happening.to].name);
      }
    }
  }

  void AddDecisions() {
    for (const model::Decision& decision : model_.decisions) {
      Add(ElementKind::kDecision, decision.provenance);
      for (const model::DecisionOption& option : decision.options) {
        if (!option.happening.valid()) continue;
        const model::Provenance& own =
            model_.happenings[option.happening.index()].provenance;
        if (SameBasis(own, decision.provenance)) continue;
        Add(ElementKind::kOption, own, DeclaredName(decision.provenance) + "." + option.name);
      }
    }
  }

  void Count() {
    for (std::size_t e = 0; e < coverage_.elements.size(); ++e) {
      const CoveredElement& element = coverage_.elements[e];
      const auto count = [&](KindCount& into) {
        switch (element.basis()) {
          case Basis::kCited: ++into.cited; break;
          case Basis::kJudgement: ++into.judgement; break;
          case Basis::kNeither: ++into.neither; break;
        }
      };
      count(coverage_.by_kind[Index(element.kind)]);
      if (!NeedsBasis(element.kind)) continue;
      count(coverage_.total);
      if (element.basis() == Basis::kNeither) coverage_.uncited.push_back(e);
    }
  }

  // From "what does this element cite" to "what cites this source, by section".
  void Invert() {
    std::vector<std::map<std::string, std::vector<std::size_t>>> sections(model_.sources.size());
    std::vector<std::set<std::size_t>> users(model_.sources.size());
    for (std::size_t e = 0; e < coverage_.elements.size(); ++e) {
      for (const model::Citation& citation : coverage_.elements[e].citations) {
        std::vector<std::size_t>& list = sections[citation.source.index()][citation.at];
        if (list.empty() || list.back() != e) list.push_back(e);
        users[citation.source.index()].insert(e);
      }
    }
    for (std::size_t s = 0; s < model_.sources.size(); ++s) {
      SourceUse use;
      use.source = model::SourceId(s);
      for (auto& [at, elements] : sections[s]) use.sections.push_back({at, std::move(elements)});
      for (const std::size_t e : users[s]) {
        ++(coverage_.elements[e].kind == ElementKind::kClaim ? use.claims : use.elements);
      }
      coverage_.sources.push_back(std::move(use));
    }
  }

  const model::Model& model_;
  Coverage coverage_;
  std::map<std::pair<std::size_t, std::string>, std::size_t> index_;
};

}  // namespace

const char* KindName(ElementKind kind) { return kKinds[Index(kind)].one; }
const char* KindNamePlural(ElementKind kind) { return kKinds[Index(kind)].many; }
bool NeedsBasis(ElementKind kind) { return kKinds[Index(kind)].needs_basis; }

Coverage CoverageOf(const model::Model& model) { return Collector(model).Collect(); }

}  // namespace entente::analysis
