// Tables: constants by element, inlined where they are read and kept for the list of assumptions.
#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"
#include "language/lower/rows.h"

namespace entente::language::lower {

using check::Symbol;
using check::SymbolKind;

namespace {

void AddFromFile(Context& context, const Scope& scope, const syntax::Decl& decl,
                 const syntax::TableDecl& node, Symbol& symbol,
                 const std::vector<check::Element>& elements, const std::string& what) {
  const auto cells = CellsFromFile(context, scope, node.head, elements, *node.from_file, what);
  model::Table table;
  table.provenance = MakeProvenance(context, decl.annotations, node.name.text, "", decl.span);
  std::vector<double> values;
  for (std::size_t i = 0; i < elements.size(); ++i) {
    AddElement(symbol, elements[i].key, static_cast<std::uint32_t>(i));
    values.push_back(cells[i].value_or(0.0));
    table.cells.emplace_back(elements[i].key, values.back());
  }
  context.model.tables.push_back(std::move(table));
  context.table_cells.push_back(std::move(values));
  context.table_types.push_back(check::NumberType());
}

}  // namespace

void LowerTables(Context& context) {
  check::ForEach<syntax::TableDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                 const syntax::Decl& decl, const auto& node) {
    Symbol* symbol = check::DeclareName(context, check::Space::kThing, SymbolKind::kTable, node.name, tree,
                                 decl);
    if (symbol == nullptr) return;
    symbol->arity = check::ArityOf(node.head);
    symbol->position = context.model.tables.size();
    const Scope scope(tree);
    const std::string what = fmt::format("table `{}`", node.name.text);
    const std::vector<check::Element> elements = Expand(context, scope, node.head);
    if (node.from_file) {
      AddFromFile(context, scope, decl, node, *symbol, elements, what);
      return;
    }
    const std::vector<syntax::ExprId> cells =
        CellsOf(context, scope, node.head, elements, node.rows, what, node.name.span);
    model::Table table;
    table.provenance = MakeProvenance(context, decl.annotations, node.name.text, "", decl.span);
    std::vector<double> values(elements.size(), 0.0);
    Type type = check::NumberType();
    std::optional<syntax::TimeUnit> unit;
    bool first = true;
    for (std::size_t i = 0; i < elements.size(); ++i) {
      AddElement(*symbol, elements[i].key, static_cast<std::uint32_t>(i));
      if (!cells[i].valid()) {
        type = check::ErrorType();
        continue;
      }
      const Scope inner = Bound(scope, elements[i]);
      const auto constant = LowerConstant(context, inner, cells[i], "a cell of a table");
      if (!constant) {
        type = check::ErrorType();
        continue;
      }
      if (!unit) unit = WrittenTimeUnit(inner, cells[i]);
      if (first || type.zero) {
        type = constant->type;
      } else if (type.is_number() && !SameUnit(type, constant->type)) {
        context.Report(DiagnosticKind::kUnitMismatch, scope.at(cells[i]).span,
                       fmt::format("this cell is {}, others are {}; a table has one unit",
                                   Describe(constant->type), Describe(type)));
      }
      first = false;
      values[i] = constant->value;
      table.cells.emplace_back(elements[i].key, constant->value);
    }
    table.unit = DisplayUnit(type, unit.value_or(syntax::TimeUnit::kYear), false);
    context.model.tables.push_back(std::move(table));
    context.table_cells.push_back(std::move(values));
    type.zero = false;
    context.table_types.push_back(type);
  });
}

}  // namespace entente::language::lower
