#include "language/explain/page.h"

#include <cmath>

#include <fmt/format.h>

#include "model/print/print.h"
#include "model/visit.h"

namespace entente::language::explain {
namespace {

constexpr double kShortHorizonDays = 400.0;
constexpr std::size_t kColumn = 58;
constexpr std::size_t kMaxExpression = 160;

// Columns that a text takes: code points, not bytes.
std::size_t WidthOf(std::string_view text) {
  std::size_t width = 0;
  for (const char c : text) width += (static_cast<unsigned char>(c) & 0xc0u) != 0x80u;
  return width;
}

std::string Number(double value) { return fmt::format("{:.4g}", value); }

}  // namespace

void Page::Line(int indent, std::string_view text) {
  text_.append(static_cast<std::size_t>(indent) * 2, ' ');
  text_ += text;
  text_ += '\n';
}

void Page::Row(int indent, std::string_view what, std::string_view number) {
  const std::size_t used = static_cast<std::size_t>(indent) * 2 + WidthOf(what);
  const std::size_t gap = used + 2 < kColumn ? kColumn - used : 2;
  Line(indent, fmt::format("{}{}{}", what, std::string(gap, ' '), number));
}

void Page::Heading(const model::Provenance& provenance, std::string_view kind) {
  if (!text_.empty()) text_ += '\n';
  std::string line = fmt::format("{}: {}", provenance.name, kind);
  if (!provenance.title.empty()) line += fmt::format(" \"{}\"", provenance.title);
  Line(0, line);
  const std::string place = PlaceOf(provenance.span);
  if (!place.empty()) Line(1, "written at " + place);
}

void Page::Sources(const model::Provenance& provenance) {
  for (const model::Citation& citation : provenance.citations) {
    std::string line = "after " + model_.sources[citation.source.index()].name;
    if (!citation.at.empty()) line += fmt::format(" at \"{}\"", citation.at);
    if (!citation.says.empty()) line += ": " + citation.says;
    Line(1, line);
  }
  if (!provenance.judgement.empty()) Line(1, "judgement: " + provenance.judgement);
}

std::string Page::Rate(double per_day) const {
  if (model_.time.horizon_days < kShortHorizonDays) return Number(per_day) + " per day";
  return Number(per_day * kDaysPerYear) + " per year";
}

std::string Page::Days(double days) const {
  if (!std::isfinite(days)) return "never";
  if (days >= 2.0 * kDaysPerYear) return Number(days / kDaysPerYear) + " years";
  if (days >= 2.0 * kDaysPerMonth) return Number(days / kDaysPerMonth) + " months";
  return Number(days) + " days";
}

std::string Page::Length(const Duration& duration) const {
  if (duration.months == 0.0) return Number(duration.days) + " days";
  if (std::fmod(duration.months, 12.0) == 0.0) return Number(duration.months / 12.0) + " years";
  return Number(duration.months) + " months";
}

std::string Page::Date(double day) const {
  return FormatInstant(model_.time.start_day_number, day);
}

std::string Page::Shown(double value, const model::Unit& unit) const {
  std::string text = Number(value * unit.scale);
  if (!unit.label.empty()) text += " " + unit.label;
  return text;
}

std::string Page::Text(model::ExprId id) const {
  return PrintExpression(model_, id, kMaxExpression);
}

std::string Page::PlaceOf(SourceSpan span) const {
  if (model_.text == nullptr || !span.valid()) return {};
  return model_.text->Describe(span);
}

std::string Page::Actors(const std::vector<model::ActorId>& actors) const {
  std::vector<std::string> names;
  for (const model::ActorId id : actors) {
    names.push_back(model_.actors[id.index()].provenance.name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

std::string Page::Guard(model::ExprId guard) const {
  return At(guard) != 0.0 ? "holds at the start" : "does not hold at the start";
}

std::vector<std::string> ReadersOf(const model::Model& model, model::Op leaf,
                                   std::uint32_t index) {
  std::vector<model::ExprId> roots;
  VisitExpressions(model, [&](model::ExprId id, const model::Provenance&, std::string_view) {
    if (id.valid()) roots.push_back(id);
  });
  std::vector<char> reads(model.expressions.size(), 0);
  for (const model::ExprId id : OrderOf(model, roots)) {
    const model::Expression& node = model.expressions[id];
    const auto is_read = [&](model::ExprId other) { return other.valid() && reads[other.index()]; };
    char& mark = reads[id.index()];
    mark = node.op == leaf && node.index == index;
    // Definitions are readers in their own right: what reads them is found by their own name.
    if (OperandCount(node.op) > 0) mark = mark || is_read(node.a) || is_read(node.b) ||
                                          is_read(node.c);
  }
  std::vector<std::string> names;
  VisitExpressions(model, [&](model::ExprId id, const model::Provenance& owner,
                              std::string_view role) {
    if (!id.valid() || !reads[id.index()] || owner.name.empty() || role == "rate factor") return;
    const std::string name = fmt::format("{} ({})", owner.name, role);
    for (const std::string& known : names) {
      if (known == name) return;
    }
    names.push_back(name);
  });
  return names;
}

}  // namespace entente::language::explain
