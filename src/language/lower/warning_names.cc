#include <fmt/format.h>

#include "language/lower/warnings.h"

namespace entente::language::lower {
namespace {

using check::Symbol;
using check::SymbolKind;

bool IsWatched(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::kParameter:
    case SymbolKind::kQuantity:
    case SymbolKind::kDefinition:
    case SymbolKind::kTable:
    case SymbolKind::kSet:
      return true;
    default:
      return false;
  }
}

}  // namespace

void WarnUnused(check::Context& context) {
  for (const Symbol* symbol : context.symbols.All(check::Space::kThing)) {
    if (symbol->used || !IsWatched(symbol->kind)) continue;
    context.Report(DiagnosticKind::kUnusedDeclaration, symbol->span,
                   fmt::format("nothing reads `{}`, {}, so it changes no result", symbol->name,
                               NameOf(symbol->kind)),
                   "use it, ask for it in an outcome, or leave it out");
  }
}

}  // namespace entente::language::lower
