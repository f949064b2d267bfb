// Claims: comparisons between numbers of the model, as data for the analysis that decides them.
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/arithmetic.h"
#include "language/lower/estimand.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"
#include "language/lower/under.h"

namespace entente::language::lower {
namespace {

using check::Space;
using check::Symbol;
using check::SymbolKind;
using model::ClaimOp;
using model::ClaimRelation;
using syntax::BinaryOp;

// One side of a comparison.
struct Side {
  std::vector<model::ClaimStep> steps;
  Type type;
};

class ClaimLowerer {
 public:
  ClaimLowerer(Context& context, const Scope& scope, const ClaimFrame& frame, model::Claim& claim)
      : context_(context), scope_(scope), frame_(frame), claim_(claim) {}

  // A conjunction is several statements.
  bool Statement(const syntax::ClaimStatement& written, syntax::ExprId id) {
    if (!id.valid()) return false;
    const syntax::Expr& expr = scope_.at(id);
    const auto* comparison = std::get_if<syntax::BinaryExpr>(&expr.node);
    if (comparison != nullptr && comparison->op == BinaryOp::kAnd) {
      if (!context_.Descend(expr.span)) return false;
      const bool left = Statement(written, comparison->left);
      const bool right = Statement(written, comparison->right);
      --context_.depth;
      return left && right;
    }
    if (std::holds_alternative<syntax::ErrorExpr>(expr.node)) return false;
    const auto relation =
        comparison != nullptr ? RelationOf(comparison->op) : std::optional<ClaimRelation>();
    if (!relation) {
      ReportNoComparison(expr, comparison);
      return false;
    }
    model::ClaimStatement statement;
    statement.relation = *relation;
    statement.span = written.within.valid() ? written.span : expr.span;
    statement.text = OneLine(context_, statement.span);
    auto left = SideOf(comparison->left);
    auto right = SideOf(comparison->right);
    if (!left || !right) return false;
    if (!check::SameUnit(left->type, right->type)) {
      context_.Report(DiagnosticKind::kUnitMismatch, comparison->op_span,
                      fmt::format("{} is compared with {}", Describe(left->type),
                                  Describe(right->type)),
                      "write both sides in one unit, for example `3 per year`");
      return false;
    }
    const Type unit = left->type.zero ? right->type : left->type;
    if (!Margin(written, expr.span, unit, statement)) return false;
    statement.left = std::move(left->steps);
    statement.right = std::move(right->steps);
    claim_.statements.push_back(std::move(statement));
    return true;
  }

 private:
  static std::optional<ClaimRelation> RelationOf(BinaryOp op) {
    switch (op) {
      case BinaryOp::kLess:
        return ClaimRelation::kLess;
      case BinaryOp::kLessEqual:
        return ClaimRelation::kLessEqual;
      case BinaryOp::kGreater:
        return ClaimRelation::kGreater;
      case BinaryOp::kGreaterEqual:
        return ClaimRelation::kGreaterEqual;
      case BinaryOp::kEqual:
        return ClaimRelation::kAbout;
      default:
        return std::nullopt;
    }
  }

  void ReportNoComparison(const syntax::Expr& expr, const syntax::BinaryExpr* binary) {
    if (binary != nullptr && binary->op == BinaryOp::kNotEqual) {
      context_.Report(DiagnosticKind::kTypeMismatch, binary->op_span,
                      "two estimated numbers always differ a little, so `!=` claims nothing",
                      "say which is larger with `<` or `>`");
      return;
    }
    if (binary != nullptr && binary->op == BinaryOp::kOr) {
      context_.Report(DiagnosticKind::kTypeMismatch, binary->op_span,
                      "a claim states comparisons that must all hold; `or` has no verdict",
                      "make it two claims");
      return;
    }
    context_.Report(DiagnosticKind::kTypeMismatch, expr.span,
                    "a claim compares two numbers with `<`, `<=`, `>`, `>=` or `=`",
                    "for example `P(x under policy) < P(x)`");
  }

  bool Margin(const syntax::ClaimStatement& written, SourceSpan span, const Type& unit,
              model::ClaimStatement& statement) {
    const bool about = statement.relation == ClaimRelation::kAbout;
    if (!written.within.valid()) {
      if (!about) return true;
      context_.Report(DiagnosticKind::kMissingClause, span,
                      "two estimated numbers are never equal; a claim of equality says how close",
                      "add `within 5 points` or `within 10 %`");
      return false;
    }
    const SourceSpan place = scope_.at(written.within).span;
    if (!about) {
      context_.Report(DiagnosticKind::kConflictingClauses, place,
                      "`within` is the margin of `=`; this compares sizes",
                      "leave it out, or add the margin to one side");
      return false;
    }
    const auto* united = std::get_if<syntax::UnitExpr>(&scope_.at(written.within).node);
    statement.relative_margin =
        united != nullptr && united->unit.kind == syntax::UnitKind::kPercent;
    const auto margin = Constant(written.within, "a margin");
    if (!margin) return false;
    if (!statement.relative_margin && !check::SameUnit(margin->type, unit)) {
      context_.Report(DiagnosticKind::kUnitMismatch, place,
                      fmt::format("the margin is {}, and what is compared is {}",
                                  Describe(margin->type), Describe(unit)),
                      "`within 10 %` fits any unit");
      return false;
    }
    if (!(margin->value > 0.0)) {
      context_.Report(DiagnosticKind::kOutOfRange, place, "a margin is larger than 0");
      return false;
    }
    statement.margin = margin->value;
    return true;
  }

  // A known number; `5 points` is 0.05.
  std::optional<lower::Constant> Constant(syntax::ExprId id, std::string_view what) {
    const auto* united = std::get_if<syntax::UnitExpr>(&scope_.at(id).node);
    if (united == nullptr || united->unit.kind != syntax::UnitKind::kPoints) {
      return LowerConstant(context_, scope_, id, what);
    }
    auto points = LowerConstant(context_, scope_, united->value, what);
    if (points) points->value /= 100.0;
    return points;
  }

  std::optional<Side> SideOf(syntax::ExprId id) {
    if (!id.valid()) return std::nullopt;
    const syntax::Expr& expr = scope_.at(id);
    if (!context_.Descend(expr.span)) return std::nullopt;
    std::optional<Side> side;
    if (IsEstimand(context_, scope_, id)) {
      side = EstimandSide(id);
    } else if (const auto* binary = std::get_if<syntax::BinaryExpr>(&expr.node)) {
      side = BinarySide(*binary, expr.span);
    } else if (const auto* unary = std::get_if<syntax::UnaryExpr>(&expr.node);
               unary != nullptr && unary->op == syntax::UnaryOp::kMinus) {
      side = SideOf(unary->operand);
      if (side) side->steps.push_back({ClaimOp::kNegate, 0.0, 0});
    } else if (const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
               name != nullptr &&
               context_.symbols.Find(Space::kThing, name->ref.name.text) == nullptr) {
      context_.Unknown("an outcome", name->ref.name, context_.symbols.Names(Space::kOutcome));
    } else if (const auto constant = Constant(id, "a number of a claim")) {
      side = Side{{{ClaimOp::kConstant, constant->value, 0}}, constant->type};
    }
    --context_.depth;
    return side;
  }

  std::optional<Side> EstimandSide(syntax::ExprId id) {
    auto lowered = LowerEstimand(context_, scope_, frame_, id);
    if (!lowered) return std::nullopt;
    std::size_t place = 0;
    while (place < claim_.estimands.size() &&
           claim_.estimands[place].text != lowered->estimand.text) {
      ++place;
    }
    if (place == claim_.estimands.size()) {
      claim_.estimands.push_back(std::move(lowered->estimand));
    }
    Side side;
    side.type = lowered->type;
    side.steps.push_back({ClaimOp::kEstimand, 0.0, static_cast<std::uint32_t>(place)});
    if (lowered->divide_by != 1.0) {
      side.steps.push_back({ClaimOp::kConstant, lowered->divide_by, 0});
      side.steps.push_back({ClaimOp::kDivide, 0.0, 0});
    }
    return side;
  }

  std::optional<Side> BinarySide(const syntax::BinaryExpr& binary, SourceSpan span) {
    auto left = SideOf(binary.left);
    const auto right = SideOf(binary.right);
    if (!left || !right) return std::nullopt;
    ClaimOp op = ClaimOp::kAdd;
    switch (binary.op) {
      case BinaryOp::kAdd:
      case BinaryOp::kSubtract:
        op = binary.op == BinaryOp::kAdd ? ClaimOp::kAdd : ClaimOp::kSubtract;
        if (!check::SameUnit(left->type, right->type)) {
          context_.Report(DiagnosticKind::kUnitMismatch, binary.op_span,
                          fmt::format("{} and {} can not be added or subtracted",
                                      Describe(left->type), Describe(right->type)));
          return std::nullopt;
        }
        if (left->type.zero) left->type = right->type;
        break;
      case BinaryOp::kMultiply:
        op = ClaimOp::kMultiply;
        left->type.time_halves += right->type.time_halves;
        break;
      case BinaryOp::kDivide:
        op = ClaimOp::kDivide;
        left->type.time_halves -= right->type.time_halves;
        break;
      default:
        context_.Report(DiagnosticKind::kTypeMismatch, span,
                        "the numbers of a claim are joined by `+`, `-`, `*` and `/` only");
        return std::nullopt;
    }
    left->type.zero = false;
    left->steps.insert(left->steps.end(), right->steps.begin(), right->steps.end());
    left->steps.push_back({op, 0.0, 0});
    return left;
  }

  Context& context_;
  const Scope& scope_;
  const ClaimFrame& frame_;
  model::Claim& claim_;
};

}  // namespace

void LowerClaims(Context& context) {
  check::ForEach<syntax::ClaimDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                 const syntax::Decl& decl,
                                                 const syntax::ClaimDecl& node) {
    Symbol* symbol = DeclareName(context, Space::kClaim, SymbolKind::kClaim, node.name, tree, decl);
    if (symbol == nullptr) return;
    const Scope scope(tree);
    model::Claim claim;
    claim.provenance = MakeProvenance(context, decl.annotations, node.name.text, "", decl.span);
    ClaimFrame frame;
    frame.given = node.given;
    bool sound = ResolveUnder(context, scope, node.under, frame.under);
    ClaimLowerer lowerer(context, scope, frame, claim);
    for (const syntax::ClaimStatement& statement : node.statements) {
      sound = lowerer.Statement(statement, statement.comparison) && sound;
    }
    if (sound && claim.statements.empty()) {
      context.Report(DiagnosticKind::kMissingClause, decl.span,
                     fmt::format("claim `{}` states nothing", node.name.text),
                     "for example `{ P(x under policy) < P(x) }`");
      sound = false;
    }
    if (!sound) return;
    AddElement(*symbol, "", static_cast<std::uint32_t>(context.model.claims.size()));
    context.model.claims.push_back(std::move(claim));
  });
}

}  // namespace entente::language::lower
