// The record: which issues and events a chronology is complete for, and observed series with their
// laws. The files themselves are read by the record layer.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "language/check/declarations.h"
#include "language/check/expand.h"
#include "language/lower/arithmetic.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"

namespace entente::language::lower {
namespace {

using check::Symbol;
using check::SymbolKind;
using model::ObservationLaw;

// ---- record ---------------------------------------------------------------------------------

void ReportTwice(Context& context, const syntax::Ref& ref) {
  context.Report(DiagnosticKind::kDuplicateName, ref.span,
                 fmt::format("`{}` is named twice: the record is complete for it already",
                             context.TextOf(ref.span)));
}

// What a record was said to be complete for already.
using Named = std::set<std::pair<SymbolKind, std::uint32_t>>;

void AddComplete(Context& context, const Scope& scope, const syntax::Ref& ref,
                 model::RecordSource& record, Named& named) {
  const Symbol* symbol =
      SymbolOf(context, ref, {SymbolKind::kIssue, SymbolKind::kEvent}, "an issue or an event");
  if (symbol == nullptr) return;
  for (const std::uint32_t index : ElementsOf(context, scope, *symbol, ref)) {
    if (!named.emplace(symbol->kind, index).second) return ReportTwice(context, ref);
    if (symbol->kind == SymbolKind::kIssue) {
      record.complete_issues.emplace_back(index);
      continue;
    }
    record.complete_events.emplace_back(index);
    // An event that comes in several forms is complete in all of them.
    for (const model::HappeningId form : context.happenings[index].variants) {
      record.complete_events.push_back(form);
    }
  }
}

// The days of the window; false (reported) if it is wrong.
bool SetWindow(Context& context, const syntax::RecordDecl& node, model::RecordSource& record) {
  const model::TimeFrame& time = context.model.time;
  record.from_day = 0.0;
  record.to_day = time.horizon_days;
  if (!node.from || !node.to) {
    if (node.complete_for.empty()) return true;
    context.Report(DiagnosticKind::kMissingClause, node.complete_for.front().span,
                   "a record is complete between two days, which are missing: where it ends, "
                   "absence is no evidence",
                   fmt::format("write `from {} to …` behind the names", FormatDate(time.start)));
    return false;
  }
  record.from_day = DayOf(context, node.from->date);
  record.to_day = DayOf(context, node.to->date);
  if (record.to_day < record.from_day) {
    context.Report(DiagnosticKind::kOutOfRange, node.to->span,
                   "the record ends before it begins; the second date must not be earlier");
    return false;
  }
  if (record.to_day < 0.0 || record.from_day > time.horizon_days) {
    context.Report(DiagnosticKind::kDateOutsideTime, node.from->span,
                   fmt::format("the record lies outside the simulated time, {} to {}",
                               FormatDate(time.start), FormatDate(time.end)));
  }
  return true;
}

// ---- observations ---------------------------------------------------------------------------

struct Law {
  const char* name;
  ObservationLaw law;
  const char* usage;
  std::vector<const char*> arguments;
};

const std::array<Law, 3>& Laws() {
  static const std::array<Law, 3> laws = {{
      {"poisson",
       ObservationLaw::kPoisson,
       "poisson(mean 0.5 * intensity of acts a -> b)",
       {"mean"}},
      {"negative_binomial",
       ObservationLaw::kNegativeBinomial,
       "negative_binomial(mean 0.5 * intensity of acts a -> b, size 2)",
       {"mean", "size"}},
      {"normal", ObservationLaw::kNormal, "normal(sd 0.1)", {"mean", "sd"}},
  }};
  return laws;
}

struct Observer {
  Context& context;
  const Scope& scope;
  const syntax::ObserveDecl& node;
  model::Observation& made;

  bool Run() {
    // What is wrong in one part does not hide what is wrong in another.
    const bool pair = SetPair();
    const bool classes = SetCategories();
    const bool law = SetLaw();
    return pair && classes && law && SetData();
  }

  bool SetData() {
    made.dataset = node.dataset.text;
    if (node.from_file) made.file = node.from_file->text;
    if (made.is_count || !made.file.empty()) return true;
    context.Report(DiagnosticKind::kMissingClause, node.name.span,
                   "a series of means lies in a file, which is missing",
                   "write `mean of EXPR from \"series.csv\" ~ normal(sd 0.1)`");
    return false;
  }

  bool SetPair() {
    if (!node.from.present()) return true;
    made.from = check::ActorNamed(context, scope, node.from);
    made.to = check::ActorNamed(context, scope, node.to);
    return made.from.valid() && made.to.valid();
  }

  bool SetCategories() {
    bool sound = true;
    for (const syntax::Name& name : node.categories) sound = AddCategory(name) && sound;
    return sound;
  }

  bool AddCategory(const syntax::Name& name) {
    if (!name.present()) return false;
    std::vector<std::string> classes = model::QuadClasses();
    classes.insert(classes.end(), model::PloverClasses().begin(), model::PloverClasses().end());
    const bool digits = name.text.find_first_not_of("0123456789") == std::string::npos;
    const bool known = digits
                           ? model::IsCameoCode(name.text)
                           : std::find(classes.begin(), classes.end(), name.text) != classes.end();
    if (!known && digits) {
      context.Report(DiagnosticKind::kUnknownName, name.span,
                     fmt::format("`{}` is no CAMEO code: two to four digits, the first two from "
                                 "01 to 20",
                                 name.text));
      return false;
    }
    if (!known) {
      context.Unknown("a class of events", name, classes);
      return false;
    }
    if (std::find(made.categories.begin(), made.categories.end(), name.text) !=
        made.categories.end()) {
      context.Report(DiagnosticKind::kDuplicateName, name.span,
                     fmt::format("`{}` is named twice", name.text));
      return false;
    }
    made.categories.push_back(name.text);
    return true;
  }

  bool SetLaw() {
    const syntax::Prior& prior = node.likelihood;
    std::vector<std::string> names;
    for (const Law& law : Laws()) {
      names.emplace_back(law.name);
      if (prior.form == syntax::PriorForm::kCall && prior.family.text == law.name) {
        return Fits(law) && SetArguments(law);
      }
    }
    if (prior.form == syntax::PriorForm::kCall) {
      context.Unknown("a law of what is observed", prior.family, names);
    } else if (prior.span.valid()) {
      context.Report(DiagnosticKind::kWrongKind, prior.span,
                     "an observation has a law: `poisson`, `negative_binomial` or `normal`",
                     fmt::format("for example `{}`", Laws()[1].usage));
    }
    return false;
  }

  bool Fits(const Law& law) {
    made.law = law.law;
    const bool normal = law.law == ObservationLaw::kNormal;
    if (made.is_count != normal) return true;
    context.Report(DiagnosticKind::kConflictingClauses, node.likelihood.span,
                   made.is_count ? "a count is a whole number: its law is `poisson` or "
                                   "`negative_binomial`"
                                 : fmt::format("`{}` is a law of counts; a mean has the law "
                                               "`normal`",
                                               law.name));
    return false;
  }

  bool Misfit(const Law& law, SourceSpan span) {
    context.Report(DiagnosticKind::kWrongIndex, span,
                   fmt::format("these arguments do not fit `{}`", law.name),
                   fmt::format("it is written `{}`", law.usage));
    return false;
  }

  bool SetArguments(const Law& law) {
    std::vector<syntax::ExprId> values(law.arguments.size());
    std::size_t position = 0;
    for (const syntax::PriorArgument& argument : node.likelihood.arguments) {
      std::size_t place = position++;
      if (argument.name.present()) {
        place = 0;
        while (place < values.size() && argument.name.text != law.arguments[place]) ++place;
      }
      const bool fits = place < values.size() && argument.values.size() == 1;
      if (!fits || values[place].valid()) return Misfit(law, argument.span);
      values[place] = argument.values.front();
    }
    if (made.is_count) return SetCount(law, values);
    return SetMean(law, values);
  }

  bool SetCount(const Law& law, const std::vector<syntax::ExprId>& values) {
    for (const syntax::ExprId value : values) {
      if (!value.valid()) return Misfit(law, node.likelihood.span);
    }
    made.mean = LowerRate(context, scope, values[0], "the expected count");
    if (values.size() == 1) return made.mean.valid();
    made.size = Positive(values[1], check::kNoTime, "the size of the law");
    return made.mean.valid() && made.size.valid();
  }

  // `mean` may be left out: it is then what is observed.
  bool SetMean(const Law& law, const std::vector<syntax::ExprId>& values) {
    if (!values[1].valid()) return Misfit(law, node.likelihood.span);
    const Value observed = Lower(context, scope, node.value);
    if (observed.is_error()) return false;
    if (!observed.type.is_number()) {
      ReportWrongType(context, observed, "a number", "what is observed", scope.at(node.value).span);
      return false;
    }
    const int unit = observed.type.time_halves;
    made.mean = values[0].valid() ? LowerAs(context, scope, values[0], unit, "the mean of the law")
                                  : observed.expr;
    made.sd = Positive(values[1], unit, "the standard deviation of the law");
    return made.mean.valid() && made.sd.valid();
  }

  model::ExprId Positive(syntax::ExprId id, int unit, std::string_view what) {
    const model::ExprId value = LowerAs(context, scope, id, unit, what);
    if (!value.valid()) return {};
    const auto& pool = context.model.expressions;
    if (!pool.IsConstant(value) || pool.ConstantValue(value) > 0.0) return value;
    context.Report(DiagnosticKind::kOutOfRange, scope.at(id).span,
                   fmt::format("{} is {:g}; it must be above 0", what, pool.ConstantValue(value)));
    return {};
  }
};

constexpr std::array<std::pair<const char*, model::CellPeriod>, 4> kPeriods = {{
    {"daily", model::CellPeriod::kDay},
    {"weekly", model::CellPeriod::kWeek},
    {"monthly", model::CellPeriod::kMonth},
    {"yearly", model::CellPeriod::kYear},
}};

}  // namespace

void LowerRecords(Context& context) {
  check::ForEach<syntax::RecordDecl>(
      context, [&](const syntax::SyntaxTree& tree, const syntax::Decl& decl, const auto& node) {
        const Scope scope(tree);
        model::RecordSource record;
        record.provenance =
            check::MakeProvenance(context, decl.annotations, node.path.text, "", decl.span);
        record.file = node.path.text;
        if (record.file.empty()) {
          context.Report(DiagnosticKind::kMissingClause, node.path.span, "the record names no file",
                         "write `record \"record.csv\"`");
          return;
        }
        Named named;
        for (const syntax::Ref& ref : node.complete_for) {
          AddComplete(context, scope, ref, record, named);
        }
        if (SetWindow(context, node, record)) context.model.records.push_back(std::move(record));
      });
}

void LowerObservations(Context& context) {
  check::ForEach<syntax::ObserveDecl>(
      context, [&](const syntax::SyntaxTree& tree, const syntax::Decl& decl, const auto& node) {
        Symbol* symbol = check::DeclareName(context, check::Space::kThing, SymbolKind::kObservation,
                                            node.name, tree, decl);
        if (symbol == nullptr) return;
        symbol->arity = check::ArityOf(node.head);
        const Scope file(tree);
        for (const check::Element& element : Expand(context, file, node.head)) {
          model::Observation made;
          made.provenance = check::MakeProvenance(context, decl.annotations, node.name.text,
                                                  element.key, decl.span);
          made.is_count = node.is_count;
          for (const auto& [name, period] : kPeriods) {
            if (node.period.text == name) made.period = period;
          }
          const Scope scope = check::Bound(file, element);
          if (!Observer{context, scope, node, made}.Run()) continue;
          AddElement(*symbol, element.key,
                     static_cast<std::uint32_t>(context.model.observations.size()));
          context.model.observations.push_back(std::move(made));
        }
      });
}

}  // namespace entente::language::lower
