#include "language/lower/outcome_window.h"

#include <algorithm>
#include <variant>

#include <fmt/format.h>

#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"

namespace entente::language::lower {
namespace {

// Calendar shifts are exact; lengths in days may carry the rounding of a decimal fraction.
constexpr double kRoundingDays = 1e-6;

bool IsDate(const Scope& scope, syntax::ExprId id) {
  return std::holds_alternative<syntax::DateExpr>(scope.at(id).node);
}

// The base of the window: a date, or the start and a condition that opens it.
bool LowerBase(Context& context, const Scope& scope, syntax::ExprId of, double& base_day,
               Window& window) {
  if (!of.valid()) return true;
  const Value value = Lower(context, scope, of);
  if (value.is_error()) return false;
  if (value.type.kind == check::TypeKind::kTruth) {
    window.opens_when = value.expr;
    return true;
  }
  const SourceSpan span = scope.at(of).span;
  if (value.type.kind != check::TypeKind::kDate) {
    ReportWrongType(context, value, "a date or a condition", "what a window counts from", span);
    return false;
  }
  const auto day = LowerInstant(context, scope, of, context.now_day, "the beginning of the window");
  if (day) base_day = *day;
  return day.has_value();
}

}  // namespace

std::optional<double> LowerInstant(Context& context, const Scope& scope, syntax::ExprId id,
                                   double base_day, std::string_view what) {
  if (!id.valid()) return std::nullopt;
  const model::TimeFrame& time = context.model.time;
  const SourceSpan span = scope.at(id).span;
  double day = 0.0;
  if (IsDate(scope, id)) {
    day = DayOf(context, std::get<syntax::DateExpr>(scope.at(id).node).date);
  } else {
    const auto duration = LowerDuration(context, scope, id, what);
    if (!duration) return std::nullopt;
    day = Shift(time.start_day_number, base_day, *duration);
  }
  if (day < 0.0 || day > time.horizon_days + kRoundingDays) {
    const bool late = day >= 0.0;
    context.Report(
        DiagnosticKind::kWindowPastEnd, span,
        fmt::format("{} is {}, {} the simulated time {} ({})", what,
                    FormatInstant(time.start_day_number, day), late ? "after" : "before",
                    late ? "ends" : "begins", FormatDate(late ? time.end : time.start)),
        late ? "ask for less, or let `time from … to …` end later" : "choose a later date");
    return std::nullopt;
  }
  return std::min(day, time.horizon_days);
}

std::optional<Window> LowerWindow(Context& context, const Scope& scope,
                                  const syntax::OutcomeWindow& written) {
  Window window;
  window.to_day = context.model.time.horizon_days;
  double base_day = context.now_day;
  if (!LowerBase(context, scope, written.of, base_day, window)) return std::nullopt;
  window.from_day = base_day;
  if (written.within.valid()) {
    const auto end = LowerInstant(context, scope, written.within, base_day, "the window's end");
    if (!end) return std::nullopt;
    window.to_day = *end;
  }
  if (written.from.valid()) {
    const auto from =
        LowerInstant(context, scope, written.from, base_day, "the beginning of the window");
    if (!from) return std::nullopt;
    window.from_day = *from;
    if (window.opens_when.valid()) window.opens_after_days = *from - base_day;
  }
  if (written.to.valid()) {
    const auto end = LowerInstant(context, scope, written.to, base_day, "the window's end");
    if (!end) return std::nullopt;
    window.to_day = *end;
  }
  if (window.from_day > window.to_day) {
    context.Report(DiagnosticKind::kOutOfRange, written.span,
                   "the window ends before it begins; the second bound must be later");
    return std::nullopt;
  }
  return window;
}

}  // namespace entente::language::lower
