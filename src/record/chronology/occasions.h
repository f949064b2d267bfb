// What else a recorded change tells: the choice that it was, and the ballot before an office.
#ifndef ENTENTE_RECORD_CHRONOLOGY_OCCASIONS_H_
#define ENTENTE_RECORD_CHRONOLOGY_OCCASIONS_H_

#include <optional>
#include <vector>

#include "model/model.h"
#include "record/chronology/chronology.h"

namespace entente::record {

// An option of a decision, or of a chance.
struct OptionPlace {
  std::uint32_t owner = 0;  // DecisionId or ChanceId
  std::uint32_t option = 0;
};

// The options whose effects move the issue into the state, in the order of the model.
std::vector<OptionPlace> OptionsInto(const model::Model& model, model::IssueId issue,
                                     model::StateIndex to);
// Whether the transition comes about by itself too: by a rate, a date, a deadline, a condition, a
// draw, or as an effect of anything but a choice.
bool ComesAboutWithoutChoice(const model::Model& model, model::HappeningId transition);

// When each issue was last entered, by the rows so far: days since the start, by IssueId.
using Entered = std::vector<double>;

// The occasion on which a choice made on the day `day` (0:00 UTC, days since the start) could fall:
//  - a window of the calendar that contains the day, or a date on it;
//  - some days before a deadline of an issue, which counts from when its state was entered;
//  - nullopt if the decision has occasions of these kinds only and none is then.
// A decision that may also come up at a rate, upon a condition or a random deadline always could:
// the occasion is then invalid and the window the day itself.
std::optional<RecordedChoice> OccasionOn(const model::Model& model, model::DecisionId decision,
                                         std::uint32_t option, double day, const Entered& entered);

// The latest ballot, not after `day`, that can have put a person into an office: its trigger's day
// and the chance's option. nullopt if none could.
struct Ballot {
  double day = 0.0;
  model::ChanceId chance;
  std::uint32_t option = 0;
};
std::optional<Ballot> BallotBefore(const model::Model& model, model::IssueId office,
                                   model::StateIndex person, double day);
// Whether a ballot on no fixed day (a vacancy) may fill the office.
bool HasUndatedBallot(const model::Model& model, model::IssueId office);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_CHRONOLOGY_OCCASIONS_H_
