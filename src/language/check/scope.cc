#include "language/check/scope.h"

namespace entente::language::check {

const Value* Scope::Find(std::string_view name) const {
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    for (auto binding = scope->bindings_.rbegin(); binding != scope->bindings_.rend(); ++binding) {
      if (binding->first == name) return &binding->second;
    }
  }
  return nullptr;
}

std::vector<std::string> Scope::Names() const {
  std::vector<std::string> names;
  for (const Scope* scope = this; scope != nullptr; scope = scope->parent_) {
    for (const auto& [name, value] : scope->bindings_) names.push_back(name);
  }
  return names;
}

}  // namespace entente::language::check
