// Visits every expression under one, without recursion: chains of operators may be long.
#ifndef ENTENTE_LANGUAGE_LOWER_WALK_H_
#define ENTENTE_LANGUAGE_LOWER_WALK_H_

#include <vector>

#include "language/syntax/tree.h"

namespace entente::language::lower {

// The expressions directly under `expr`, in written order; missing ones are left out.
std::vector<syntax::ExprId> ChildrenOf(const syntax::Expr& expr);

// Calls visit(const syntax::Expr&) for `root` and all below it, parents first.
template <typename Visit>
void VisitExpressions(const syntax::SyntaxTree& tree, syntax::ExprId root, Visit visit) {
  std::vector<syntax::ExprId> stack;
  if (root.valid()) stack.push_back(root);
  while (!stack.empty()) {
    const syntax::ExprId id = stack.back();
    stack.pop_back();
    const syntax::Expr& expr = tree.at(id);
    visit(expr);
    const std::vector<syntax::ExprId> children = ChildrenOf(expr);
    stack.insert(stack.end(), children.rbegin(), children.rend());
  }
}

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_WALK_H_
