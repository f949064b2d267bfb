// The tree as indented s-expressions: what `entente check --dump syntax` prints and what the
// parser's tests compare. Every part that was read is in it; layout and comments are not.
#ifndef ENTENTE_LANGUAGE_SYNTAX_DUMP_H_
#define ENTENTE_LANGUAGE_SYNTAX_DUMP_H_

#include <string>
#include <string_view>
#include <vector>

#include "language/syntax/tree.h"

namespace entente::language {

std::string DumpSyntax(const syntax::SyntaxTree& tree);

namespace syntax {

// Renders the parts of one tree on one line each. The methods for clauses and expressions answer
// "(head part part …)"; an absent part renders as nothing.
class Dumper {
 public:
  explicit Dumper(const SyntaxTree& tree) : tree_(tree) {}

  std::string Expression(ExprId id) const;
  std::string Of(const Ref& ref) const;
  std::string Of(const Set& set) const;
  std::string Of(const IndexHead& head) const;
  std::string Of(const ActPattern& pattern) const;
  std::string Of(const Happening& happening) const;
  std::string Of(const ActClauses& act) const;
  std::string Of(const Trigger& trigger) const;
  std::string Of(const Effect& effect) const;
  std::string Of(const Range& range) const;
  std::string Of(const Prior& prior) const;
  std::string Of(const TableRow& row) const;
  std::string Of(const Attribute& attribute) const;
  std::string Of(const OddsEntry& entry) const;
  std::string Of(const Annotations& annotations) const;
  std::string Of(const Citation& citation) const;
  std::string Of(const Name& name) const { return name.text; }
  std::string Of(ExprId id) const { return Expression(id); }
  static std::string Of(const Date& date) { return FormatDate(date.date); }
  static std::string Of(const MonthDay& day);
  static std::string Of(const Text& text) { return "\"" + text.text + "\""; }

  // "(head a b)" from the non-empty parts; nothing if there are none.
  static std::string Form(std::string_view head, const std::vector<std::string>& parts);
  // Parts separated by spaces, empty ones left out.
  static std::string Join(const std::vector<std::string>& parts);

  template <typename T>
  std::string List(const std::vector<T>& items) const {
    std::vector<std::string> parts;
    for (const T& item : items) parts.push_back(Of(item));
    return Join(parts);
  }
  // "(head item item)", or nothing for an empty list.
  template <typename T>
  std::string List(std::string_view head, const std::vector<T>& items) const {
    return Form(head, {List(items)});
  }
  // "(head value)", or nothing for an absent value.
  template <typename T>
  std::string Maybe(std::string_view head, const T& value) const {
    if constexpr (requires { value.has_value(); }) {
      return value ? Form(head, {Of(*value)}) : "";
    } else {
      return Form(head, {Of(value)});
    }
  }

 private:
  const SyntaxTree& tree_;
};

}  // namespace syntax
}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_SYNTAX_DUMP_H_
