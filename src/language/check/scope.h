// Where an expression stands: its file, the index variables bound around it, the values that the
// clause lends it (`depth` of a framework), the issue it belongs to.
#ifndef ENTENTE_LANGUAGE_CHECK_SCOPE_H_
#define ENTENTE_LANGUAGE_CHECK_SCOPE_H_

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "language/check/types.h"
#include "language/syntax/tree.h"
#include "model/model.h"

namespace entente::language::check {

// Scopes are cheap values that point to their parent, which must outlive them.
class Scope {
 public:
  explicit Scope(const syntax::SyntaxTree& tree) : tree_(&tree) {}
  explicit Scope(const Scope* parent)
      : tree_(parent->tree_), parent_(parent), issue_(parent->issue_) {}

  void Bind(std::string_view name, MemberId member) {
    Value value;
    value.type.kind = TypeKind::kMember;
    value.member = member;
    bindings_.emplace_back(name, value);
  }
  void Bind(std::string_view name, const Value& value) { bindings_.emplace_back(name, value); }
  // The innermost binding of a name; null if there is none.
  const Value* Find(std::string_view name) const;
  std::vector<std::string> Names() const;

  void set_issue(model::IssueId issue) { issue_ = issue; }
  model::IssueId issue() const { return issue_; }  // invalid outside issues
  const syntax::SyntaxTree& tree() const { return *tree_; }
  const syntax::Expr& at(syntax::ExprId id) const { return tree_->at(id); }

 private:
  const syntax::SyntaxTree* tree_;
  const Scope* parent_ = nullptr;
  model::IssueId issue_;
  std::vector<std::pair<std::string, Value>> bindings_;
};

}  // namespace entente::language::check

#endif  // ENTENTE_LANGUAGE_CHECK_SCOPE_H_
