// The frame of a model: its name, its time, its sources, and the declarations that this version
// reads but does not execute.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"

namespace entente::language::lower {
namespace {

using check::DeclareName;
using check::ForEach;
using check::Space;
using check::SymbolKind;
using syntax::Decl;
using syntax::SyntaxTree;

constexpr double kMaxGridPoints = 200'000;

SourceSpan Beginning(const Context& context) {
  if (context.trees.empty()) return {};
  return SourceSpan{context.trees.front().file, 0, 0};
}

void LowerSystem(Context& context) {
  const Decl* first = nullptr;
  ForEach<syntax::SystemDecl>(context, [&](const SyntaxTree&, const Decl& decl, const auto& node) {
    if (first != nullptr) {
      check::ReportDuplicate(context, "system", decl.span, first->span);
      return;
    }
    first = &decl;
    context.model.name = node.name.text;
    if (decl.annotations.title) context.model.title = decl.annotations.title->text;
    context.model.doc = decl.annotations.doc;
  });
  if (first == nullptr && !context.sink.has_errors()) {
    context.Report(DiagnosticKind::kMissingClause, Beginning(context),
                   "the model has no name; a model begins with `system`",
                   "write `system my_model \"What it is about\"`");
  }
}

// A step of the grid: whole days or whole months.
std::optional<Duration> Step(Context& context, const Scope& scope, syntax::ExprId id) {
  const auto step = LowerDuration(context, scope, id, "the step");
  if (!step) return std::nullopt;
  const bool whole = step->days == std::floor(step->days) &&
                     step->months == std::floor(step->months);
  const bool one_unit = (step->days > 0.0) != (step->months > 0.0);
  if (whole && one_unit) return step;
  context.Report(DiagnosticKind::kOutOfRange, scope.at(id).span,
                 "the step must be a whole number of days, weeks, months or years, and at least 1",
                 "for example `step 1 week`");
  return std::nullopt;
}

void LowerSteps(Context& context, const Scope& scope, const syntax::TimeDecl& node) {
  model::TimeFrame& time = context.model.time;
  double before = 0.0;
  double points = 0.0;
  for (const syntax::StepSegment& segment : node.steps) {
    const auto step = Step(context, scope, segment.step);
    if (!step) continue;
    model::StepPhase phase;
    phase.step = *step;
    phase.until_day = segment.until ? DayOf(context, segment.until->date) : time.horizon_days;
    if (segment.until && (phase.until_day <= before || phase.until_day > time.horizon_days)) {
      context.Report(DiagnosticKind::kOutOfRange, segment.until->span,
                     "the dates of a step must lie within the time and follow one another");
      continue;
    }
    points += (phase.until_day - before) / std::max(1.0, step->MeanDays());
    before = phase.until_day;
    time.steps.push_back(phase);
  }
  if (points > kMaxGridPoints) {
    context.Report(DiagnosticKind::kTooLargeModel, node.from.span,
                   fmt::format("this time has {:.0f} steps; the bound is {:.0f}", points,
                               kMaxGridPoints),
                   "make the step longer or the time shorter");
    time.steps.clear();
  }
  if (time.steps.empty()) time.steps.push_back({time.horizon_days, Duration{7.0, 0.0}});
  time.steps.back().until_day = time.horizon_days;
}

void LowerTime(Context& context) {
  model::TimeFrame& time = context.model.time;
  time.start = CivilDate{2000, 1, 1};
  time.end = CivilDate{2001, 1, 1};
  const Decl* first = nullptr;
  ForEach<syntax::TimeDecl>(context, [&](const SyntaxTree& tree, const Decl& decl,
                                         const auto& node) {
    if (first != nullptr) {
      check::ReportDuplicate(context, "time", decl.span, first->span);
      return;
    }
    first = &decl;
    if (DayNumber(node.to.date) <= DayNumber(node.from.date)) {
      context.Report(DiagnosticKind::kOutOfRange, node.to.span,
                     "the time ends before it begins; the second date must be later");
    } else {
      time.start = node.from.date;
      time.end = node.to.date;
    }
    time.start_day_number = DayNumber(time.start);
    time.horizon_days = static_cast<double>(DayNumber(time.end) - time.start_day_number);
    LowerSteps(context, Scope(tree), node);
  });
  if (first != nullptr) return;
  time.start_day_number = DayNumber(time.start);
  time.horizon_days = static_cast<double>(DayNumber(time.end) - time.start_day_number);
  time.steps.push_back({time.horizon_days, Duration{7.0, 0.0}});
  if (context.sink.has_errors()) return;
  context.Report(DiagnosticKind::kMissingClause, Beginning(context),
                 "the model does not say when it begins and ends",
                 "write `time from 2024-01-01 to 2030-01-01 step 1 week`");
}

// Where the record ends and windows and policies begin, unless they are dated.
void LowerNow(Context& context) {
  const Decl* first = nullptr;
  ForEach<syntax::NowDecl>(context, [&](const SyntaxTree&, const Decl& decl, const auto& node) {
    if (first != nullptr) {
      check::ReportDuplicate(context, "now", decl.span, first->span);
      return;
    }
    first = &decl;
    const double day = DayOf(context, node.date.date);
    if (day >= 0.0 && day < context.model.time.horizon_days) {
      context.now_day = context.model.time.now_day = day;
      return;
    }
    context.Report(DiagnosticKind::kOutOfRange, node.date.span,
                   fmt::format("`now` must lie within the simulated time, {} to {}",
                               FormatDate(context.model.time.start),
                               FormatDate(context.model.time.end)));
  });
}

std::string FieldValue(const syntax::SourceField& field) {
  std::string value = field.relation;
  const auto append = [&](const std::string& part) {
    if (!value.empty() && !part.empty()) value += ' ';
    value += part;
  };
  if (field.date) append(FormatDate(field.date->date));
  append(field.partial_date);
  if (field.text) append(field.text->text);
  if (field.in) append("in " + field.in->text);
  return value;
}

void LowerSources(Context& context) {
  ForEach<syntax::SourceDecl>(context, [&](const SyntaxTree& tree, const Decl& decl,
                                           const auto& node) {
    check::Symbol* symbol =
        DeclareName(context, Space::kSource, SymbolKind::kSource, node.name, tree, decl);
    if (symbol == nullptr) return;
    model::Source source;
    source.name = node.name.text;
    source.span = decl.span;
    if (decl.annotations.title) source.fields.emplace_back("title", decl.annotations.title->text);
    for (const syntax::SourceField& field : node.fields) {
      source.fields.emplace_back(field.field.text, FieldValue(field));
    }
    AddElement(*symbol, "", static_cast<std::uint32_t>(context.model.sources.size()));
    context.model.sources.push_back(std::move(source));
  });
}

template <typename Node>
void Skip(Context& context, std::string_view feature) {
  ForEach<Node>(context, [&](const SyntaxTree&, const Decl& decl, const auto&) {
    context.NotExecuted(feature, decl.span);
  });
}

}  // namespace

void LowerFrame(Context& context) {
  LowerSystem(context);
  LowerTime(context);
  LowerNow(context);
  LowerSources(context);
  Skip<syntax::ObjectiveDecl>(context, "objectives");
}

}  // namespace entente::language::lower
