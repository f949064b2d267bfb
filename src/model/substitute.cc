#include "model/substitute.h"

#include <vector>

#include "model/visit.h"

namespace entente::model {
namespace {

// The node with its operands mapped; the place in the text is kept.
ExprId Rebuild(ExpressionPool& pool, ExprId id, const std::vector<ExprId>& map) {
  const Expression node = pool[id];
  const auto mapped = [&map](ExprId operand) { return map[operand.index()]; };
  switch (OperandCount(node.op)) {
    case 1:
      if (mapped(node.a) == node.a) return id;
      return pool.Unary(node.op, mapped(node.a), node.span);
    case 2:
      if (mapped(node.a) == node.a && mapped(node.b) == node.b) return id;
      return pool.Binary(node.op, mapped(node.a), mapped(node.b), node.span);
    case 3:
      if (mapped(node.a) == node.a && mapped(node.b) == node.b && mapped(node.c) == node.c) {
        return id;
      }
      return pool.Select(mapped(node.a), mapped(node.b), mapped(node.c), node.span);
    default:
      return id;
  }
}

// Where each of the first `count` nodes goes. Operands precede their users, so one sweep does it.
std::vector<ExprId> MapNodes(ExpressionPool& pool, std::size_t count, ExprId what, ExprId with) {
  std::vector<ExprId> map(count);
  for (std::size_t i = 0; i < count; ++i) {
    const ExprId id(i);
    map[i] = id == what ? with : Rebuild(pool, id, map);
  }
  return map;
}

}  // namespace

ExprId Substitute(ExpressionPool& pool, ExprId root, ExprId what, ExprId with) {
  if (!root.valid() || root.index() < what.index()) return root;
  return MapNodes(pool, std::size_t{root.index()} + 1, what, with)[root.index()];
}

void SubstituteEverywhere(Model& model, ExprId what, ExprId with) {
  const std::vector<ExprId> map = MapNodes(model.expressions, model.expressions.size(), what, with);
  VisitExpressions(model, [&map](ExprId& id, const Provenance&, std::string_view) {
    if (id.valid()) id = map[id.index()];
  });
}

}  // namespace entente::model
