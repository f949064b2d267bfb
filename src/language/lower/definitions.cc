#include "language/lower/definitions.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"
#include "language/lower/pending.h"
#include "language/lower/walk.h"

namespace entente::language::lower {
namespace {

using check::Progress;
using check::Symbol;
using check::SymbolKind;

// Bodies may be read before their turn; the order below keeps such chains short, this bound
// catches the rest.
constexpr std::size_t kMaxReading = 64;

model::DefinitionId Declare(Context& context, model::Provenance provenance,
                            check::DefinitionSite site) {
  model::Definition definition;
  definition.provenance = std::move(provenance);
  context.model.definitions.push_back(std::move(definition));
  context.definition_types.emplace_back();
  context.definition_sites.push_back(std::move(site));
  return model::DefinitionId(context.model.definitions.size() - 1);
}

void DeclareElement(Context& context, Symbol& symbol, const syntax::SyntaxTree& tree,
                    const syntax::Decl& decl, const syntax::DefineDecl& node,
                    const check::Element& element) {
  const auto index = static_cast<std::uint32_t>(context.model.definitions.size());
  if (!AddElement(symbol, element.key, index)) {
    check::ReportDuplicate(context, check::QualifiedName(symbol.name, element.key), node.name.span,
                           symbol.span);
    return;
  }
  check::DefinitionSite site;
  site.symbol = &symbol;
  site.tree = &tree;
  site.decl = &node;
  site.bindings = element.bindings;
  Declare(context,
          MakeProvenance(context, decl.annotations, symbol.name, element.key, decl.span),
          std::move(site));
}

// `define f[KOR] = …`: the element is named, nothing is bound.
std::optional<check::Element> NamedElement(Context& context, const Scope& scope,
                                           const syntax::DefineDecl& node) {
  check::Element element;
  for (const syntax::Name& name : node.elements) {
    const check::MemberId member = MemberNamed(context, scope, name);
    if (!member.valid()) return std::nullopt;
    if (!element.key.empty()) element.key += ',';
    element.key += context.member(member).name;
  }
  return element;
}

bool FitsArity(Context& context, Symbol& symbol, std::size_t arity, SourceSpan span) {
  if (symbol.order.empty()) symbol.arity = arity;
  if (symbol.arity == arity) return true;
  context.Report(DiagnosticKind::kWrongIndex, span,
                 fmt::format("`{}` is defined with {} indices here and {} elsewhere", symbol.name,
                             arity, symbol.arity));
  return false;
}

std::string PathOf(const std::vector<std::string>& reading, const std::string& name) {
  auto from = std::find(reading.begin(), reading.end(), name);
  std::vector<std::string> path(from, reading.end());
  path.push_back(name);
  if (path.size() > 8) path.erase(path.begin() + 4, path.end() - 3);
  return fmt::format("`{}`", fmt::join(path, "` → `"));
}

}  // namespace

bool EnterReading(Context& context, const std::string& name, SourceSpan use) {
  if (context.reading.size() < kMaxReading) {
    context.reading.push_back(name);
    return true;
  }
  context.Report(DiagnosticKind::kTooDeepNesting, use,
                 fmt::format("definitions read one another through more than {} steps", kMaxReading),
                 "define some of them before those that read them");
  return false;
}

void ReportReadingCycle(Context& context, const std::string& name, SourceSpan use) {
  context.Report(DiagnosticKind::kCyclicDefinition, use,
                 fmt::format("`{}` is made from itself: {}", name,
                             PathOf(context.reading, name)),
                 "a value that depends on its own past is a `quantity`");
}

namespace {

void LowerBody(Context& context, model::DefinitionId id) {
  const check::DefinitionSite site = context.definition_sites[id.index()];
  const Scope file(*site.tree);
  Scope scope(&file);
  for (const auto& [name, member] : site.bindings) scope.Bind(name, member);
  Value value = Lower(context, scope, site.decl->value);
  model::Definition& definition = context.model.definitions[id.index()];
  using check::TypeKind;
  const TypeKind kind = value.type.kind;
  if (kind == TypeKind::kMember || kind == TypeKind::kIssue) {
    context.Report(DiagnosticKind::kTypeMismatch, scope.at(site.decl->value).span,
                   fmt::format("`{}` is {}; a definition is a number, a truth or a date",
                               site.symbol->name, Describe(value.type)));
    value = {};
  }
  // An error is kept as a constant, so that the model stays well formed.
  definition.value =
      value.is_error() ? context.model.expressions.Constant(0.0, definition.provenance.span)
                       : value.expr;
  value.type.zero = false;
  const auto unit = WrittenTimeUnit(scope, site.decl->value);
  definition.unit = DisplayUnit(value.type, unit.value_or(syntax::TimeUnit::kYear), false);
  context.definition_types[id.index()] = value.type;
}

}  // namespace

model::DefinitionId AddDefinition(Context& context, model::Provenance provenance,
                                  const Value& value, model::Unit unit) {
  check::DefinitionSite site;
  site.progress = Progress::kDone;
  const model::DefinitionId id = Declare(context, std::move(provenance), std::move(site));
  model::Definition& definition = context.model.definitions[id.index()];
  definition.value = value.expr;
  definition.unit = std::move(unit);
  context.definition_types[id.index()] = value.type;
  return id;
}

void DeclareDefinitions(Context& context) {
  check::ForEach<syntax::DefineDecl>(context, [&](const syntax::SyntaxTree& tree,
                                                  const syntax::Decl& decl, const auto& node) {
    Symbol* symbol = ShareName(context, SymbolKind::kDefinition, node.name, tree, decl);
    if (symbol == nullptr) return;
    const Scope scope(tree);
    if (!node.elements.empty()) {
      if (!FitsArity(context, *symbol, node.elements.size(), node.name.span)) return;
      symbol->by_element = true;
      if (const auto element = NamedElement(context, scope, node)) {
        DeclareElement(context, *symbol, tree, decl, node, *element);
      }
      return;
    }
    if (!FitsArity(context, *symbol, check::ArityOf(node.head), node.name.span)) return;
    for (const check::Element& element : Expand(context, scope, node.head)) {
      DeclareElement(context, *symbol, tree, decl, node, element);
    }
  });
}

Type DefinitionType(Context& context, model::DefinitionId id, SourceSpan use) {
  check::DefinitionSite& site = context.definition_sites[id.index()];
  if (site.progress == Progress::kDone) return context.definition_types[id.index()];
  const std::string name = context.model.definitions[id.index()].provenance.name;
  if (site.progress == Progress::kBusy) {
    ReportReadingCycle(context, name, use);
    return check::ErrorType();
  }
  if (!EnterReading(context, name, use)) return check::ErrorType();
  site.progress = Progress::kBusy;
  LowerBody(context, id);
  context.reading.pop_back();
  // The vector may have grown: `site` is stale here.
  context.definition_sites[id.index()].progress = Progress::kDone;
  return context.definition_types[id.index()];
}

namespace {

// Which definitions the bodies of a family read, by name.
std::set<std::string> ReadBy(const Context& context, const Symbol& symbol,
                             const std::map<std::string, std::vector<std::size_t>>& families) {
  std::set<std::string> names;
  std::set<const syntax::DefineDecl*> seen;
  for (const std::size_t id : families.at(symbol.name)) {
    const check::DefinitionSite& site = context.definition_sites[id];
    if (!seen.insert(site.decl).second) continue;
    VisitExpressions(*site.tree, site.decl->value, [&](const syntax::Expr& expr) {
      const auto* name = std::get_if<syntax::NameExpr>(&expr.node);
      if (name != nullptr && families.count(name->ref.name.text) > 0) {
        names.insert(name->ref.name.text);
      }
    });
  }
  return names;
}

}  // namespace

// Families that are read come before those that read them (depth first, without recursion), so
// that long chains of definitions need no deep stack.
void LowerDefinitions(Context& context) {
  std::map<std::string, std::vector<std::size_t>> families;
  std::vector<const Symbol*> order;
  for (std::size_t i = 0; i < context.definition_sites.size(); ++i) {
    const Symbol* symbol = context.definition_sites[i].symbol;
    if (symbol == nullptr) continue;
    auto& elements = families[symbol->name];
    if (elements.empty()) order.push_back(symbol);
    elements.push_back(i);
  }
  struct Frame {
    const Symbol* symbol;
    std::vector<std::string> reads;
    std::size_t next = 0;
  };
  std::set<std::string> visited;
  const auto frame = [&](const Symbol* symbol) {
    const std::set<std::string> reads = ReadBy(context, *symbol, families);
    return Frame{symbol, {reads.begin(), reads.end()}, 0};
  };
  for (const Symbol* symbol : order) {
    if (!visited.insert(symbol->name).second) continue;
    std::vector<Frame> stack = {frame(symbol)};
    while (!stack.empty()) {
      Frame& top = stack.back();
      if (top.next < top.reads.size()) {
        const std::string name = top.reads[top.next++];
        if (visited.insert(name).second) {
          stack.push_back(frame(context.definition_sites[families.at(name).front()].symbol));
        }
        continue;
      }
      for (const std::size_t id : families.at(top.symbol->name)) {
        DefinitionType(context, model::DefinitionId(id), top.symbol->span);
      }
      stack.pop_back();
    }
  }
}

}  // namespace entente::language::lower
