// The elements of a checked model: who there is, what can change, and how. All index sets are
// expanded: `grievance[KOR, JPN]` is one Quantity among others. Plain data; the meaning of each
// field is the execution contract (docs/semantics.md).
#ifndef ENTENTE_MODEL_ELEMENTS_H_
#define ENTENTE_MODEL_ELEMENTS_H_

#include <limits>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/calendar.h"
#include "base/source.h"
#include "model/expression.h"

namespace entente::model {

using ActorId = Id<struct ActorTag>;
using TrackId = Id<struct TrackTag>;
using SourceId = Id<struct SourceTag>;
using ChannelId = Id<struct ChannelTag>;
using TriggerId = Id<struct TriggerTag>;
using ChanceId = Id<struct ChanceTag>;
using DecisionId = Id<struct DecisionTag>;
using LinkageId = Id<struct LinkageTag>;
using FactorId = Id<struct FactorTag>;

// ---- where it comes from -----------------------------------------------------------------------

struct Citation {
  SourceId source;
  std::string at;    // section, e.g. "The Downward Spiral"
  std::string says;  // our paraphrase; may be empty
};

// Name, words and sources of a declaration. `name` is the qualified name with actor names
// ("rebuke[KOR,JPN]", "gsomia.notice->suspended") and without the system's name; it is unique.
// `luck_name` is what keys randomness: the name, or the old name given by `key "…"`.
struct Provenance {
  std::string name;
  std::string luck_name;
  std::string family;  // the declared name without indices: "rebuke"; groups indexed elements
  std::string title;
  std::string doc;
  std::vector<Citation> citations;
  std::string judgement;
  SourceSpan span;
};

struct Source {
  std::string name;
  std::vector<std::pair<std::string, std::string>> fields;  // author, title, in, published, …
  SourceSpan span;
};

// ---- who ---------------------------------------------------------------------------------------

struct Actor {
  Provenance provenance;  // an organ is an Actor whose `principal` is set
  std::vector<std::string> kinds;
  ActorId principal;      // organ of …: its acts count as the principal's
  std::vector<std::pair<std::string, double>> attributes;
};

struct Track {
  Provenance provenance;
};

// How a number is shown: shown value = stored value * scale, followed by `label`.
struct Unit {
  double scale = 1.0;
  std::string label;
  bool share = false;  // may be shown as a percentage
};

// ---- what is not known -------------------------------------------------------------------------

enum class PriorKind : std::uint8_t {
  kPoint,        // a
  kNormal,       // mean a, sd b
  kLognormal,    // median a, sd of the logarithm b
  kLogitNormal,  // mean a and sd b of the logit
  kBeta,         // shapes a, b
  kUniform,      // a..b
  kGamma,        // shape a, rate b (stored unit)
  kTriangular,   // lowest a, mode b, highest c
};

struct Prior {
  PriorKind kind = PriorKind::kPoint;
  double a = 0.0, b = 0.0, c = 0.0;  // stored units
};

struct Parameter {
  Provenance provenance;
  Prior prior;
  Unit unit;
  // Drawn jointly with an earlier parameter: their normal scores have this correlation (a Gaussian
  // copula; the priors stay as they are). Invalid: on its own.
  ParameterId jointly_with;
  double correlation = 0.0;
};

struct Definition {
  Provenance provenance;
  ExprId value;
  Unit unit;
  bool hidden = false;  // made by lowering (an intensity, …): no declaration of the text
};

// ---- continuous state --------------------------------------------------------------------------

struct Relaxation {
  ExprId target;
  ExprId half_life_days;  // > 0 where it is read
};

struct Drift {
  ExprId rate_per_day;
  ExprId guard;  // invalid: always
  SourceSpan span;
};

struct Noise {
  ExprId sd_per_sqrt_day;
  FactorId factor;      // invalid: the quantity's own noise only
  ExprId factor_share;  // share of the variance carried by the common factor, 0..1
};

struct Quantity {
  Provenance provenance;
  ExprId start;
  double lower = -std::numeric_limits<double>::infinity();
  double upper = std::numeric_limits<double>::infinity();
  std::optional<Relaxation> relaxation;
  std::vector<Drift> drifts;
  std::optional<Noise> noise;
  ExprId held_at;     // set by the intervention `hold`: while held_while, the value is held_at and
  ExprId held_while;  // every write to it is void
  Unit unit;
};

// The decaying pressure that one act-linkage has put on one class of acts: those by `by` toward
// `toward` about `track`, hostile or cooperative. Decays with the linkage's half-life; acts add.
struct Pressure {
  std::string name;  // "retaliation>hostile[KOR,JPN,history]"
  LinkageId linkage;
  ActorId by, toward;
  TrackId track;
  bool hostile = true;
  bool raises = true;
  ExprId half_life_days;
};

// ---- discrete state ----------------------------------------------------------------------------

enum class IssueKind : std::uint8_t { kIssue, kOffice, kChance, kHidden };

struct State {
  std::string name;
  std::string title;
};

// A finite-state variable: an issue, an office (its states are persons), a chance node, or a hidden
// flag made by lowering or by an intervention.
struct Issue {
  Provenance provenance;
  IssueKind kind = IssueKind::kIssue;
  std::vector<State> states;
  StateIndex start = 0;
  std::vector<ActorId> actors;
  TrackId track;
};

// ---- what can happen ---------------------------------------------------------------------------

// One track that an act is about, while `guard` holds.
struct ActTopic {
  TrackId track;
  ExprId guard;  // invalid: always
};

struct Act {
  std::vector<ActorId> by;      // principals, not organs
  std::vector<ActorId> toward;
  TrackId track;
  ExprId track_while;           // invalid: about `track` always
  std::vector<ActTopic> also_about;
  ExprId weight;                // −10..+10
  // Of a joint act, `toward` are the same actors as `by`: every ordered pair of them, each with
  // this part of the weight, 1 / (n − 1).
  double pair_share = 1.0;
  std::vector<std::string> tags;  // sorted; an act without `quiet` is public
};

// What the act adds to a pressure: amount = linkage strength × |weight| / 10 × dampings, >= 0.
struct Feed {
  PressureId pressure;
  ExprId amount;
};

enum class EffectKind : std::uint8_t {
  kSet, kIncrease, kDecrease, kScale,  // quantity = / += / -= / *= value, then clamped to range
  kMove,                               // issue -> to: follows a declared arc or is a counted no-op
  kExcite,                             // pressure += value
};

struct Effect {
  EffectKind kind = EffectKind::kSet;
  QuantityId quantity;
  IssueId issue;
  StateIndex to = 0;
  PressureId pressure;
  ExprId value;
  ExprId guard;        // invalid: always; read when the effect's turn comes
  ExprId probability;  // invalid: certain; a branch draw keyed by `luck_name`
  std::string luck_name;
  SourceSpan span;
};

// `upon X { … }`: queued when X occurs, run first-in-first-out after the effect list in hand.
struct Reaction {
  std::string name;  // "upon wartime_labour->liquidated" and the place, for stories
  ExprId guard;
  std::vector<Effect> effects;
  SourceSpan span;
};

enum class HappeningKind : std::uint8_t {
  kEvent,       // a declared event
  kTransition,  // issue: from -> to; occurs only if the issue is in `from`
  kOption,      // an option of a decision that was chosen
  kNotice,      // hidden bookkeeping (a ballot's result, a policy's switch); not shown as an act
};

// Anything that can occur. Occurring means, in this order: the state changes (transitions), the
// pressures are fed, `effects` run in written order, then the queued reactions.
struct Happening {
  Provenance provenance;
  HappeningKind kind = HappeningKind::kEvent;
  IssueId issue;
  StateIndex from = 0, to = 0;
  std::optional<Act> act;
  std::vector<Feed> feeds;
  std::vector<Effect> effects;
  std::vector<Reaction> reactions;
};

// What a channel or trigger brings about when it fires: exactly one of the three is valid.
struct Outlet {
  HappeningId happening;
  DecisionId decision;
  ChanceId chance;
};

// One multiplicative factor of an effective rate, for `--explain` and for "because": the hazard of
// the channel is the product of its factors, summed over terms.
struct RateFactor {
  std::string text;  // "while export_control is tightened", "linkage labour_on_controls", …
  ExprId value;
  SourceSpan span;
};

struct HazardTerm {
  // Read at the predicted midpoint. A channel's terms add; a negative sum counts as 0 and is
  // reported.
  ExprId rate_per_day;
  ExprId guard;         // read at t; invalid: always
  std::vector<RateFactor> factors;
};

// One way a thing happens spontaneously. Fires only while `issue` (if valid) is in `from`.
struct Channel {
  Provenance provenance;
  IssueId issue;
  StateIndex from = 0;
  std::vector<HazardTerm> terms;  // they add
  Outlet outlet;
};

enum class TriggerKind : std::uint8_t {
  kDates,           // on each of `days` (days since the start, sorted)
  kWindows,         // once in each [days[i], window_ends[i]]: the day is drawn, whole days, uniform
  kAfter,           // `delay` after `from` was entered
  kAfterBetween,    // a lognormal sojourn with 10th/90th percentiles delay..delay_high, drawn
  kOnNext,          // on the next `month`-`day` after `from` was entered
  kBeforeLeaving,   // `delay` before the deadline `deadline` of the same issue falls due
  kOnce,            // the first time `condition` (and issue in `from`) becomes true
  kWhenever,        // each time it becomes true
};

// The class decides the order at one instant; then `order` (from `before NAME` and names).
enum class TriggerClass : std::uint8_t { kDeadline, kDated, kChance, kDecision, kCondition };

struct Trigger {
  Provenance provenance;
  TriggerKind kind = TriggerKind::kDates;
  TriggerClass trigger_class = TriggerClass::kDated;
  std::uint32_t order = 0;
  IssueId issue;              // if valid, fires only while the issue is in `from`
  StateIndex from = 0;
  std::vector<double> days;
  std::vector<double> window_ends;
  Duration delay, delay_high;
  int month = 0, day = 0;
  TriggerId deadline;         // kBeforeLeaving
  ExprId condition;           // kOnce, kWhenever
  ExprId guard;               // read at the instant (pre-state); invalid: always
  ExprId probability;         // a branch draw; invalid: certain
  Outlet outlet;
};

// A draw among alternatives with odds: a chance node or a ballot. Odds need not sum to 1 exactly;
// they are normalised. `fixed` overrides the draw: on a given day, or on every day (NaN).
struct ChanceOption {
  std::string name;
  ExprId odds;
  HappeningId happening;
};
struct Chance {
  Provenance provenance;
  std::vector<ChanceOption> options;
  struct Fixed {
    double day;  // NaN: always
    std::uint32_t option;
  };
  std::vector<Fixed> fixed;
};

struct DecisionOption {
  std::string name;
  ExprId utility;
  ExprId guard;  // not available while false; invalid: always available
  HappeningId happening;
};
// Quantal response: P(option) ∝ exp(rationality × utility) (McKelvey and Palfrey 1995).
struct Decision {
  Provenance provenance;
  ActorId by;
  TrackId track;
  std::vector<DecisionOption> options;
  ExprId rationality;
};

// `intensity of hostile acts a -> b`: the expected number of these acts per day, given the state of
// the world: the sum of the effective rates of all channels that bring them about. `value` is a
// hidden definition; WriteIntensities (model/intensity.h) makes it follow the channels.
struct Intensity {
  struct Part {
    HappeningId act;
    ExprId guard;  // while the act is one of those meant; invalid: always
  };
  DefinitionId value;
  std::vector<Part> parts;  // each act once, by id
};

// A fact that was known only from some day on: `on 2018-10-30 known from 2018-10-30`. A forecast made
// earlier must not see it; AsKnownOn (model/known_on.h) withdraws it. Exactly one of `trigger` (a
// dated trigger) and `chance` (the odds of a draw) is valid.
struct DatedFact {
  TriggerId trigger;
  ChanceId chance;
  double known_from_day = 0.0;  // days since the start, 0:00 UTC
  // A hidden definition, 0 while the fact is known, 1 once it is withdrawn: the guard of what
  // `otherwise` gives in its stead. Invalid: nothing.
  DefinitionId withdrawn;
  std::vector<ExprId> otherwise_odds;  // of a chance, by option; empty: one as likely as another
  SourceSpan span;
};

// ---- structure kept for policies, explanation and reports ------------------------------------

struct Linkage {
  Provenance provenance;
  bool between_acts = true;  // false: a state of one issue moves another
  bool raises = true;
  DefinitionId strength;     // acts: pressure per act of weight 10; states: the factor
  ExprId half_life_days;     // acts only
  std::string from_text, to_text;
};

struct Framework {
  Provenance provenance;
  std::vector<ActorId> members;
  ExprId depth;
};

// An inline table of the text, for the list of assumptions.
struct Table {
  Provenance provenance;
  std::vector<std::pair<std::string, double>> cells;  // "KOR,CHN", value in stored units
  Unit unit;
};

}  // namespace entente::model

#endif  // ENTENTE_MODEL_ELEMENTS_H_
