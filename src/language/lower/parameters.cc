#include "language/lower/parameters.h"

#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"

namespace entente::language::lower {
namespace {

using check::Symbol;
using check::SymbolKind;

// The unit of time in which the text speaks of this parameter.
syntax::TimeUnit UnitOf(const Scope& scope, const syntax::ParamDecl& node) {
  std::vector<syntax::ExprId> places = {node.value};
  if (node.prior) {
    places.push_back(node.prior->low);
    places.push_back(node.prior->high);
    for (const syntax::PriorArgument& argument : node.prior->arguments) {
      places.insert(places.end(), argument.values.begin(), argument.values.end());
    }
  }
  for (const syntax::ExprId place : places) {
    if (const auto unit = WrittenTimeUnit(scope, place)) return *unit;
  }
  return syntax::TimeUnit::kYear;
}

std::optional<PriorWithType> Drawn(Context& context, const Scope& scope,
                                   const syntax::ParamDecl& node, SourceSpan span) {
  if (node.prior) return LowerPrior(context, scope, *node.prior);
  if (!node.value.valid()) {
    context.Report(DiagnosticKind::kMissingClause, span,
                   fmt::format("parameter `{}` has neither a prior nor a value",
                               node.names.front().text),
                   fmt::format("write `param {0} ~ 0.2 to 0.8` or `param {0} = 0.3`",
                               node.names.front().text));
    return std::nullopt;
  }
  const auto constant = LowerConstant(context, scope, node.value, "the value of a parameter");
  if (!constant) return std::nullopt;
  PriorWithType point;
  point.prior.a = constant->value;
  point.type = constant->type;
  point.type.zero = false;
  return point;
}

// `in lo..hi`: a known value must lie there; a prior must not reach beyond.
void CheckRange(Context& context, const Scope& scope, const syntax::ParamDecl& node,
                PriorWithType& drawn) {
  const auto bound = [&](syntax::ExprId id, double otherwise) {
    if (!id.valid()) return otherwise;
    const auto constant = LowerConstant(context, scope, id, "a bound of a parameter");
    return constant ? constant->value : otherwise;
  };
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  const double low = bound(node.low, -kInfinity);
  const double high = bound(node.high, kInfinity);
  const model::Prior& prior = drawn.prior;
  double least = -kInfinity;
  double most = kInfinity;
  switch (prior.kind) {
    case model::PriorKind::kPoint:
      least = most = prior.a;
      break;
    case model::PriorKind::kNormal:
      break;
    case model::PriorKind::kLognormal:
    case model::PriorKind::kGamma:
      least = 0.0;
      break;
    case model::PriorKind::kLogitNormal:
    case model::PriorKind::kBeta:
      least = 0.0;
      most = 1.0;
      break;
    case model::PriorKind::kUniform:
      least = prior.a;
      most = prior.b;
      break;
    case model::PriorKind::kTriangular:
      least = prior.a;
      most = prior.c;
      break;
  }
  if (low >= 0.0 && high <= 1.0 && drawn.type.time_halves == check::kNoTime) drawn.share = true;
  if (least >= low && most <= high) return;
  context.Report(DiagnosticKind::kOutOfRange, node.names.front().span,
                 fmt::format("`{}` can leave its range: it is drawn from {:g} to {:g}, the range is "
                             "{:g} to {:g}",
                             node.names.front().text, least, most, low, high),
                 "choose a prior that stays inside, such as `beta`, `uniform` or `0.2 to 0.8`");
}

// `joint normal(mean 0, 1  sd 1, 2  correlation 0.5)`: the prior of the k-th parameter, which has
// the k-th of two values, or the only one.
syntax::Prior PartOf(const syntax::Prior& joint, std::size_t k) {
  syntax::Prior part = joint;
  part.arguments.clear();
  for (syntax::PriorArgument argument : joint.arguments) {
    if (argument.name.text == "correlation") continue;
    if (argument.values.size() > k) argument.values = {argument.values[k]};
    part.arguments.push_back(std::move(argument));
  }
  return part;
}

// The correlation of a joint prior; nullopt (reported) if there is none or it is out of range.
std::optional<double> CorrelationOf(Context& context, const Scope& scope,
                                    const syntax::Prior& joint) {
  for (const syntax::PriorArgument& argument : joint.arguments) {
    if (argument.name.text != "correlation" || argument.values.size() != 1) continue;
    const auto value =
        LowerConstant(context, scope, argument.values.front(), "the correlation of a joint prior");
    if (!value) return std::nullopt;
    if (value->type.time_halves == check::kNoTime && std::abs(value->value) <= 1.0) {
      return value->value;
    }
    context.Report(DiagnosticKind::kOutOfRange, argument.span,
                   "a correlation lies between -1 and 1");
    return std::nullopt;
  }
  context.Report(DiagnosticKind::kMissingClause, joint.span,
                 "a joint prior says how its two parameters go together",
                 "add `correlation 0.5`");
  return std::nullopt;
}

// Both parameters have the priors written, and their normal scores the correlation: a Gaussian
// copula (Nelsen 2006, section 2.3).
void LowerJoint(Context& context, const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                const syntax::ParamDecl& node) {
  std::vector<Symbol*> symbols;
  for (const syntax::Name& name : node.names) {
    Symbol* symbol =
        DeclareName(context, check::Space::kThing, SymbolKind::kParameter, name, tree, decl);
    if (symbol == nullptr) return;
    symbols.push_back(symbol);
  }
  const Scope scope(tree);
  if (symbols.size() != 2 || !node.joint || !node.prior ||
      node.prior->form != syntax::PriorForm::kCall) {
    context.Report(DiagnosticKind::kConflictingClauses, decl.span,
                   "a joint prior is of two parameters",
                   "write `param (x, y) ~ joint normal(mean 0, 0  sd 1, 1  correlation 0.5)`");
    return;
  }
  const auto correlation = CorrelationOf(context, scope, *node.prior);
  if (!correlation) return;
  const model::ParameterId first(context.model.parameters.size());
  for (std::size_t k = 0; k < symbols.size(); ++k) {
    const auto drawn = LowerPrior(context, scope, PartOf(*node.prior, k));
    AddElement(*symbols[k], "", static_cast<std::uint32_t>(context.model.parameters.size()));
    model::Provenance provenance =
        MakeProvenance(context, decl.annotations, symbols[k]->name, "", decl.span);
    if (drawn) {
      const model::Unit unit = DisplayUnit(drawn->type, UnitOf(scope, node), drawn->share);
      AddParameter(context, std::move(provenance), *drawn, unit);
    } else {
      AddParameter(context, std::move(provenance), {}, {});
    }
  }
  context.model.parameters.back().jointly_with = first;
  context.model.parameters.back().correlation = *correlation;
}

void LowerParameter(Context& context, const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                    const syntax::ParamDecl& node) {
  if (node.joint || node.names.size() != 1) return LowerJoint(context, tree, decl, node);
  Symbol* symbol = DeclareName(context, check::Space::kThing, SymbolKind::kParameter,
                               node.names.front(), tree, decl);
  if (symbol == nullptr) return;
  symbol->arity = check::ArityOf(node.head);
  const Scope scope(tree);
  for (const check::Element& element : Expand(context, scope, node.head)) {
    const Scope inner = Bound(scope, element);
    auto drawn = Drawn(context, inner, node, decl.span);
    if (drawn && (node.low.valid() || node.high.valid())) {
      CheckRange(context, inner, node, *drawn);
    }
    AddElement(*symbol, element.key, static_cast<std::uint32_t>(context.model.parameters.size()));
    model::Provenance provenance =
        MakeProvenance(context, decl.annotations, symbol->name, element.key, decl.span);
    if (!drawn) {
      AddParameter(context, std::move(provenance), {}, {});
      continue;
    }
    const model::Unit unit = DisplayUnit(drawn->type, UnitOf(inner, node), drawn->share);
    AddParameter(context, std::move(provenance), *drawn, unit);
  }
}

}  // namespace

model::ParameterId AddParameter(Context& context, model::Provenance provenance,
                                const PriorWithType& prior, model::Unit unit) {
  model::Parameter parameter;
  parameter.provenance = std::move(provenance);
  parameter.prior = prior.prior;
  parameter.unit = std::move(unit);
  context.model.parameters.push_back(std::move(parameter));
  context.parameter_types.push_back(prior.type);
  return model::ParameterId(context.model.parameters.size() - 1);
}

void LowerParameters(Context& context) {
  check::ForEach<syntax::ParamDecl>(
      context, [&](const syntax::SyntaxTree& tree, const syntax::Decl& decl, const auto& node) {
        LowerParameter(context, tree, decl, node);
      });
}

}  // namespace entente::language::lower
