#include <cmath>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "language/lower/expression.h"
#include "language/lower/parameters.h"

namespace entente::language::lower {
namespace {

using check::Type;
using model::PriorKind;

// The 0.9 quantile of the standard normal distribution.
constexpr double kNinety = 1.2815515655446004;

struct Family {
  const char* name;
  const char* usage;
  std::vector<const char*> arguments;
};

const std::vector<Family>& Families() {
  static const std::vector<Family> families = {
      {"beta", "beta(4, 4)", {"a", "b"}},
      {"normal", "normal(mean 0, sd 1)", {"mean", "sd"}},
      {"lognormal", "lognormal(median 0.3 per year, spread 2)", {"median", "spread"}},
      {"logit_normal", "logit_normal(mean 0, sd 1)", {"mean", "sd"}},
      {"uniform", "uniform(0, 1)", {"low", "high"}},
      {"gamma", "gamma(shape 2, mean 3 per year)", {"shape", "mean"}},
      {"exponential", "exponential(mean 2 years)", {"mean"}},
      {"triangular", "triangular(0, 0.3, 1)", {"low", "mode", "high"}},
  };
  return families;
}

struct Arguments {
  Context& context;
  const Scope& scope;
  const syntax::Prior& prior;
  const Family& family;
  std::vector<std::optional<Constant>> values;

  // Matches positional and named arguments; false (reported) if they do not fit.
  bool Read() {
    values.resize(family.arguments.size());
    std::size_t position = 0;
    for (const syntax::PriorArgument& argument : prior.arguments) {
      std::size_t place = position++;
      if (argument.name.present()) {
        place = 0;
        while (place < values.size() && argument.name.text != family.arguments[place]) ++place;
      }
      if (place >= values.size() || values[place] || argument.values.size() != 1) {
        return Misfit(argument.span);
      }
      values[place] = LowerConstant(context, scope, argument.values.front(),
                                    fmt::format("`{}` of a prior", family.arguments[place]));
      if (!values[place]) return false;
    }
    for (const auto& value : values) {
      if (!value) return Misfit(prior.span);
    }
    return true;
  }

  bool Misfit(SourceSpan span) {
    context.Report(DiagnosticKind::kWrongIndex, span,
                   fmt::format("these arguments do not fit `{}`", family.name),
                   fmt::format("it is written `{}`", family.usage));
    return false;
  }
  bool Bad(std::string_view why) {
    context.Report(DiagnosticKind::kOutOfRange, prior.span,
                   fmt::format("the prior `{}` {}", family.name, why),
                   fmt::format("for example `{}`", family.usage));
    return false;
  }
  bool Plain(std::size_t i) {
    if (values[i]->type.time_halves == check::kNoTime) return true;
    context.Report(DiagnosticKind::kUnitMismatch, prior.span,
                   fmt::format("`{}` of `{}` has no unit", family.arguments[i], family.name));
    return false;
  }
  bool SameUnits() {
    for (const auto& value : values) {
      if (SameUnit(value->type, values.front()->type) ||
          SameUnit(value->type, values.back()->type)) {
        continue;
      }
      context.Report(DiagnosticKind::kUnitMismatch, prior.span,
                     fmt::format("the arguments of `{}` must have one unit", family.name));
      return false;
    }
    return true;
  }
  double At(std::size_t i) const { return values[i]->value; }
  // The unit of what is drawn: that of an argument that is not a bare zero.
  Type UnitOf(std::initializer_list<std::size_t> places) const {
    Type type = values[*places.begin()]->type;
    for (const std::size_t i : places) {
      if (!values[i]->type.zero) type = values[i]->type;
    }
    type.zero = false;
    return type;
  }
};

std::optional<PriorWithType> Make(Arguments& x) {
  PriorWithType made;
  const std::string_view name = x.family.name;
  const auto prior = [](PriorKind kind, double a, double b = 0.0, double c = 0.0) {
    return model::Prior{kind, a, b, c};
  };
  if (name == "beta") {
    if (!x.Plain(0) || !x.Plain(1)) return std::nullopt;
    if (!(x.At(0) > 0 && x.At(1) > 0) && !x.Bad("needs two positive shapes")) return std::nullopt;
    made = {prior(PriorKind::kBeta, x.At(0), x.At(1)), check::NumberType(), true};
  } else if (name == "normal") {
    if (!x.SameUnits()) return std::nullopt;
    if (!(x.At(1) > 0) && !x.Bad("needs a positive `sd`")) return std::nullopt;
    made = {prior(PriorKind::kNormal, x.At(0), x.At(1)), x.UnitOf({0, 1}), false};
  } else if (name == "lognormal") {
    if (!x.Plain(1)) return std::nullopt;
    if (!(x.At(0) > 0) && !x.Bad("needs a positive median")) return std::nullopt;
    if (!(x.At(1) > 1) && !x.Bad("needs a spread above 1: it is a factor, the geometric standard "
                                 "deviation")) {
      return std::nullopt;
    }
    made = {prior(PriorKind::kLognormal, x.At(0), std::log(x.At(1))), x.UnitOf({0}), false};
  } else if (name == "logit_normal") {
    if (!x.Plain(0) || !x.Plain(1)) return std::nullopt;
    if (!(x.At(1) > 0) && !x.Bad("needs a positive `sd`")) return std::nullopt;
    made = {prior(PriorKind::kLogitNormal, x.At(0), x.At(1)), check::NumberType(), true};
  } else if (name == "uniform") {
    if (!x.SameUnits()) return std::nullopt;
    if (!(x.At(0) < x.At(1)) && !x.Bad("needs a first bound below the second")) return std::nullopt;
    made = {prior(PriorKind::kUniform, x.At(0), x.At(1)), x.UnitOf({0, 1}), false};
    made.share = made.type.time_halves == check::kNoTime && x.At(0) >= 0 && x.At(1) <= 1;
  } else if (name == "gamma") {
    if (!x.Plain(0)) return std::nullopt;
    if (!(x.At(0) > 0 && x.At(1) > 0) && !x.Bad("needs a positive shape and mean")) {
      return std::nullopt;
    }
    made = {prior(PriorKind::kGamma, x.At(0), x.At(0) / x.At(1)), x.UnitOf({1}), false};
  } else if (name == "exponential") {
    if (!(x.At(0) > 0) && !x.Bad("needs a positive mean")) return std::nullopt;
    made = {prior(PriorKind::kGamma, 1.0, 1.0 / x.At(0)), x.UnitOf({0}), false};
  } else {
    if (!x.SameUnits()) return std::nullopt;
    const bool ordered = x.At(0) <= x.At(1) && x.At(1) <= x.At(2) && x.At(0) < x.At(2);
    if (!ordered && !x.Bad("needs lowest, mode and highest in order")) return std::nullopt;
    made = {prior(PriorKind::kTriangular, x.At(0), x.At(1), x.At(2)), x.UnitOf({0, 1, 2}), false};
    made.share = made.type.time_halves == check::kNoTime && x.At(0) >= 0 && x.At(2) <= 1;
  }
  return made;
}

}  // namespace

std::optional<PriorWithType> LowerInterval(Context& context, const Scope& scope,
                                           syntax::ExprId low_id, syntax::ExprId high_id,
                                           bool positive, std::string_view what) {
  const auto low = LowerConstant(context, scope, low_id, what);
  const auto high = LowerConstant(context, scope, high_id, what);
  if (!low || !high) return std::nullopt;
  const SourceSpan span = Cover(scope.at(low_id).span, scope.at(high_id).span);
  if (!SameUnit(low->type, high->type)) {
    context.Report(DiagnosticKind::kUnitMismatch, span,
                   fmt::format("{} runs from {} to {}; both bounds must have one unit", what,
                               Describe(low->type), Describe(high->type)));
    return std::nullopt;
  }
  if (!(low->value < high->value)) {
    context.Report(DiagnosticKind::kOutOfRange, span,
                   fmt::format("{} runs from {:g} down to {:g}; the lower bound comes first", what,
                               low->value, high->value));
    return std::nullopt;
  }
  Type type = low->type.zero ? high->type : low->type;
  type.zero = false;
  const bool plain = type.time_halves == check::kNoTime;
  const double a = low->value;
  const double b = high->value;
  PriorWithType made;
  made.type = type;
  if (plain && !positive && a > 0.0 && b < 1.0) {
    const auto logit = [](double x) { return std::log(x / (1.0 - x)); };
    made.prior = {PriorKind::kLogitNormal, (logit(a) + logit(b)) / 2.0,
                  (logit(b) - logit(a)) / (2.0 * kNinety), 0.0};
    made.share = true;
  } else if (a > 0.0 && (!plain || positive)) {
    made.prior = {PriorKind::kLognormal, std::sqrt(a * b),
                  (std::log(b) - std::log(a)) / (2.0 * kNinety), 0.0};
  } else {
    made.prior = {PriorKind::kNormal, (a + b) / 2.0, (b - a) / (2.0 * kNinety), 0.0};
  }
  return made;
}

std::optional<PriorWithType> LowerPrior(Context& context, const Scope& scope,
                                        const syntax::Prior& prior) {
  if (prior.form == syntax::PriorForm::kInterval) {
    return LowerInterval(context, scope, prior.low, prior.high, false, "this prior");
  }
  for (const Family& family : Families()) {
    if (prior.family.text != family.name) continue;
    Arguments arguments{context, scope, prior, family, {}};
    if (!arguments.Read()) return std::nullopt;
    return Make(arguments);
  }
  std::vector<std::string> names;
  for (const Family& family : Families()) names.emplace_back(family.name);
  context.Unknown("a prior", prior.family, names);
  return std::nullopt;
}

}  // namespace entente::language::lower
