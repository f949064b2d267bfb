#include "report/data/run_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/text/numbers.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using model::OutcomeKind;

std::string PeriodLabel(double per_days) {
  const auto near = [&](double days) { return std::fabs(per_days - days) < 1e-6 * days; };
  if (near(kDaysPerYear)) return "per year";
  if (near(kDaysPerMonth)) return "per month";
  if (near(kDaysPerWeek)) return "per week";
  if (near(1.0)) return "per day";
  return "per " + SpanOfTime(per_days);
}

engine::Estimate Scaled(const engine::Estimate& estimate, double scale) {
  engine::Estimate shown{estimate.value * scale, estimate.low * scale, estimate.high * scale};
  if (scale < 0) std::swap(shown.low, shown.high);
  return shown;
}

EstimateText NumberText(const engine::Estimate& estimate, const std::string& unit) {
  const double width = estimate.high - estimate.low;
  const bool wide = width > 0 && std::isfinite(width);
  const int decimals = DecimalsFor(width);
  EstimateText text;
  text.value = wide ? Fixed(estimate.value, decimals) : Brief(estimate.value);
  if (!unit.empty()) text.value += " " + unit;
  text.interval = wide ? Fixed(estimate.low, decimals) + " – " + Fixed(estimate.high, decimals)
                       : Brief(estimate.low) + " – " + Brief(estimate.high);
  return text;
}

// The date of `days` into an outcome's window, or of its end when it is not reached.
std::string ReachedDate(const model::Model& model, const model::Outcome& outcome, double days) {
  const double length = outcome.to_day - outcome.from_day;
  if (!(days <= length)) return "later";
  return DateOf(model, outcome.from_day + days);
}

EstimateText TimeText(const model::Model& model, const OutcomeView& view) {
  const model::Outcome& outcome = *view.outcome;
  const engine::QuantileEstimate* median = QuantileAt(*view.summary, 0.5);
  EstimateText text;
  if (median == nullptr) {
    text = NumberText(view.estimate, view.unit);
  } else if (outcome.opens_when.valid()) {
    const auto span = [](double days) { return std::isfinite(days) ? SpanOfTime(days) : "later"; };
    text = {span(median->at.value), span(median->at.low) + " – " + span(median->at.high)};
  } else {
    const auto date = [&](double days) { return ReachedDate(model, outcome, days); };
    text = {date(median->at.value), date(median->at.low) + " – " + date(median->at.high)};
    if (text.value == "later") text.value = "after " + DateOf(model, outcome.to_day);
    if (text.interval == "later – later") text.interval = "–";
  }
  return text;
}

}  // namespace

const char* KindName(OutcomeKind kind) {
  switch (kind) {
    case OutcomeKind::kEver: return "ever";
    case OutcomeKind::kTimeTo: return "time_to";
    case OutcomeKind::kCount: return "count";
    case OutcomeKind::kMean: return "mean";
    case OutcomeKind::kShareOfTime: return "share_of_time";
    case OutcomeKind::kValueAt: return "value";
    case OutcomeKind::kMax: return "max";
    case OutcomeKind::kMin: return "min";
    case OutcomeKind::kShareOfCounts: return "share";
  }
  return "value";
}

ShownUnit ShownUnitOf(const model::Outcome& outcome) {
  switch (outcome.kind) {
    case OutcomeKind::kEver:
    case OutcomeKind::kShareOfTime:
    case OutcomeKind::kShareOfCounts: return {1.0, "", true};
    case OutcomeKind::kTimeTo: return {1.0, "days", false};
    case OutcomeKind::kCount:  // already divided by the engine
      return {1.0, outcome.per_days > 0 ? PeriodLabel(outcome.per_days) : "", false};
    default: return {outcome.unit.scale, outcome.unit.label, outcome.unit.share};
  }
}

std::vector<OutcomeView> ViewOutcomes(const RunView& view) {
  std::vector<OutcomeView> views;
  for (const engine::OutcomeSummary& summary : view.result.outcomes) {
    OutcomeView one;
    one.outcome = &view.model.outcomes[summary.outcome.index()];
    one.summary = &summary;
    one.kind = KindName(one.outcome->kind);
    const ShownUnit unit = ShownUnitOf(*one.outcome);
    one.scale = unit.scale;
    one.unit = unit.label;
    one.share = unit.share;
    one.estimate = Scaled(summary.estimate, one.scale);
    const model::Provenance& provenance = one.outcome->provenance;
    one.title = TitleWithIndex(provenance);
    views.push_back(std::move(one));
  }
  return views;
}

std::string DateOf(const model::Model& model, double day) {
  return FormatInstant(model.time.start_day_number, day);
}

std::string WindowText(const model::Model& model, const model::Outcome& outcome) {
  if (outcome.opens_when.valid()) {
    return SpanOfTime(outcome.to_day - outcome.from_day) + " from the moment its condition holds";
  }
  if (outcome.kind == OutcomeKind::kValueAt) return DateOf(model, outcome.to_day);
  return DateOf(model, outcome.from_day) + " to " + DateOf(model, outcome.to_day);
}

std::string DefinitionText(const model::Model& model, const model::Outcome& outcome) {
  if (model.text == nullptr || !outcome.provenance.span.valid()) return "";
  std::string text(model.text->Text(outcome.provenance.span));
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos) return "";
  text.erase(0, equals + 1);
  for (const char* clause : {"//", "\n  cite ", "\n  judgement ", " cite ", " judgement "}) {
    text = text.substr(0, text.find(clause));
  }
  std::string line;
  for (const char c : text) {
    const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!space) line += c;
    else if (!line.empty() && line.back() != ' ') line += ' ';
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

EstimateText ShareText(const engine::Estimate& share) {
  const engine::Estimate percent{100 * share.value, 100 * share.low, 100 * share.high};
  EstimateText text = NumberText(percent, "");
  text.value += " %";
  return text;
}

EstimateText TextOf(const model::Model& model, const OutcomeView& view) {
  if (view.summary->worlds == 0) return {"–", "no world has a value"};
  if (view.outcome->kind == OutcomeKind::kTimeTo) return TimeText(model, view);
  return view.share ? ShareText(view.estimate) : NumberText(view.estimate, view.unit);
}

const engine::QuantileEstimate* QuantileAt(const engine::OutcomeSummary& summary, double level) {
  for (const engine::QuantileEstimate& quantile : summary.quantiles) {
    if (std::fabs(quantile.level - level) < 1e-9) return &quantile;
  }
  return nullptr;
}

std::string PercentOf(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "–";
  return Brief(100.0 * static_cast<double>(part) / static_cast<double>(whole)) + " %";
}

std::vector<std::string> NotesOf(const RunView& view, const OutcomeView& outcome) {
  std::vector<std::string> notes;
  const engine::OutcomeSummary& summary = *outcome.summary;
  if (outcome.outcome->kind == OutcomeKind::kTimeTo && summary.worlds > 0) {
    const EstimateText reached = ShareText(summary.reached);
    notes.push_back(fmt::format(
        "median; {} [{}] of worlds get there {}", reached.value, reached.interval,
        outcome.outcome->opens_when.valid()
            ? "within the window"
            : "by " + DateOf(view.model, outcome.outcome->to_day)));
  }
  const auto row = static_cast<std::size_t>(outcome.summary - view.result.outcomes.data());
  if (row < view.exact.size() && !view.exact[row].solved) {
    notes.push_back("not solved exactly: " + view.exact[row].why_not);
  }
  if (summary.never_opened > 0) {
    notes.push_back(fmt::format("its window never opens in {} of worlds, which are left out",
                                PercentOf(summary.never_opened,
                                          summary.never_opened + summary.worlds)));
  }
  return notes;
}

std::vector<std::string> NotesOf(const RunView& view) {
  const engine::RunResult& result = view.result;
  std::vector<std::string> notes;
  if (view.forecast) {
    notes = view.forecast->notes;
    if (view.forecast->smallest_effective < 0.02) {
      notes.push_back(fmt::format(
          "on its worst day the record left only {:.1f} % of the particles effective: take more "
          "(`--particles`)",
          100.0 * view.forecast->smallest_effective));
    }
  }
  if (result.partial) {
    notes.push_back(fmt::format("partial: stopped after {} of {} worlds", Thousands(result.worlds),
                                Thousands(result.worlds_requested)));
  }
  for (const engine::FailureSummary& failure : result.failures) {
    std::string place;
    if (view.model.text != nullptr && failure.span.valid()) {
      place = " at " + view.model.text->Describe(failure.span);
    }
    notes.push_back(fmt::format("{} of {} worlds stopped{}: {} (see `--world {}`)",
                                Thousands(failure.worlds), Thousands(result.worlds), place,
                                failure.what, failure.example_world));
  }
  for (const engine::NoticeSummary& notice : result.notices) {
    const bool rare = 20 * notice.worlds < result.worlds;
    if (rare && notice.kind == engine::NoticeSummary::Kind::kClamped) continue;
    notes.push_back(fmt::format("{} in {} of worlds", notice.what,
                                PercentOf(notice.worlds, result.worlds)));
  }
  return notes;
}

}  // namespace entente::report
