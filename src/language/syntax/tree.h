// The syntax tree of one file: declarations in written order and the arena of their expressions.
// A tree is complete even when the text is wrong: what could not be read is an ErrorExpr or a
// missing name, already reported; the checker skips such parts in silence.
#ifndef ENTENTE_LANGUAGE_SYNTAX_TREE_H_
#define ENTENTE_LANGUAGE_SYNTAX_TREE_H_

#include <vector>

#include "base/source.h"
#include "language/syntax/declaration.h"

namespace entente::language::syntax {

struct SyntaxTree {
  FileId file;
  std::vector<Expr> expressions;
  std::vector<Decl> declarations;

  const Expr& at(ExprId id) const { return expressions[id.index()]; }
};

}  // namespace entente::language::syntax

#endif  // ENTENTE_LANGUAGE_SYNTAX_TREE_H_
