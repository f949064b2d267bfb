#include "language/lower/odds.h"

#include <cmath>

#include <fmt/format.h>

#include "language/lower/expression.h"

namespace entente::language::lower {

std::vector<model::ExprId> LowerOdds(Context& context, const Scope& scope,
                                     const std::vector<syntax::OddsEntry>& odds, SourceSpan span) {
  auto& pool = context.model.expressions;
  std::vector<model::ExprId> made(odds.size());
  model::ExprId sum = pool.Constant(0.0, span);
  std::size_t rest = odds.size();
  for (std::size_t i = 0; i < odds.size(); ++i) {
    if (odds[i].is_rest) {
      if (rest < odds.size()) {
        context.Report(DiagnosticKind::kOddsSum, odds[i].span, "`else` stands twice in these odds");
        return {};
      }
      rest = i;
      continue;
    }
    made[i] = LowerShare(context, scope, odds[i].probability, "the odds of an outcome");
    if (!made[i].valid()) return {};
    sum = pool.Add(sum, made[i]);
  }
  if (rest < odds.size()) {
    const model::ExprId left =
        pool.Binary(model::Op::kSubtract, pool.Constant(1.0, span), sum, odds[rest].span);
    made[rest] = pool.Binary(model::Op::kMax, left, pool.Constant(0.0, span), odds[rest].span);
  }
  if (!pool.IsConstant(sum)) return made;
  const double total = pool.ConstantValue(sum);
  const bool sound = rest < odds.size() ? total <= 1.0 + 1e-9 : std::abs(total - 1.0) <= 1e-9;
  if (!sound) {
    context.Report(DiagnosticKind::kOddsSum, span,
                   fmt::format("these odds sum to {:g}; odds sum to 1", total),
                   "give what is left to `else NAME`");
  }
  return made;
}

void AddKnownOdds(Context& context, const Scope& scope, model::ChanceId chance,
                  const std::optional<syntax::Date>& known_from,
                  const std::vector<syntax::OddsEntry>& otherwise) {
  if (!known_from) {
    if (otherwise.empty()) return;
    context.Report(DiagnosticKind::kMissingClause, otherwise.front().span,
                   "the odds of `otherwise` apply until the others are known, and it is not said "
                   "since when they are",
                   "write `known from 2021-11-01` before the odds");
    return;
  }
  model::DatedFact fact;
  fact.chance = chance;
  fact.known_from_day = DayOf(context, known_from->date);
  fact.span = known_from->span;
  if (!otherwise.empty()) {
    const std::vector<model::ExprId> odds =
        LowerOdds(context, scope, otherwise, otherwise.front().span);
    if (odds.empty()) return;
    const auto& options = context.model.chances[chance.index()].options;
    fact.otherwise_odds.assign(options.size(), context.model.expressions.Constant(0.0));
    for (std::size_t i = 0; i < otherwise.size(); ++i) {
      std::vector<std::string> names;
      bool found = false;
      for (std::size_t k = 0; k < options.size(); ++k) {
        names.push_back(options[k].name);
        if (options[k].name != otherwise[i].outcome.text) continue;
        fact.otherwise_odds[k] = odds[i];
        found = true;
      }
      if (!found) context.Unknown("an outcome of these odds", otherwise[i].outcome, names);
    }
  }
  context.model.dated_facts.push_back(std::move(fact));
}

}  // namespace entente::language::lower
