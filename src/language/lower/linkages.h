// Linkages: acts that raise or lower later acts through decaying pressures, and states of one issue
// that multiply the rates of others. Two passes: the first (DeclareLinkages) makes the linkages,
// their strengths and all pressures, so that `heat` can be read anywhere; the second
// (ApplyLinkages), once all rates exist, multiplies them and lets acts feed the pressures.
#ifndef ENTENTE_LANGUAGE_LOWER_LINKAGES_H_
#define ENTENTE_LANGUAGE_LOWER_LINKAGES_H_

#include <string>
#include <vector>

#include "language/check/context.h"
#include "language/check/expand.h"
#include "language/lower/act_pattern.h"

namespace entente::language::lower {

// One element of a linkage declaration.
struct LinkageElement {
  const syntax::SyntaxTree* tree = nullptr;
  const syntax::LinkageDecl* node = nullptr;
  check::Element element;
  model::LinkageId linkage;
  // Linkages between acts: whose acts feed which pressures.
  ActClass from;
  std::vector<model::PressureId> pressures;
};

// `damps NAME about t by x` of a framework.
struct LinkageDamping {
  std::vector<model::LinkageId> linkages;
  std::vector<std::string> keys;       // elements of the declaration; empty: all
  std::vector<model::ActorId> members;
  std::vector<model::TrackId> tracks;  // empty: all
  model::ExprId keep;                  // 1 − x, the share that is left
};

// Whether the damping weakens this element of a linkage.
bool Damps(const LinkageDamping& damping, const LinkageElement& element);

struct LinkagePlan {
  std::vector<LinkageElement> elements;
  std::vector<LinkageDamping> dampings;
};

// The linkages that a reference means: those of one declaration.
std::vector<model::LinkageId> LinkagesOf(const check::Symbol& symbol);

// Names of the linkages that effects of the text excite.
std::vector<std::string> ExcitedNames(Context& context);

// Multiplies every term of the channel's hazard, naming the factor for explanations.
void MultiplyChannel(Context& context, model::Channel& channel, model::ExprId factor,
                     std::string text, SourceSpan span);

// 1 − share, not below 0; `share` may change in time.
model::ExprId WhatIsLeft(Context& context, model::ExprId share);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_LINKAGES_H_
