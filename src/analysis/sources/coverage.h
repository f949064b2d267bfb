// Which text stands behind which part of a model: every declaration that asserts something about
// the world, with the sources it cites or the judgement it admits, and the ones that have neither.
// Computed from the checked model, so it cannot drift from what is simulated.
#ifndef ENTENTE_ANALYSIS_SOURCES_COVERAGE_H_
#define ENTENTE_ANALYSIS_SOURCES_COVERAGE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "model/model.h"

namespace entente::analysis {

enum class ElementKind : std::uint8_t {
  kActor, kTable, kParameter, kDefinition, kQuantity, kIssue, kOffice, kChance, kTransition, kEvent,
  kDecision, kOption, kLinkage, kFramework, kPolicy, kScenario, kOutcome, kClaim,
};
inline constexpr std::size_t kElementKinds = 18;

const char* KindName(ElementKind kind);        // "parameter"
const char* KindNamePlural(ElementKind kind);  // "parameters"

// Actors only name, policies and scenarios suppose, and outcomes ask; everything else asserts, and so
// needs a source or a judgement.
bool NeedsBasis(ElementKind kind);

// What an assertion rests on. An element that cites a text and adds a judgement is cited.
enum class Basis : std::uint8_t { kCited, kJudgement, kNeither };

// One declaration of the text. Its indexed elements count as one. Ways of an issue and options of a
// decision appear on their own only where they name a basis of their own.
struct CoveredElement {
  ElementKind kind = ElementKind::kIssue;
  std::string name;   // as declared, without indices
  std::string title;
  SourceSpan span;
  std::size_t instances = 0;  // elements it expands to
  std::vector<model::Citation> citations;  // each once, in the order met
  std::string judgement;
  Basis basis() const {
    if (!citations.empty()) return Basis::kCited;
    return judgement.empty() ? Basis::kNeither : Basis::kJudgement;
  }
};

struct SectionUse {
  std::string at;                     // the section; empty: the source as a whole
  std::vector<std::size_t> elements;  // into Coverage::elements, each once
};

struct SourceUse {
  model::SourceId source;
  std::vector<SectionUse> sections;   // by name
  std::size_t elements = 0;           // distinct, claims left out
  std::size_t claims = 0;             // distinct
};

struct KindCount {
  std::size_t cited = 0, judgement = 0, neither = 0;
  std::size_t all() const { return cited + judgement + neither; }
};

struct Coverage {
  std::vector<CoveredElement> elements;  // by kind, then in the order of the model
  std::vector<SourceUse> sources;        // in the order of the model
  KindCount by_kind[kElementKinds];
  KindCount total;                       // of the kinds that need a basis
  std::vector<std::size_t> uncited;      // elements that need a basis and have neither
};

// Deterministic; linear in the number of elements. Of a model before policies are applied.
Coverage CoverageOf(const model::Model& model);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_SOURCES_COVERAGE_H_
