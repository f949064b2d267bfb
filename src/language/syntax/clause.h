// Clauses that several declarations share: triggers, acts, effects.
#ifndef ENTENTE_LANGUAGE_SYNTAX_CLAUSE_H_
#define ENTENTE_LANGUAGE_SYNTAX_CLAUSE_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "language/syntax/common.h"
#include "language/syntax/expression.h"

namespace entente::language::syntax {

// ---- triggers: when an arc is taken, an event happens, an occasion to decide arises -----------

enum class TriggerKind {
  kRate,           // rate EXPR
  kOnDate,         // on 2018-10-30
  kOnNext,         // on next 11-23
  kEvery,          // every 3 months [from DATE] [on MM-DD]; every year between MM-DD and MM-DD
  kAfter,          // after 90 days; after 18 to 36 months
  kOnce,           // once CONDITION
  kWhenever,       // whenever CONDITION
  kByDecision,     // by decision NAME            (arcs)
  kByEffect,       // by effect                   (arcs)
  kBeforeLeaving,  // 1 day before gsomia leaves notice   (decisions)
};

struct Trigger {
  TriggerKind kind = TriggerKind::kRate;
  SourceSpan span;
  ExprId value;                     // kRate: rate; kOnce/kWhenever: condition; kAfter, kEvery,
                                    // kBeforeLeaving: duration (kAfter: the lower bound)
  ExprId high;                      // kAfter: upper bound of a random sojourn
  std::optional<Date> date;         // kOnDate; kEvery: `from DATE`
  std::optional<Date> until;        // kEvery: `until DATE`
  std::optional<MonthDay> day;      // kOnNext; kEvery: `on MM-DD`
  std::optional<MonthDay> between_from, between_to;  // kEvery: a window in the year
  Name decision;                    // kByDecision
  std::optional<Ref> issue;         // kBeforeLeaving
  Name state;                       // kBeforeLeaving
  ExprId guard;                     // while CONDITION
  ExprId probability;               // with probability p
  std::optional<Date> known_from;   // known from DATE
  std::vector<Trigger> otherwise;   // otherwise TRIGGER (0 or 1)
};

// ---- acts -----------------------------------------------------------------------------------

struct ActClauses {
  std::vector<Name> by;
  std::vector<Name> toward;
  bool together = false;            // by JPN, KOR, USA together
  std::vector<ExprId> about;        // tracks (usually one); may be conditional expressions
  ExprId weight;                    // -10..+10
  ExprId weight_high;               // weight -3 to -9: drawn between the two
  std::vector<Name> tags;           // tagged quiet
  bool without_linkages = false;
  SourceSpan span;                  // of the first clause; invalid when there is none
};

// ---- effects --------------------------------------------------------------------------------

struct Effect;

enum class AssignOp { kSet, kAdd, kSubtract, kMultiply };

struct AssignEffect {  // grievance[b, a] += 0.02
  Ref target;
  AssignOp op = AssignOp::kSet;
  ExprId value;
};
struct TransitionEffect {  // gsomia -> notice
  Ref issue;
  Name to;
};
struct ExciteEffect {  // excite linkage_politics JPN -> KOR about history by 1
  Ref linkage;
  Dyad dyad;
  std::vector<Name> about;
  ExprId amount;
};
struct ForEffect {  // for x in S where C { … }
  IndexHead head;
  std::vector<Effect> body;
};
struct GroupEffect {  // { … } under the modifiers of its Effect
  std::vector<Effect> body;
};

// One effect with its modifiers, as in
// `with probability 0.3  after 30 days  trade_tension += 0.1  while C  unless D`.
struct Effect {
  SourceSpan span;
  ExprId probability;  // with probability p
  ExprId delay;        // after D
  ExprId delay_high;   // after 2 to 8 years
  ExprId over;         // over 6 months
  ExprId guard;        // while C
  ExprId unless;       // unless C
  std::variant<AssignEffect, TransitionEffect, ExciteEffect, ForEffect, GroupEffect> action;
};

}  // namespace entente::language::syntax

#endif  // ENTENTE_LANGUAGE_SYNTAX_CLAUSE_H_
