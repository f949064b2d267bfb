// The chronology: dated transitions and events that did happen, each resolved against the model.
// Everything that learns from dated facts (likelihood, filter, hindcast, report) reads them here.
//
// A row dated D acts at D 12:00 UTC; rows of one day act in the order of the file. What a row says:
//   date, what, from, to, source, known_from
//   2019-08-22, gsomia, in_force, notice, …        an issue moved; `from` may be left empty
//   2019-07-01, rebuke, JPN, KOR, …                an event, its actors in `from` and `to`
//   2019-07-01, "rebuke[JPN,KOR]", , , …           the same, by its qualified name
//   2020-04-15, assembly_2020, open, ruling_party  the result of a chance
//   2021-01-20, leader[USA], trump, biden, …       somebody took office: the ballot before it, too
//   2020-05-20, leader[TWN], dpp, dpp, …           somebody stayed in office after a ballot
//   2019-08-22, renew_gsomia, , notice, …          a choice: a decision and its option
#ifndef ENTENTE_RECORD_CHRONOLOGY_CHRONOLOGY_H_
#define ENTENTE_RECORD_CHRONOLOGY_CHRONOLOGY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/source.h"
#include "model/model.h"
#include "record/chronology/rows.h"

namespace entente::record {

// An option of a decision that a recorded transition or choice was, and the occasion to which it
// belongs: that whose window contains the row's day.
struct RecordedChoice {
  model::DecisionId decision;
  std::uint32_t option = 0;
  model::TriggerId occasion;  // invalid: no occasion of the calendar (a rate, a condition)
  double window_from = 0.0;   // days since the start, both included
  double window_to = 0.0;
};

// One thing that happened.
struct RecordedHappening {
  double day = 0.0;  // days since the model's start, > 0 for rows of a day in it: D 12:00 UTC
  // The event, transition, option of a decision or result of a draw that occurred. For a transition
  // the state before it is that which the rows up to here lead to, if the row does not say it.
  model::HappeningId happening;
  // An event that comes in several forms (it succeeds or fails, its weight is drawn): the row does
  // not say which, and this chance draws it. `happening` is then its first form.
  model::ChanceId form;
  // A result of a dated draw: the ballot or chance and its option. An office row gives two
  // happenings: the ballot at the instant of its trigger (`implied`) and the taking of office.
  model::ChanceId chance;
  std::uint32_t option = 0;
  bool implied = false;
  // The choice that brought this about, where a declared decision leads to it.
  std::optional<RecordedChoice> choice;
  bool from_told = false;       // the row says the state before
  bool complete = false;        // of something that the record is complete for, in its window
  double known_from_day = 0.0;  // days since the start, 0:00 UTC; by default the row's date
  std::size_t row = 0;          // position in Chronology::rows
  int line = 0;                 // of the file, from 1
};

// What is wrong with a row, or odd about it, at its place. `model_span` is the other place, where
// the model says what the row contradicts.
enum class FaultKind : std::uint8_t {
  kUnreadable,           // a date that is none, an empty name, a surplus cell
  kUnknownName,          // no issue, event, decision or actor of this name
  kUnknownState,         // the issue, office, chance or decision has no such state
  kUndeclaredArc,        // the model declares no way from the one state to the other
  kWrongActor,           // an event by or toward somebody else than the model says
  kWrongState,           // the issue was in another state, by the rows before it
  kNoChange,             // from a state into itself (not for offices)
  kAmbiguous,            // several elements fit: the name needs its indices
  kOutsideTime,          // after the model's end
  kKnownBefore,          // an event known before it happened
  kDuplicate,            // the same fact twice
  kOutsideOccasion,      // a choice on a day on which the decision has no occasion
  kBeforeBallot,         // somebody in office whom no ballot of the model could have chosen by then
  kNotInOrder,           // the date lies before that of the row above it
  kCompleteWithoutRows,  // declared complete, yet no row is about it
  kCompleteOutside,      // a row of something declared complete lies outside the declared window
};
const char* SlugOf(FaultKind kind);  // "wrong-state", …

struct Fault {
  FaultKind kind = FaultKind::kUnreadable;
  bool error = true;  // false: a remark; the row counts as it stands
  int line = 0;       // of the chronology; 0: of no row
  int column = 0;
  std::string message;     // what was seen, then the rule
  std::string suggestion;  // may be empty
  SourceSpan model_span;   // invalid: no place in the model
  std::string related;     // what stands there: "`gsomia` is declared here"
  int related_line = 0;    // of the chronology: "the row before it"
};

struct Chronology {
  std::string path;                           // as shown in messages
  std::vector<ChronologyRow> rows;            // as read
  std::vector<RecordedHappening> happenings;  // by day, then by line; a ballot before its office
  // State of every issue at the model's start: its own, moved by the rows dated before that day.
  std::vector<model::StateIndex> initial_states;  // by IssueId
  std::vector<Fault> faults;                      // by line, then column
  std::size_t rows_used = 0;                      // rows that became happenings or initial states
  std::size_t rows_outside = 0;  // events before the model's start, rows after its end: no effect
  std::size_t rows_refused = 0;  // rows with an error: nothing was made of them
  // Where what is declared complete is: [from, to), days since the start; empty if nothing is.
  double complete_from_day = 0.0;
  double complete_to_day = 0.0;

  bool sound() const { return rows_refused == 0; }
};

// Resolves the rows of a file against the model. `declared` says what the file is complete for;
// null: for nothing. A row with an error is refused, counted and listed; the others stand. The ids
// in the answer are those of `model`. Cost: rows × log(names of the model). Fails only where the
// text is no table (see ReadChronologyRows); the message begins with line and column.
Result<Chronology> ReadChronology(const model::Model& model, const model::RecordSource* declared,
                                  std::string path, std::string_view text);
Chronology ResolveRows(const model::Model& model, const model::RecordSource* declared,
                       std::string path, std::vector<ChronologyRow> rows);

// The chronology as it was known at 0:00 UTC of `day` (days since the start): resolved again
// without any row known only later, against the model that was known then (model::AsKnownOn, whose
// ids the answer has), complete up to that day at most. Changing a withdrawn row changes nothing of
// it.
Chronology KnownOn(const model::Model& model_then, const model::RecordSource* declared,
                   const Chronology& chronology, double day);

// The model whose issues start where the rows before its start left them. Ids stay.
model::Model WithInitialStates(model::Model model, const Chronology& chronology);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_CHRONOLOGY_CHRONOLOGY_H_
