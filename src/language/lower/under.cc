#include "language/lower/under.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "language/lower/expression.h"

namespace entente::language::lower {

using check::Space;
using check::Symbol;

namespace {

// `hub(0.5)`, each dose a known number within its range.
std::optional<std::string> NameWithDoses(check::Context& context, const check::Scope& scope,
                                         const Symbol& symbol, const syntax::Ref& ref) {
  const auto place = symbol.elements.find("");
  if (place == symbol.elements.end()) return std::nullopt;  // its own fault is reported
  const std::vector<model::Dose>& doses = context.model.policies[place->second].doses;
  if (ref.indices.size() != doses.size()) {
    context.Report(DiagnosticKind::kWrongIndex, ref.span,
                   doses.empty() ? fmt::format("`{}` takes no dose", symbol.name)
                                 : fmt::format("`{}` takes {} dose{}; {} given", symbol.name,
                                               doses.size(), doses.size() == 1 ? "" : "s",
                                               ref.indices.size() == 1
                                                   ? "one is"
                                                   : fmt::format("{} are", ref.indices.size())),
                   doses.empty() ? std::string()
                                 : fmt::format("for example `{}({:g})`", symbol.name,
                                               doses.front().high));
    return std::nullopt;
  }
  std::vector<std::string> values;
  for (std::size_t i = 0; i < doses.size(); ++i) {
    const auto value = LowerConstant(context, scope, ref.indices[i], "a dose");
    if (!value) return std::nullopt;
    if (!(value->value >= doses[i].low && value->value <= doses[i].high)) {
      context.Report(DiagnosticKind::kOutOfRange, scope.at(ref.indices[i]).span,
                     fmt::format("this dose of `{}` lies in {:g}..{:g}", symbol.name, doses[i].low,
                                 doses[i].high));
      return std::nullopt;
    }
    values.push_back(fmt::format("{}", value->value));
  }
  if (values.empty()) return symbol.name;
  return fmt::format("{}({})", symbol.name, fmt::join(values, ","));
}

}  // namespace

bool ResolveUnder(check::Context& context, const check::Scope& scope,
                  const std::vector<syntax::Ref>& under, std::vector<std::string>& names) {
  bool sound = true;
  for (const syntax::Ref& ref : under) {
    Symbol* symbol = context.symbols.Find(Space::kPolicy, ref.name.text);
    if (symbol == nullptr) {
      context.Unknown("a policy or scenario", ref.name, context.symbols.Names(Space::kPolicy));
      sound = false;
      continue;
    }
    symbol->used = true;
    const auto name = NameWithDoses(context, scope, *symbol, ref);
    if (!name) {
      sound = false;
      continue;
    }
    const auto same = [&](const std::string& other) {
      return other.substr(0, other.find('(')) == symbol->name;
    };
    if (std::any_of(names.begin(), names.end(), same)) {
      context.Report(DiagnosticKind::kConflictingClauses, ref.span,
                     fmt::format("`{}` is named twice; a policy applies once", symbol->name),
                     "`under` of a claim holds for all its numbers");
      sound = false;
      continue;
    }
    names.push_back(*name);
  }
  return sound;
}

}  // namespace entente::language::lower
