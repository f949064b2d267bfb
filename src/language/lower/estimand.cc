#include "language/lower/estimand.h"

#include <algorithm>
#include <cctype>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "language/lower/expression.h"
#include "language/lower/happening.h"
#include "language/lower/outcome_opening.h"
#include "language/lower/under.h"

namespace entente::language::lower {
namespace {

using check::Space;
using check::Symbol;
using model::EstimandKind;
using model::Op;
using model::OutcomeId;
using model::OutcomeKind;

constexpr std::string_view kFunctionals[] = {"P", "E", "m", "mean", "median", "quantile"};

bool IsFunctional(std::string_view name) {
  return std::find(std::begin(kFunctionals), std::end(kFunctionals), name) !=
         std::end(kFunctionals);
}

// A probe as a call has it: `median(x)` without `under` and `given`.
std::optional<syntax::ProbeExpr> ProbeOf(const syntax::Expr& expr) {
  if (const auto* probe = std::get_if<syntax::ProbeExpr>(&expr.node)) return *probe;
  const auto* call = std::get_if<syntax::CallExpr>(&expr.node);
  if (call == nullptr || !IsFunctional(call->function.text)) return std::nullopt;
  syntax::ProbeExpr probe;
  probe.functional = call->function;
  if (call->arguments.size() == 1) probe.outcome = call->arguments.front();
  return probe;
}

class Builder {
 public:
  Builder(Context& context, const Scope& scope, const ClaimFrame& frame, const syntax::Expr& expr)
      : context_(context), scope_(scope), frame_(frame), expr_(expr) {
    result_.estimand.span = expr.span;
    result_.estimand.text = OneLine(context, expr.span);
    result_.estimand.under = frame.under;
    result_.type = check::NumberType();
  }

  std::optional<LoweredEstimand> Run() {
    bool sound = false;
    if (const auto* rate = std::get_if<syntax::RateOfExpr>(&expr_.node)) {
      sound = Rate(*rate) && Given(frame_.given, context_.now_day);
    } else if (const auto* cause = std::get_if<syntax::CausationExpr>(&expr_.node)) {
      sound = Causation(*cause);
    } else if (const auto* name = std::get_if<syntax::NameExpr>(&expr_.node)) {
      sound = OutcomeNamed(name->ref) && Mean() && GivenBefore(frame_.given);
    } else if (const auto probe = ProbeOf(expr_)) {
      sound = Probe(*probe);
    }
    if (!sound) return std::nullopt;
    return std::move(result_);
  }

 private:
  model::ExpressionPool& pool() { return context_.model.expressions; }
  const model::Outcome& outcome() const {
    return context_.model.outcomes[result_.estimand.outcome.index()];
  }

  bool OutcomeNamed(const syntax::Ref& ref) {
    Symbol* symbol = context_.symbols.Find(Space::kOutcome, ref.name.text);
    if (symbol == nullptr) {
      context_.Unknown("an outcome", ref.name, context_.symbols.Names(Space::kOutcome));
      return false;
    }
    symbol->used = true;
    if (symbol->elements.empty()) return false;  // its own fault is reported
    const auto index = ElementOf(context_, scope_, *symbol, ref);
    if (!index) return false;
    result_.estimand.outcome = OutcomeId(*index);
    return true;
  }

  bool OutcomeOfProbe(const syntax::ProbeExpr& probe) {
    if (!probe.outcome.valid()) {
      context_.Report(DiagnosticKind::kWrongIndex, expr_.span,
                      fmt::format("`{}` is asked of one outcome", probe.functional.text),
                      probe.functional.text == "quantile" ? "for example `quantile(x, 0.9)`"
                                                          : std::string());
      return false;
    }
    const syntax::Expr& asked = scope_.at(probe.outcome);
    const auto* name = std::get_if<syntax::NameExpr>(&asked.node);
    if (name != nullptr) return OutcomeNamed(name->ref);
    const std::string text = OneLine(context_, asked.span);
    context_.Report(DiagnosticKind::kWrongKind, asked.span,
                    fmt::format("`{}` is asked of an outcome, by its name: an outcome says what "
                                "is observed and when", probe.functional.text),
                    fmt::format("declare `outcome x = ever {}` and write `{}(x)`", text,
                                probe.functional.text));
    return false;
  }

  bool Mean() {
    const model::Outcome& asked = outcome();
    result_.type = context_.outcome_info[result_.estimand.outcome.index()].type;
    if (asked.kind == OutcomeKind::kTimeTo) {
      context_.Report(DiagnosticKind::kTypeMismatch, expr_.span,
                      fmt::format("`{}` is a time that may lie beyond the window, so its mean is "
                                  "not known", asked.provenance.name),
                      fmt::format("ask for `median({})`, or for the probability that it happens "
                                  "in time", asked.provenance.name));
      return false;
    }
    if (asked.per_days > 0.0) result_.divide_by = asked.per_days;
    return true;
  }

  bool Probability() {
    if (context_.outcome_info[result_.estimand.outcome.index()].yes_or_no) return true;
    const std::string& name = outcome().provenance.name;
    context_.Report(DiagnosticKind::kTypeMismatch, expr_.span,
                    fmt::format("`{}` is a number, which has no probability", name),
                    fmt::format("`E({})` is its mean; `P` is asked of outcomes like `ever …`",
                                name));
    return false;
  }

  bool Quantile(const syntax::ProbeExpr& probe) {
    model::Estimand& estimand = result_.estimand;
    const check::OutcomeInfo& info = context_.outcome_info[estimand.outcome.index()];
    if (info.yes_or_no) {
      context_.Report(DiagnosticKind::kTypeMismatch, expr_.span,
                      fmt::format("`{}` happens or not, which has no quantile",
                                  outcome().provenance.name),
                      fmt::format("ask for `P({})`", outcome().provenance.name));
      return false;
    }
    estimand.kind = EstimandKind::kQuantile;
    result_.type = info.type;
    if (outcome().per_days > 0.0) result_.divide_by = outcome().per_days;
    if (!probe.level.valid()) return true;
    const auto level = LowerConstant(context_, scope_, probe.level, "the level of a quantile");
    if (!level) return false;
    if (!(level->value > 0.0 && level->value < 1.0) ||
        level->type.time_halves != check::kNoTime) {
      context_.Report(DiagnosticKind::kOutOfRange, scope_.at(probe.level).span,
                      "the level of a quantile lies between 0 and 1", "for example 0.9");
      return false;
    }
    estimand.level = level->value;
    return true;
  }

  bool Probe(const syntax::ProbeExpr& probe) {
    if (!IsFunctional(probe.functional.text)) {
      std::vector<std::string> names(std::begin(kFunctionals), std::end(kFunctionals));
      context_.Unknown("a number that worlds have", probe.functional, names);
      return false;
    }
    if (!OutcomeOfProbe(probe)) return false;
    if (!ResolveUnder(context_, scope_, probe.under, result_.estimand.under)) return false;
    const std::string& functional = probe.functional.text;
    const bool quantile = functional == "median" || functional == "quantile";
    if (functional == "P" && !Probability()) return false;
    if (quantile ? !Quantile(probe) : !Mean()) return false;
    if (probe.given.valid() && frame_.given.valid()) {
      context_.Report(DiagnosticKind::kConflictingClauses, scope_.at(probe.given).span,
                      "`given` is said here and of the whole claim", "join both with `and`");
      return false;
    }
    return GivenBefore(probe.given.valid() ? probe.given : frame_.given);
  }

  // ---- selection of worlds -------------------------------------------------------------------

  bool GivenBefore(syntax::ExprId given) {
    if (!given.valid()) return true;
    if (!outcome().opens_when.valid()) return Given(given, outcome().from_day);
    context_.Report(DiagnosticKind::kConflictingClauses, scope_.at(given).span,
                    fmt::format("`given` looks at what held before the window, and the window of "
                                "`{}` opens upon a condition", outcome().provenance.name),
                    "say the condition in the outcome: `of C and D`");
    return false;
  }

  bool Given(syntax::ExprId given, double until_day) {
    if (!given.valid()) return true;
    const model::ExprId condition =
        LowerTruth(context_, scope_, given, "what stands after `given`");
    if (!condition.valid()) return false;
    const SourceSpan span = scope_.at(given).span;
    if (until_day <= 0.0 && !IsFixed(context_, condition)) {
      context_.Report(DiagnosticKind::kConflictingClauses, span,
                      "`given` selects worlds by what held before the window, and this window "
                      "begins with the simulated time",
                      "let the outcome begin later (`from … to …`), or say `now DATE`");
      return false;
    }
    model::Outcome selected;
    selected.kind = OutcomeKind::kEver;
    selected.expression = condition;
    selected.to_day = until_day;
    selected.unit.share = true;
    selected.provenance.name = fmt::format("{} until day {}", OneLine(context_, span), until_day);
    selected.provenance.span = span;
    result_.estimand.given = Hidden(std::move(selected));
    return true;
  }

  // ---- rates ---------------------------------------------------------------------------------

  OutcomeId Hidden(model::Outcome outcome) {
    std::vector<model::Outcome>& hidden = context_.model.claim_outcomes;
    const std::size_t first = context_.model.outcomes.size();
    outcome.provenance.family = outcome.provenance.luck_name = outcome.provenance.name;
    for (std::size_t i = 0; i < hidden.size(); ++i) {
      if (hidden[i].provenance.name == outcome.provenance.name) return OutcomeId(first + i);
    }
    hidden.push_back(std::move(outcome));
    return OutcomeId(first + hidden.size() - 1);
  }

  // A transition can happen only while its issue is in the source state: the time at risk.
  model::ExprId AtRisk(const std::vector<model::HappeningId>& happenings) {
    model::ExprId any;
    for (const model::HappeningId id : happenings) {
      const model::Happening& happening = context_.model.happenings[id.index()];
      if (!happening.issue.valid()) return {};
      const model::ExprId in =
          pool().IssueIn(happening.issue, model::StateMask{1} << happening.from, expr_.span);
      any = any.valid() ? pool().Binary(Op::kOr, any, in, expr_.span) : in;
    }
    return any;
  }

  bool Rate(const syntax::RateOfExpr& rate) {
    const std::vector<model::HappeningId> counted =
        HappeningsOf(context_, scope_, rate.happening);
    if (counted.empty()) return false;
    model::ExprId guard;
    if (rate.guard.valid()) {
      guard = LowerTruth(context_, scope_, rate.guard, "the condition of a rate");
      if (!guard.valid()) return false;
    }
    const double from = context_.now_day;
    const double to = context_.model.time.horizon_days;
    model::Outcome count;
    count.kind = OutcomeKind::kCount;
    count.counted = counted;
    count.counted_while = guard;
    count.from_day = from;
    count.to_day = to;
    count.provenance.span = expr_.span;
    count.provenance.name = "count for " + result_.estimand.text;
    model::Outcome time;
    time.kind = OutcomeKind::kShareOfTime;  // of a number: its mean over the window
    const model::ExprId at_risk = pool().And(guard, AtRisk(counted));
    const model::ExprId length = pool().Constant(to - from);
    time.expression =
        at_risk.valid() ? pool().Select(at_risk, length, pool().Constant(0.0)) : length;
    time.from_day = from;
    time.to_day = to;
    time.provenance.span = expr_.span;
    time.provenance.name = "days for " + result_.estimand.text;
    result_.estimand.kind = EstimandKind::kRate;
    result_.estimand.outcome = Hidden(std::move(count));
    result_.estimand.time = Hidden(std::move(time));
    result_.type = check::NumberType(check::kRate);
    return true;
  }

  bool Causation(const syntax::CausationExpr& node) {
    model::Estimand& estimand = result_.estimand;
    estimand.kind = node.sufficiency ? EstimandKind::kSufficiency : EstimandKind::kNecessity;
    estimand.cause = HappeningsOf(context_, scope_, node.cause);
    estimand.effect = HappeningsOf(context_, scope_, node.effect);
    if (estimand.cause.empty() || estimand.effect.empty()) return false;
    if (!frame_.given.valid()) return true;
    context_.Report(DiagnosticKind::kConflictingClauses, scope_.at(frame_.given).span,
                    fmt::format("`{}` chooses its worlds itself, so the claim can not say `given`",
                                node.sufficiency ? "sufficiency" : "necessity"));
    return false;
  }

  Context& context_;
  const Scope& scope_;
  const ClaimFrame& frame_;
  const syntax::Expr& expr_;
  LoweredEstimand result_;
};

}  // namespace

bool IsEstimand(Context& context, const Scope& scope, syntax::ExprId id) {
  if (!id.valid()) return false;
  const syntax::Expr& expr = scope.at(id);
  if (std::holds_alternative<syntax::RateOfExpr>(expr.node) ||
      std::holds_alternative<syntax::CausationExpr>(expr.node)) {
    return true;
  }
  if (const auto* name = std::get_if<syntax::NameExpr>(&expr.node)) {
    return context.symbols.Find(Space::kOutcome, name->ref.name.text) != nullptr;
  }
  return ProbeOf(expr).has_value();
}

std::optional<LoweredEstimand> LowerEstimand(Context& context, const Scope& scope,
                                             const ClaimFrame& frame, syntax::ExprId id) {
  return Builder(context, scope, frame, scope.at(id)).Run();
}

std::string OneLine(const Context& context, SourceSpan span) {
  std::string line;
  for (const char c : context.TextOf(span)) {
    const bool space = std::isspace(static_cast<unsigned char>(c)) != 0;
    if (!space) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  return line;
}

}  // namespace entente::language::lower
