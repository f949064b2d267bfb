#include "language/lower/rows.h"

#include <string>
#include <unordered_map>

#include <fmt/format.h>

namespace entente::language::lower {
namespace {

using check::Context;
using check::Element;
using check::MemberId;
using check::Scope;

struct Cells {
  Context& context;
  std::unordered_map<std::string, std::size_t> places;
  std::vector<syntax::ExprId> found;
  std::string_view what;

  void Put(const std::string& key, syntax::ExprId value, SourceSpan span) {
    const auto place = places.find(key);
    if (place == places.end()) {
      context.Report(DiagnosticKind::kWrongIndex, span,
                     fmt::format("`{}` is no element of {}", key, what));
      return;
    }
    syntax::ExprId& cell = found[place->second];
    if (cell.valid()) {
      context.Report(DiagnosticKind::kDuplicateName, span,
                     fmt::format("`{}` has a value in {} already", key, what));
      return;
    }
    cell = value;
  }
};

}  // namespace

std::vector<syntax::ExprId> CellsOf(Context& context, const Scope& scope,
                                    const syntax::IndexHead& head,
                                    const std::vector<Element>& elements,
                                    const std::vector<syntax::TableRow>& rows,
                                    std::string_view what, SourceSpan span) {
  Cells cells{context, {}, std::vector<syntax::ExprId>(elements.size()), what};
  for (std::size_t i = 0; i < elements.size(); ++i) cells.places.emplace(elements[i].key, i);
  const std::size_t arity = check::ArityOf(head);
  std::vector<MemberId> last;
  if (head.present()) last = MembersOf(context, scope, head.bindings.back().set);
  bool sound = true;
  for (const syntax::TableRow& row : rows) {
    std::string key;
    bool known = true;
    for (const syntax::Name& name : row.key) {
      const MemberId member = MemberNamed(context, scope, name);
      known = known && member.valid();
      if (!member.valid()) continue;
      if (!key.empty()) key += ',';
      key += context.member(member).name;
    }
    if (!known) {
      sound = false;
      continue;
    }
    if (row.key.size() == arity && row.values.size() == 1) {
      cells.Put(key, row.values.front(), row.span);
    } else if (row.key.size() + 1 == arity && row.values.size() == last.size()) {
      for (std::size_t i = 0; i < last.size(); ++i) {
        const std::string& column = context.member(last[i]).name;
        cells.Put(key.empty() ? column : key + "," + column, row.values[i], row.span);
      }
    } else {
      sound = false;
      context.Report(DiagnosticKind::kWrongIndex, row.span,
                     fmt::format("a row of {} names {} and gives {}; it must name all {} indices "
                                 "and give 1 value, or all but the last and give {}",
                                 what, row.key.size(), row.values.size(), arity, last.size()));
    }
  }
  if (!sound) return cells.found;
  std::vector<std::string> missing;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    if (!cells.found[i].valid()) missing.push_back(elements[i].key);
  }
  if (!missing.empty()) {
    const std::size_t count = missing.size();
    if (count > 4) missing.resize(4);
    context.Report(DiagnosticKind::kIncompleteTable, span,
                   fmt::format("{} gives no value for `{}`{}", what, fmt::join(missing, "`, `"),
                               count > 4 ? fmt::format(" and {} more", count - 4) : ""));
  }
  return cells.found;
}

}  // namespace entente::language::lower
