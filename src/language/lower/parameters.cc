#include "language/lower/parameters.h"

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

void LowerParameter(Context& context, const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                    const syntax::ParamDecl& node) {
  if (node.joint || node.names.size() != 1) {
    context.NotExecuted("joint priors", decl.span);
    for (const syntax::Name& name : node.names) {
      DeclareName(context, check::Space::kThing, SymbolKind::kNotExecuted, name, tree, decl);
    }
    return;
  }
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
