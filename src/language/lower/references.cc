// References to declared elements, issues and states.
#include <algorithm>

#include <fmt/format.h>

#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"

namespace entente::language::lower {
namespace {

using check::Space;
using check::Symbol;
using check::SymbolKind;

// The names of the indices, "" for `all`; nullopt if one could not be resolved.
std::optional<std::vector<std::string>> IndexNames(Context& context, const Scope& scope,
                                                   const syntax::Ref& ref) {
  std::vector<std::string> names;
  for (const syntax::ExprId id : ref.indices) {
    if (!id.valid()) return std::nullopt;
    const syntax::Expr& expr = scope.at(id);
    const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
    const bool plain = name != nullptr && name->ref.indices.empty();
    if (plain && name->ref.name.text == "all" && scope.Find("all") == nullptr) {
      names.emplace_back();
      continue;
    }
    const Value value = Lower(context, scope, id);
    if (value.is_error()) return std::nullopt;
    if (value.type.kind != check::TypeKind::kMember) {
      ReportWrongType(context, value, "a member of a set", "an index", expr.span);
      return std::nullopt;
    }
    names.push_back(context.member(value.member).name);
  }
  return names;
}

bool Matches(std::string_view key, const std::vector<std::string>& names) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::size_t comma = key.find(',');
    const std::string_view part = key.substr(0, comma);
    if (!names[i].empty() && part != names[i]) return false;
    key = comma == std::string_view::npos ? std::string_view() : key.substr(comma + 1);
  }
  return true;
}

std::string Join(const std::vector<std::string>& names) {
  std::string joined;
  for (const std::string& name : names) {
    if (!joined.empty()) joined += ',';
    joined += name;
  }
  return joined;
}

void ReportArity(Context& context, const Symbol& symbol, std::size_t given, SourceSpan span) {
  const std::string wanted = symbol.arity == 0
                                 ? std::string("it takes none")
                                 : fmt::format("it takes {}", symbol.arity);
  std::string suggestion;
  if (symbol.arity > 0 && !symbol.order.empty()) {
    suggestion = fmt::format("for example `{}`",
                             check::QualifiedName(symbol.name, symbol.order.front().first));
  }
  context.Report(DiagnosticKind::kWrongIndex, span,
                 fmt::format("`{}` has {} {} here; {}", symbol.name, given,
                             given == 1 ? "index" : "indices", wanted),
                 suggestion);
}

}  // namespace

std::vector<std::uint32_t> ElementsOf(Context& context, const Scope& scope, const Symbol& symbol,
                                      const syntax::Ref& ref) {
  std::vector<std::uint32_t> found;
  if (ref.indices.empty()) {
    for (const auto& [key, index] : symbol.order) found.push_back(index);
    return found;
  }
  if (ref.indices.size() != symbol.arity) {
    ReportArity(context, symbol, ref.indices.size(), ref.span);
    return found;
  }
  const auto names = IndexNames(context, scope, ref);
  if (!names) return found;
  if (std::find(names->begin(), names->end(), std::string()) == names->end()) {
    const auto place = symbol.elements.find(Join(*names));
    if (place != symbol.elements.end()) found.push_back(place->second);
  } else {
    for (const auto& [key, index] : symbol.order) {
      if (Matches(key, *names)) found.push_back(index);
    }
  }
  if (found.empty() && !symbol.order.empty()) {
    std::vector<std::string> candidates;
    for (const auto& [key, index] : symbol.order) {
      if (candidates.size() < 4) candidates.push_back(check::QualifiedName(symbol.name, key));
    }
    const std::string name = check::QualifiedName(symbol.name, Join(*names));
    context.Report(symbol.by_element ? DiagnosticKind::kIncompleteTable
                                     : DiagnosticKind::kWrongIndex,
                   ref.span,
                   symbol.by_element
                       ? fmt::format("`{}` is read, but no clause defines it", name)
                       : fmt::format("`{}` does not exist; the index is outside its sets", name),
                   fmt::format("there {} `{}`{}", symbol.order.size() == 1 ? "is" : "are",
                               fmt::join(candidates, "`, `"),
                               symbol.order.size() > candidates.size() ? " and more" : ""));
  }
  return found;
}

std::optional<std::uint32_t> ElementOf(Context& context, const Scope& scope, const Symbol& symbol,
                                       const syntax::Ref& ref) {
  if (ref.indices.size() != symbol.arity) {
    ReportArity(context, symbol, ref.indices.size(), ref.span);
    return std::nullopt;
  }
  const std::vector<std::uint32_t> found = ElementsOf(context, scope, symbol, ref);
  if (found.empty()) return std::nullopt;
  if (found.size() > 1) {
    context.Report(DiagnosticKind::kWrongIndex, ref.span,
                   fmt::format("`{}` means {} elements here; one is wanted",
                               context.TextOf(ref.span), found.size()),
                   "name each index");
    return std::nullopt;
  }
  return found.front();
}

Symbol* SymbolOf(Context& context, const syntax::Ref& ref, const std::vector<SymbolKind>& kinds,
                 std::string_view wanted) {
  if (!ref.name.present()) return nullptr;
  Symbol* symbol = context.symbols.Find(Space::kThing, ref.name.text);
  if (symbol == nullptr) {
    context.Unknown(wanted, ref.name, context.symbols.Names(Space::kThing, kinds));
    return nullptr;
  }
  symbol->used = true;
  if (symbol->kind == SymbolKind::kNotExecuted) return nullptr;
  if (std::find(kinds.begin(), kinds.end(), symbol->kind) == kinds.end()) {
    const auto nearest =
        NearestName(ref.name.text, context.symbols.Names(Space::kThing, kinds));
    context.Report(DiagnosticKind::kWrongKind, ref.name.span,
                   fmt::format("`{}` is {}; {} is wanted here", symbol->name, NameOf(symbol->kind),
                               wanted),
                   nearest ? fmt::format("did you mean `{}`?", *nearest) : std::string());
    return nullptr;
  }
  return symbol;
}

model::IssueId IssueOf(Context& context, const Scope& scope, const syntax::Ref& ref) {
  const Symbol* symbol = SymbolOf(context, ref, {SymbolKind::kIssue}, "an issue");
  if (symbol == nullptr) return {};
  const auto index = ElementOf(context, scope, *symbol, ref);
  return index ? model::IssueId(*index) : model::IssueId();
}

std::optional<model::StateIndex> StateOf(Context& context, model::IssueId issue,
                                         const syntax::Name& name) {
  if (!issue.valid() || !name.present()) return std::nullopt;
  const model::Issue& declared = context.model.issues[issue.index()];
  if (!declared.states.empty() && declared.states[0].name == kNoState) return std::nullopt;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < declared.states.size(); ++i) {
    if (declared.states[i].name == name.text) return static_cast<model::StateIndex>(i);
    names.push_back(declared.states[i].name);
  }
  // Among names of one or two letters every other one is near.
  const auto nearest = name.text.size() > 2 ? NearestName(name.text, names) : std::nullopt;
  Diagnostic& diagnostic = context.Report(
      DiagnosticKind::kUnknownState, name.span,
      fmt::format("`{}` has no state `{}`", declared.provenance.name, name.text),
      nearest ? fmt::format("did you mean `{}`?", *nearest)
              : fmt::format("its states are `{}`", fmt::join(names, "`, `")));
  if (nearest) diagnostic.fix = Fix{name.span, *nearest};
  return std::nullopt;
}

}  // namespace entente::language::lower
