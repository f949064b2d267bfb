// Walking over the declarations of all files, and entering their names.
#ifndef ENTENTE_LANGUAGE_CHECK_DECLARATIONS_H_
#define ENTENTE_LANGUAGE_CHECK_DECLARATIONS_H_

#include <variant>

#include "language/check/context.h"

namespace entente::language::check {

// visit(tree, decl, node) for every declaration whose node is a `Node`, in order of files.
template <typename Node, typename Visit>
void ForEach(Context& context, Visit visit) {
  for (const syntax::SyntaxTree& tree : context.trees) {
    for (const syntax::Decl& decl : tree.declarations) {
      if (context.exhausted) return;
      if (const Node* node = std::get_if<Node>(&decl.node)) visit(tree, decl, *node);
    }
  }
}

// Enters a name; null when it is missing or taken (reported, with the other place).
Symbol* DeclareName(Context& context, Space space, SymbolKind kind, const syntax::Name& name,
                    const syntax::SyntaxTree& tree, const syntax::Decl& decl);
// The same for families that several declarations may share (`define f[KOR]`, offices): an earlier
// one of the same kind is returned.
Symbol* ShareName(Context& context, SymbolKind kind, const syntax::Name& name,
                  const syntax::SyntaxTree& tree, const syntax::Decl& decl);
// Reports a name that is there already.
void ReportDuplicate(Context& context, std::string_view name, SourceSpan span, SourceSpan other);

}  // namespace entente::language::check

#endif  // ENTENTE_LANGUAGE_CHECK_DECLARATIONS_H_
