#include "language/lower/leaves.h"

#include <algorithm>
#include <unordered_set>

namespace entente::language::lower {

std::vector<model::Expression> LeavesOf(const model::Model& model, model::ExprId root) {
  std::vector<model::Expression> leaves;
  std::unordered_set<std::uint32_t> seen;
  std::vector<model::ExprId> stack = {root};
  while (!stack.empty()) {
    const model::ExprId id = stack.back();
    stack.pop_back();
    if (!id.valid() || !seen.insert(id.index()).second) continue;
    const model::Expression& node = model.expressions[id];
    if (node.op == model::Op::kDefinition) {
      stack.push_back(model.definitions[node.index].value);
      continue;
    }
    const int operands = model::OperandCount(node.op);
    if (operands == 0 && node.op != model::Op::kConstant) leaves.push_back(node);
    if (operands > 0) stack.push_back(node.a);
    if (operands > 1) stack.push_back(node.b);
    if (operands > 2) stack.push_back(node.c);
  }
  return leaves;
}

bool ChangesInTime(const model::Model& model, model::ExprId root) {
  const std::vector<model::Expression> leaves = LeavesOf(model, root);
  return std::any_of(leaves.begin(), leaves.end(), [](const model::Expression& leaf) {
    return leaf.op != model::Op::kParameter;
  });
}

}  // namespace entente::language::lower
