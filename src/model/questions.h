// What is asked of a model and what may be changed in it: outcomes, and the interventions of
// policies and scenarios as data, applied by model/apply_policies.h.
#ifndef ENTENTE_MODEL_QUESTIONS_H_
#define ENTENTE_MODEL_QUESTIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "model/elements.h"

namespace entente::model {

using OutcomeId = Id<struct OutcomeTag>;
using PolicyId = Id<struct PolicyTag>;

enum class OutcomeKind : std::uint8_t {
  kEver,         // 1 if `expression` (a truth) is ever true in the window: a probability
  kTimeTo,       // days from the window's start to the first truth, censored at its end
  kCount,        // number of occurrences of `counted` in the window (per `per_days` if > 0)
  kMean,         // time average of `expression` over the window
  kShareOfTime,  // the same for a truth: 0..1
  kValueAt,      // value at the window's end (`value of X at DATE`, `final of X`)
  kMax,
  kMin,
  // Occurrences of `counted` / occurrences of `out_of`, each while its guard holds. `expression`, if
  // valid, is a truth that adds one to the denominator at a window's opening at the start.
  kShareOfCounts,
};

struct Outcome {
  Provenance provenance;
  OutcomeKind kind = OutcomeKind::kEver;
  ExprId expression;
  std::vector<HappeningId> counted;
  ExprId counted_while;           // counts: only occurrences before which this is true; else all
  std::vector<HappeningId> out_of;  // kShareOfCounts
  ExprId out_of_while;
  double per_days = 0.0;          // kCount: divide by (window length / per_days) if > 0
  double from_day = 0.0;          // window in days since the start, closed at both ends
  double to_day = 0.0;
  // `of CONDITION`: the window opens when this first becomes true (not before from_day) and lasts
  // to_day − from_day; worlds where it never does are counted apart.
  ExprId opens_when;
  Unit unit;
};

enum class InterventionKind : std::uint8_t {
  kSetParameter,    // parameters: value
  kScaleParameter,
  kAddParameter,
  kScaleDefinition,  // definitions (linkage strengths): × value; state linkages 1+(m−1)×value
  kAddDefinition,
  kSetDefinition,
  kScaleChannel,    // channels: hazard × value
  kAddChannel,      // channels: hazard + value (per day), under the channel's guard
  kScaleDrift,      // quantities: every drift × value
  kShiftTarget,     // quantities: relaxation target + value
  kHoldQuantity,    // quantities: held at value
  kStartQuantity,   // quantities: start value
  kStartIssue,      // issue, state
  kForbid,          // happenings can not occur by channel, trigger, decision or effect
  kForce,           // happenings: the first whose guard (issue in from) holds occurs, at
                    // `force_day`, or once/whenever `condition`
  kFixChance,       // chance: option, on `force_day` (NaN: always)
};

struct Intervention {
  InterventionKind kind = InterventionKind::kSetParameter;
  std::vector<ParameterId> parameters;
  std::vector<DefinitionId> definitions;
  std::vector<ChannelId> channels;
  std::vector<QuantityId> quantities;
  std::vector<HappeningId> happenings;
  IssueId issue;
  StateIndex state = 0;
  ChanceId chance;
  std::uint32_t option = 0;
  ExprId value;
  double force_day = 0.0;
  ExprId condition;        // kForce: valid → once/whenever, instead of force_day
  bool every_time = false;  // kForce: whenever
  std::optional<double> from_day;  // in force during [from_day, to_day)
  std::optional<double> to_day;
  // Adaptive: in force, within those days, once this has been true (`adopt once`) or whenever and
  // as long as it is (`adopt while`).
  ExprId adopt_when;
  bool adopt_reverts = false;
  SourceSpan span;
  std::string text;  // "scale linkage_politics by 0.4", for reports
};

// How much of a policy: named `hub(0.5)` where it is applied. The interventions read a definition
// that then has this value.
struct Dose {
  std::string name;
  DefinitionId value;
  double low = 0.0, high = 1.0;
};

struct Policy {
  Provenance provenance;
  bool is_scenario = false;
  std::vector<ActorId> by;
  ExprId cost_per_day;  // invalid: none
  std::vector<Dose> doses;
  std::vector<Intervention> interventions;
};

}  // namespace entente::model

#endif  // ENTENTE_MODEL_QUESTIONS_H_
