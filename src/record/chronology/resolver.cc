#include "record/chronology/resolver.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/diagnostic.h"

namespace entente::record {
namespace {

using model::StateIndex;

constexpr double kNoon = 0.5;  // a row dated D acts at D 12:00 UTC
constexpr double kNoDay = std::numeric_limits<double>::quiet_NaN();

double DayOf(const model::TimeFrame& time, CivilDate date) {
  return static_cast<double>(DayNumber(date) - time.start_day_number);
}

std::string DidYouMean(const std::optional<std::string>& nearest) {
  return nearest ? fmt::format("did you mean `{}`?", *nearest) : std::string();
}

}  // namespace

std::optional<double> KnownFromDay(const model::TimeFrame& time, const ChronologyRow& row) {
  const std::string& known = row.cell(Column::kKnownFrom);
  const auto date = ParseIsoDate(known.empty() ? row.cell(Column::kDate) : known);
  return date ? std::optional(DayOf(time, *date)) : std::nullopt;
}

// ---- what is wrong ----------------------------------------------------------------------------

Fault& Resolver::Report(FaultKind kind, Column column, std::string message,
                        std::string suggestion) {
  Fault fault;
  fault.kind = kind;
  fault.line = row().line;
  fault.column = row().column(column);
  fault.message = std::move(message);
  fault.suggestion = std::move(suggestion);
  made_.faults.push_back(std::move(fault));
  return made_.faults.back();
}

Fault& Resolver::Remark(FaultKind kind, Column column, std::string message,
                        std::string suggestion) {
  Fault& fault = Report(kind, column, std::move(message), std::move(suggestion));
  fault.error = false;
  return fault;
}

std::string Resolver::DateOf(double day) const {
  return FormatInstant(model_.time.start_day_number, day);
}
const std::string& Resolver::NameOf(model::IssueId issue) const {
  return model_.issues[issue.index()].provenance.name;
}
const std::string& Resolver::StateName(model::IssueId issue, StateIndex state) const {
  return model_.issues[issue.index()].states[state].name;
}

// ---- the walk ---------------------------------------------------------------------------------

Chronology Resolver::Run(std::string path, std::vector<ChronologyRow> rows) {
  made_.path = std::move(path);
  made_.rows = std::move(rows);
  for (const model::Issue& issue : model_.issues) {
    state_.push_back(issue.start);
    made_.initial_states.push_back(issue.start);
  }
  moved_by_line_.assign(model_.issues.size(), 0);
  entered_.assign(model_.issues.size(), 0.0);
  const bool complete = declared_ != nullptr &&
                        !(declared_->complete_issues.empty() && declared_->complete_events.empty());
  if (complete) {
    made_.complete_from_day = declared_->from_day;
    made_.complete_to_day = declared_->to_day + 1.0;
  }
  days_.assign(made_.rows.size(), kNoDay);
  known_.assign(made_.rows.size(), kNoDay);
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < made_.rows.size(); ++i) {
    if (ReadDates(i)) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [this](std::size_t a, std::size_t b) { return days_[a] < days_[b]; });
  for (const std::size_t i : order) {
    now_ = {i, days_[i], known_[i]};
    Resolve();
  }
  CheckComplete();
  std::stable_sort(made_.happenings.begin(), made_.happenings.end(),
                   [](const auto& a, const auto& b) { return a.day < b.day; });
  std::stable_sort(made_.faults.begin(), made_.faults.end(), [](const auto& a, const auto& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  std::set<int> refused;
  for (const Fault& fault : made_.faults) {
    if (fault.error) refused.insert(fault.line);
  }
  made_.rows_refused = refused.size();
  return std::move(made_);
}

// The dates of a row; false (reported) if there is none that can be read.
bool Resolver::ReadDates(std::size_t index) {
  now_.index = index;
  const auto date = ParseIsoDate(row().cell(Column::kDate));
  if (!date) {
    Report(FaultKind::kUnreadable, Column::kDate,
           fmt::format("`{}` is no date such as 2019-08-22", row().cell(Column::kDate)));
    return false;
  }
  const auto known = KnownFromDay(model_.time, row());
  if (!known) {
    Report(FaultKind::kUnreadable, Column::kKnownFrom,
           fmt::format("`{}` is no date such as 2019-08-22", row().cell(Column::kKnownFrom)));
    return false;
  }
  if (row().surplus_column > 0) {
    Fault& fault = Report(FaultKind::kUnreadable, Column::kDate,
                          "this row has more cells than the first line names",
                          "a text that contains a comma stands in quotes");
    fault.column = row().surplus_column;
    return false;
  }
  days_[index] = DayOf(model_.time, *date);
  known_[index] = *known;
  if (index > 0 && days_[index - 1] > days_[index]) {
    Remark(FaultKind::kNotInOrder, Column::kDate,
           fmt::format("{} stands below {}; rows act in order of their dates",
                       row().cell(Column::kDate), made_.rows[index - 1].cell(Column::kDate)));
  }
  return true;
}

void Resolver::Resolve() {
  const std::string& what = row().cell(Column::kWhat);
  if (now_.day > model_.time.horizon_days) {
    Remark(FaultKind::kOutsideTime, Column::kDate,
           fmt::format("{} lies after the model's end, {}: no world gets there",
                       row().cell(Column::kDate), FormatDate(model_.time.end)));
    ++made_.rows_outside;
    return;
  }
  if (what.empty()) {
    Report(FaultKind::kUnreadable, Column::kWhat,
           "this row does not say what happened: an issue, an event, a decision of the model");
    return;
  }
  const Meaning meaning = names_.Find(what);
  if (meaning.kind == MeaningKind::kNone) {
    Report(
        FaultKind::kUnknownName, Column::kWhat,
        fmt::format("`{}` is not the name of an issue, an event or a decision of the model", what),
        DidYouMean(names_.Nearest(what)));
    return;
  }
  if (IsDuplicate()) return;
  if (meaning.kind == MeaningKind::kEvent) return ResolveEvent(meaning.elements);
  if (meaning.elements.size() > 1) {
    std::vector<std::string> all;
    for (const std::uint32_t i : meaning.elements) {
      all.push_back(meaning.kind == MeaningKind::kIssue ? model_.issues[i].provenance.name
                                                        : model_.decisions[i].provenance.name);
      if (all.size() == 4) break;
    }
    Report(
        FaultKind::kAmbiguous, Column::kWhat,
        fmt::format("`{}` stands for {} things; a row is about one", what, meaning.elements.size()),
        fmt::format("name it with its indices: `{}`", fmt::join(all, "`, `")));
    return;
  }
  if (meaning.kind == MeaningKind::kIssue) {
    ResolveIssue(model::IssueId(meaning.elements.front()));
  } else {
    ResolveDecision(model::DecisionId(meaning.elements.front()));
  }
}

bool Resolver::IsDuplicate() {
  std::array<std::string, 4> key;
  for (std::size_t i = 0; i < key.size(); ++i) key[i] = row().cells[i];
  const auto [place, fresh] = seen_.emplace(key, row().line);
  if (fresh) return false;
  Fault& fault = Report(FaultKind::kDuplicate, Column::kWhat,
                        fmt::format("line {} says the same", place->second),
                        "leave one out; two events of one day differ in a cell or are one row");
  fault.related_line = place->second;
  fault.related = "said here already";
  return true;
}

RecordedHappening Resolver::Made(model::HappeningId happening) const {
  RecordedHappening made;
  made.day = now_.day + kNoon;
  made.happening = happening;
  made.known_from_day = now_.known_from;
  made.row = now_.index;
  made.line = row().line;
  return made;
}

void Resolver::Move(model::IssueId issue, StateIndex to) {
  state_[issue.index()] = to;
  moved_by_line_[issue.index()] = row().line;
  entered_[issue.index()] = now_.day + kNoon;
}

// ---- what the record is complete for ----------------------------------------------------------

bool Resolver::IsComplete(model::IssueId issue, model::HappeningId event) const {
  if (declared_ == nullptr) return false;
  const auto in = [](const auto& list, auto id) {
    return id.valid() && std::find(list.begin(), list.end(), id) != list.end();
  };
  return in(declared_->complete_issues, issue) || in(declared_->complete_events, event);
}

void Resolver::RemarkOutside(model::IssueId issue, model::HappeningId event, bool complete) {
  if (!IsComplete(issue, event)) return;
  if (complete) {
    if (issue.valid()) with_rows_issue_.insert(issue.index());
    if (event.valid()) with_rows_event_.insert(event.index());
    return;
  }
  Fault& fault =
      Remark(FaultKind::kCompleteOutside, Column::kDate,
             fmt::format("the record is complete for `{}` from {} to {}, and this lies outside",
                         row().cell(Column::kWhat), DateOf(declared_->from_day),
                         DateOf(declared_->to_day)));
  fault.model_span = declared_->provenance.span;
  fault.related = "declared here";
}

void Resolver::CheckComplete() {
  if (declared_ == nullptr) return;
  const auto remark = [&](const model::Provenance& provenance) {
    Fault fault;
    fault.kind = FaultKind::kCompleteWithoutRows;
    fault.error = false;
    fault.message = fmt::format(
        "the record is declared complete for `{}` and has no row of it between {} and {}: it "
        "says that nothing happened",
        provenance.name, DateOf(declared_->from_day), DateOf(declared_->to_day));
    fault.model_span = declared_->provenance.span;
    fault.related = "declared here";
    made_.faults.push_back(std::move(fault));
  };
  for (const model::IssueId issue : declared_->complete_issues) {
    if (!with_rows_issue_.contains(issue.index())) {
      remark(model_.issues[issue.index()].provenance);
    }
  }
  for (const model::HappeningId event : declared_->complete_events) {
    const model::HappeningId first = names_.FirstForm(event);
    if (first == event && !with_rows_event_.contains(event.index())) {
      remark(model_.happenings[event.index()].provenance);
    }
  }
}

}  // namespace entente::record
