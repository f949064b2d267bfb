#include "language/lower/seasons.h"

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "language/lower/arithmetic.h"
#include "language/lower/hidden.h"

namespace entente::language::lower {
namespace {

std::string NameOf(const syntax::SeasonPart& part) {
  return fmt::format("season {:02}-{:02} to {:02}-{:02}", part.from.month, part.from.day,
                     part.to.month, part.to.day);
}

// The stretches [first, second) of the season in days since the start, in order. A 29 February
// stands for the last day of the month in other years.
std::vector<std::pair<double, double>> Stretches(const Context& context,
                                                 const syntax::SeasonPart& part) {
  const model::TimeFrame& time = context.model.time;
  const auto day = [&](const syntax::MonthDay& of, std::int32_t year) {
    return DayOf(context, {year, of.month, std::min(of.day, DaysInMonth(year, of.month))});
  };
  std::vector<std::pair<double, double>> stretches;
  for (std::int32_t year = time.start.year - 1; year <= time.end.year; ++year) {
    const double from = day(part.from, year);
    double to = day(part.to, year);
    if (to < from) to = day(part.to, year + 1);  // over the new year
    stretches.emplace_back(from, to + 1.0);
  }
  return stretches;
}

void DeclareSeason(Context& context, const syntax::SeasonPart& part, SourceSpan span) {
  const std::string name = NameOf(part);
  if (context.seasons.contains(name)) return;
  const std::vector<std::pair<double, double>> stretches = Stretches(context, part);
  model::Trigger opens, closes;
  bool inside = false;
  for (const auto& [from, to] : stretches) {
    inside = inside || (from <= 0.0 && to > 0.0);
    if (from > 0.0 && from <= context.model.time.horizon_days) opens.days.push_back(from);
    if (to > 0.0 && to <= context.model.time.horizon_days) closes.days.push_back(to);
  }
  const model::IssueId issue = AddHiddenIssue(context, name, "season", {"out", "in"},
                                              inside ? 1 : 0, span);
  // Whole years meet: what closes and opens at one instant closes first.
  for (model::Trigger* trigger : {&opens, &closes}) {
    trigger->kind = model::TriggerKind::kDates;
    trigger->trigger_class = model::TriggerClass::kDated;
  }
  if (!opens.days.empty()) {
    AddSwitch(context, issue, 0, 1, std::move(opens), SwitchPlace::kFirst);
  }
  if (!closes.days.empty()) {
    AddSwitch(context, issue, 1, 0, std::move(closes), SwitchPlace::kFirst);
  }
  context.seasons.emplace(name,
                          context.model.expressions.IssueIn(issue, model::StateMask{2}, span));
}

}  // namespace

void DeclareSeasons(Context& context) {
  for (const syntax::SyntaxTree& tree : context.trees) {
    for (const syntax::Expr& expr : tree.expressions) {
      const auto* season = std::get_if<syntax::SeasonExpr>(&expr.node);
      if (season == nullptr) continue;
      for (const syntax::SeasonPart& part : season->parts) {
        if (!context.Spend(1, expr.span)) return;
        DeclareSeason(context, part, expr.span);
      }
    }
  }
}

Value LowerSeason(Context& context, const Scope& scope, const syntax::SeasonExpr& season,
                  SourceSpan span) {
  if (!season.otherwise.valid()) {
    context.Report(DiagnosticKind::kMissingClause, span,
                   "a season says what holds in the rest of the year",
                   "add `else`: `season(08-10 to 08-20: 2, else 1)`");
    return {};
  }
  Value value = Lower(context, scope, season.otherwise);
  // The first part that fits decides: the last is the innermost.
  for (auto part = season.parts.rbegin(); part != season.parts.rend(); ++part) {
    const auto known = context.seasons.find(NameOf(*part));
    if (known == context.seasons.end()) {
      context.Report(DiagnosticKind::kNotConstant, span,
                     "the season changes in time; this place wants something that is known at the "
                     "start");
      return {};
    }
    value = ApplyConditional(context, TruthValue(known->second),
                             Lower(context, scope, part->value), value, span, span);
  }
  return value;
}

}  // namespace entente::language::lower
