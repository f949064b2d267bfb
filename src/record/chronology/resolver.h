// From rows to recorded happenings: walks the rows in order of date, follows the state of every
// issue, and says of each row what it means or what is wrong with it. A part of chronology.h.
#ifndef ENTENTE_RECORD_CHRONOLOGY_RESOLVER_H_
#define ENTENTE_RECORD_CHRONOLOGY_RESOLVER_H_

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "record/chronology/chronology.h"
#include "record/chronology/names.h"
#include "record/chronology/occasions.h"

namespace entente::record {

// The day from which a row was known, 0:00 UTC in days since the start: its `known_from`, else its
// date; nullopt where neither can be read.
std::optional<double> KnownFromDay(const model::TimeFrame& time, const ChronologyRow& row);

class Resolver {
 public:
  Resolver(const model::Model& model, const model::RecordSource* declared)
      : model_(model), declared_(declared), names_(model) {}

  Chronology Run(std::string path, std::vector<ChronologyRow> rows);

 private:
  // The row being resolved.
  struct Current {
    std::size_t index = 0;
    double day = 0.0;  // 0:00 UTC of its date
    double known_from = 0.0;
  };

  const ChronologyRow& row() const { return made_.rows[now_.index]; }
  // Adds a fault of the current row at one of its cells; the reference is valid until the next.
  Fault& Report(FaultKind kind, Column column, std::string message, std::string suggestion = "");
  Fault& Remark(FaultKind kind, Column column, std::string message, std::string suggestion = "");

  bool ReadDates(std::size_t index);
  void Resolve();
  bool IsDuplicate();
  void ResolveIssue(model::IssueId issue);
  bool ReadStates(model::IssueId issue, std::optional<model::StateIndex>& from,
                  std::optional<model::StateIndex>& to);
  void SetInitial(model::IssueId issue, model::StateIndex to);
  void Stay(model::IssueId issue, model::StateIndex person);
  bool CheckState(model::IssueId issue, model::StateIndex told);
  bool AddChoice(RecordedHappening& made, model::IssueId issue, model::StateIndex to);
  void AddBallot(const RecordedHappening& of, model::IssueId office, model::StateIndex person);
  void ResolveEvent(const std::vector<std::uint32_t>& candidates);
  bool Fits(model::HappeningId event, model::ActorId from, model::ActorId to) const;
  bool ReadActor(Column column, model::ActorId& actor);
  void ResolveDecision(model::DecisionId decision);
  void Move(model::IssueId issue, model::StateIndex to);
  RecordedHappening Made(model::HappeningId happening) const;
  bool IsComplete(model::IssueId issue, model::HappeningId event) const;
  void RemarkOutside(model::IssueId issue, model::HappeningId event, bool complete);
  void CheckComplete();
  std::string DateOf(double day) const;
  const std::string& NameOf(model::IssueId issue) const;
  const std::string& StateName(model::IssueId issue, model::StateIndex state) const;

  const model::Model& model_;
  const model::RecordSource* declared_;
  Names names_;
  Chronology made_;
  Current now_;
  std::vector<double> days_;              // by row; NaN: no date
  std::vector<double> known_;             // by row
  std::vector<model::StateIndex> state_;  // by issue: as the rows so far lead to
  std::vector<int> moved_by_line_;        // by issue: the row that led there; 0: the model's start
  Entered entered_;
  std::map<std::array<std::string, 4>, int> seen_;             // date, what, from, to -> line
  std::set<std::uint32_t> with_rows_issue_, with_rows_event_;  // in the declared window
};

}  // namespace entente::record

#endif  // ENTENTE_RECORD_CHRONOLOGY_RESOLVER_H_
