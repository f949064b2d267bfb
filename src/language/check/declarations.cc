#include "language/check/declarations.h"

#include <fmt/format.h>

namespace entente::language::check {

void ReportDuplicate(Context& context, std::string_view name, SourceSpan span, SourceSpan other) {
  Diagnostic& diagnostic =
      context.Report(DiagnosticKind::kDuplicateName, span,
                     fmt::format("`{}` is declared already; a name means one thing", name));
  diagnostic.related.push_back({other, fmt::format("`{}` was declared here", name)});
}

Symbol* DeclareName(Context& context, Space space, SymbolKind kind, const syntax::Name& name,
                    const syntax::SyntaxTree& tree, const syntax::Decl& decl) {
  if (!name.present()) return nullptr;
  const auto [symbol, fresh] = context.symbols.Declare(space, kind, name.text, name.span);
  if (!fresh) {
    ReportDuplicate(context, name.text, name.span, symbol->span);
    return nullptr;
  }
  symbol->tree = &tree;
  symbol->decl = &decl;
  return symbol;
}

Symbol* ShareName(Context& context, SymbolKind kind, const syntax::Name& name,
                  const syntax::SyntaxTree& tree, const syntax::Decl& decl) {
  if (!name.present()) return nullptr;
  const auto [symbol, fresh] = context.symbols.Declare(Space::kThing, kind, name.text, name.span);
  if (!fresh && symbol->kind != kind) {
    ReportDuplicate(context, name.text, name.span, symbol->span);
    return nullptr;
  }
  if (fresh) {
    symbol->tree = &tree;
    symbol->decl = &decl;
  }
  return symbol;
}

}  // namespace entente::language::check
