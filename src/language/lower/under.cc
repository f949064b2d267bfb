#include "language/lower/under.h"

#include <algorithm>

#include <fmt/format.h>

#include "language/lower/expression.h"

namespace entente::language::lower {

using check::Space;
using check::Symbol;

bool ResolveUnder(check::Context& context, const check::Scope& scope,
                  const std::vector<syntax::Ref>& under, std::vector<std::string>& names) {
  (void)scope;
  bool sound = true;
  for (const syntax::Ref& ref : under) {
    Symbol* symbol = context.symbols.Find(Space::kPolicy, ref.name.text);
    if (symbol == nullptr) {
      context.Unknown("a policy or scenario", ref.name, context.symbols.Names(Space::kPolicy));
      sound = false;
      continue;
    }
    symbol->used = true;
    if (!ref.indices.empty()) {
      context.Report(DiagnosticKind::kWrongIndex, ref.span,
                     fmt::format("`{}` takes no dose", symbol->name));
      sound = false;
      continue;
    }
    if (std::find(names.begin(), names.end(), symbol->name) != names.end()) {
      context.Report(DiagnosticKind::kConflictingClauses, ref.span,
                     fmt::format("`{}` is named twice; a policy applies once", symbol->name),
                     "`under` of a claim holds for all its numbers");
      sound = false;
      continue;
    }
    names.push_back(symbol->name);
  }
  return sound;
}

}  // namespace entente::language::lower
