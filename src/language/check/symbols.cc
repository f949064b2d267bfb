#include "language/check/symbols.h"

#include <algorithm>

namespace entente::language::check {

const char* NameOf(SymbolKind kind) {
  switch (kind) {
    case SymbolKind::kMember:
      return "a member of a set";
    case SymbolKind::kSet:
      return "a set";
    case SymbolKind::kTable:
      return "a table";
    case SymbolKind::kParameter:
      return "a parameter";
    case SymbolKind::kQuantity:
      return "a quantity";
    case SymbolKind::kDefinition:
      return "a definition";
    case SymbolKind::kIssue:
      return "an issue";
    case SymbolKind::kEvent:
      return "an event";
    case SymbolKind::kDecision:
      return "a decision";
    case SymbolKind::kLinkage:
      return "a linkage";
    case SymbolKind::kFramework:
      return "a framework";
    case SymbolKind::kOutcome:
      return "an outcome";
    case SymbolKind::kPolicy:
      return "a policy";
    case SymbolKind::kSource:
      return "a source";
    case SymbolKind::kClaim:
      return "a claim";
    case SymbolKind::kObservation:
      return "an observation";
    case SymbolKind::kNotExecuted:
      break;
  }
  return "a part of the language that is not executed yet";
}

std::pair<Symbol*, bool> SymbolTable::Declare(Space space, SymbolKind kind, std::string_view name,
                                              SourceSpan span) {
  auto& table = by_name_[Index(space)];
  const auto [place, fresh] = table.try_emplace(std::string(name));
  Symbol& symbol = place->second;
  if (fresh) {
    symbol.kind = kind;
    symbol.name = name;
    symbol.span = span;
    order_[Index(space)].push_back(&symbol);
  }
  return {&symbol, fresh};
}

Symbol* SymbolTable::Find(Space space, std::string_view name) {
  auto& table = by_name_[Index(space)];
  const auto place = table.find(name);
  return place == table.end() ? nullptr : &place->second;
}

std::vector<std::string> SymbolTable::Names(Space space,
                                            const std::vector<SymbolKind>& kinds) const {
  std::vector<std::string> names;
  for (const Symbol* symbol : order_[Index(space)]) {
    if (kinds.empty() || std::find(kinds.begin(), kinds.end(), symbol->kind) != kinds.end()) {
      names.push_back(symbol->name);
    }
  }
  return names;
}

bool AddElement(Symbol& symbol, const std::string& key, std::uint32_t index) {
  if (!symbol.elements.emplace(key, index).second) return false;
  symbol.order.emplace_back(key, index);
  return true;
}

std::string QualifiedName(std::string_view family, std::string_view key) {
  std::string name(family);
  if (!key.empty()) name.append("[").append(key).append("]");
  return name;
}

}  // namespace entente::language::check
