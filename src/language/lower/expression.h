// Expressions of the tree to expressions of the model: names resolved, units checked and
// converted to days, aggregates expanded, constants folded. The `Lower…` functions say what the
// place expects; a mismatch is reported and gives an error value (an invalid ExprId).
#ifndef ENTENTE_LANGUAGE_LOWER_EXPRESSION_H_
#define ENTENTE_LANGUAGE_LOWER_EXPRESSION_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "language/check/context.h"
#include "language/check/expand.h"

namespace entente::language::lower {

using check::Context;
using check::Scope;
using check::Type;
using check::Value;

// The value of any expression; of type error when something in it was wrong (reported).
Value Lower(Context& context, const Scope& scope, syntax::ExprId id);

// The place wants a number of this power of time (check::kRate …); `what` names it in messages:
// "the rate of an event". An invalid answer means an error that was reported.
model::ExprId LowerAs(Context& context, const Scope& scope, syntax::ExprId id, int time_halves,
                      std::string_view what);
model::ExprId LowerRate(Context& context, const Scope& scope, syntax::ExprId id,
                        std::string_view what);
model::ExprId LowerNumber(Context& context, const Scope& scope, syntax::ExprId id,
                          std::string_view what);
// A probability or share: a constant one must lie in 0..1.
model::ExprId LowerShare(Context& context, const Scope& scope, syntax::ExprId id,
                         std::string_view what);
model::ExprId LowerTruth(Context& context, const Scope& scope, syntax::ExprId id,
                         std::string_view what);
// A guard: an expression not written gives an invalid id, which means "always".
model::ExprId LowerGuard(Context& context, const Scope& scope, syntax::ExprId id);

// A number known while compiling, of any unit; nullopt (reported) otherwise.
struct Constant {
  double value = 0.0;
  Type type;
};
std::optional<Constant> LowerConstant(Context& context, const Scope& scope, syntax::ExprId id,
                                      std::string_view what);
// A length of time that locates an instant: months and years stay calendar months.
std::optional<Duration> LowerDuration(Context& context, const Scope& scope, syntax::ExprId id,
                                      std::string_view what);
// Days since the start of a date of the text.
double DayOf(const Context& context, CivilDate date);

// The unit of time that the text uses in this expression, if any: the one to show results in.
std::optional<syntax::TimeUnit> WrittenTimeUnit(const Scope& scope, syntax::ExprId id);

// A rate with its multiplicative parts, in words, for explanations. The while-guard is not in it.
model::HazardTerm LowerHazard(Context& context, const Scope& scope, syntax::ExprId rate,
                              syntax::ExprId guard, std::string_view what);

// Stands for the states of an issue or an office whose own are missing; that was said once, so
// StateOf is silent about it.
inline constexpr const char* kNoState = "?";

// The elements that a reference means: one for `grievance[a, b]`, all for a family without
// indices or with `all` in a place. Positions in the model's vector of the symbol's kind.
std::vector<std::uint32_t> ElementsOf(Context& context, const Scope& scope,
                                      const check::Symbol& symbol, const syntax::Ref& ref);
// Exactly one element; nullopt (reported) otherwise.
std::optional<std::uint32_t> ElementOf(Context& context, const Scope& scope,
                                       const check::Symbol& symbol, const syntax::Ref& ref);
// The symbol a reference names, which must be of one of `kinds`; null (reported) otherwise.
check::Symbol* SymbolOf(Context& context, const syntax::Ref& ref,
                        const std::vector<check::SymbolKind>& kinds, std::string_view wanted);
// The issue a reference names.
model::IssueId IssueOf(Context& context, const Scope& scope, const syntax::Ref& ref);
// A state of an issue by name; nullopt (reported with the nearest) otherwise.
std::optional<model::StateIndex> StateOf(Context& context, model::IssueId issue,
                                         const syntax::Name& name);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_EXPRESSION_H_
