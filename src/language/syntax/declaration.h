// Declarations: one struct a kind of statement at the top of a file. Lists keep written order.
#ifndef ENTENTE_LANGUAGE_SYNTAX_DECLARATION_H_
#define ENTENTE_LANGUAGE_SYNTAX_DECLARATION_H_

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "language/syntax/clause.h"
#include "language/syntax/common.h"
#include "language/syntax/expression.h"

namespace entente::language::syntax {

// ---- frame ----------------------------------------------------------------------------------

struct SystemDecl {  // system northeast_asia "…"
  Name name;
};
struct StepSegment {  // 1 week until 2030-01-01
  ExprId step;
  std::optional<Date> until;  // missing on the last
};
struct TimeDecl {  // time from D to D step 1 week until D then 1 month
  Date from;
  Date to;
  std::vector<StepSegment> steps;
};
struct NowDecl {  // now 2024-02-01
  Date date;
};
struct ImportDecl {  // import "tech.ent"
  Text path;
};
// source okonogi2021 { author "…" title "…" written before D published D in "…" url "…" }
struct SourceField {
  Name field;       // author, title, written, published, publisher, url, note …
  std::string relation;         // "", "before", "after", "about"
  std::optional<Text> text;
  std::optional<Date> date;
  std::string partial_date;     // "2020" or "2020-12" where only that is known
  std::optional<Text> in;       // published D in "…"
  SourceSpan span;
};
struct SourceDecl {
  Name name;
  std::vector<SourceField> fields;
};

// ---- who ------------------------------------------------------------------------------------

struct ActorDecl {  // actor KOR "…" : state, major_power { sea_lanes 0.9 }
  Name name;
  std::vector<Name> kinds;
  std::vector<Attribute> attributes;
};
struct OrganDecl {  // organ supreme_court "…" of KOR
  Name name;
  Name of;
  std::vector<Attribute> attributes;
};
struct SetMember {  // pandemic "Pandemics" { level 1 }
  Name name;
  Annotations annotations;
  std::vector<Attribute> attributes;
};
struct SetDecl {
  Name name;
  // `set spokes = { JPN, KOR }` (a view of things declared elsewhere) …
  std::optional<Set> value;
  // … or `set topics { pandemic "Pandemics", … }`, which declares its members.
  std::vector<SetMember> members;
};
struct TrackDecl {  // track history, security
  std::vector<SetMember> tracks;
};
struct TableRow {  // KOR: 0.25, 0.14
  std::vector<Name> key;
  std::vector<ExprId> values;
  SourceSpan span;
};
struct TableDecl {
  Name name;
  IndexHead head;
  std::vector<TableRow> rows;
  std::optional<Text> from_file;
};

// ---- what is not known ----------------------------------------------------------------------

enum class PriorForm {
  kCall,      // beta(4, 4), lognormal(median 0.3 per year, spread 2)
  kInterval,  // 0.2 to 0.8: 10th and 90th percentile
};
struct PriorArgument {  // `4`, `median 0.3 per year`, `mean 0, 0` (joint)
  Name name;  // missing when positional
  std::vector<ExprId> values;
  SourceSpan span;
};
struct Prior {
  PriorForm form = PriorForm::kCall;
  Name family;
  std::vector<PriorArgument> arguments;
  ExprId low, high;  // kInterval
  SourceSpan span;
};
struct ParamDecl {
  std::vector<Name> names;  // several only for `param (x, y) ~ joint …`
  IndexHead head;
  bool joint = false;
  std::optional<Prior> prior;  // param x ~ …
  ExprId value;                // param x = 0.3 (known constant)
  ExprId low, high;            // in lo..hi
};

// ---- continuous state -----------------------------------------------------------------------

struct Range {  // in 0..1; either bound may be missing: 0..
  ExprId low;
  ExprId high;
  SourceSpan span;
};
struct StartClause {  // starts 0.3   or   starts { KOR, JPN: 0.55  JPN, KOR: 0.40 }
  ExprId value;
  std::vector<TableRow> rows;
  std::optional<Text> from_file;  // starts from "start.csv"
  SourceSpan span;
};
struct RelaxClause {  // relaxes to TARGET with half-life D [while C]
  ExprId target;
  ExprId half_life;
  ExprId guard;
  Annotations annotations;
  SourceSpan span;
};
struct ChangeClause {  // changes by RATE [while C]
  ExprId rate;
  ExprId guard;
  Annotations annotations;
  SourceSpan span;
};
struct NoiseClause {  // noise 0.05 per sqrt year  shared public_mood 0.3
  ExprId amount;
  Name shared;
  ExprId shared_weight;
  SourceSpan span;
};
struct QuantityDecl {
  Name name;
  IndexHead head;
  std::optional<Range> range;
  Name unit;  // `in people`: reserved, normally missing
  std::vector<StartClause> starts;
  std::vector<RelaxClause> relaxes;
  std::vector<ChangeClause> changes;
  std::vector<NoiseClause> noises;
  std::vector<Attribute> attributes;
};
struct AlsoDecl {  // also [for …] decoupling changes by R while C | relaxes to … | noise …
  IndexHead head;
  Ref target;
  std::vector<ChangeClause> changes;
  std::vector<RelaxClause> relaxes;
  std::vector<NoiseClause> noises;
};
struct MemoryDecl {  // memory trust[…] of cooperative acts a -> b half-life 15 years
  Name name;
  IndexHead head;
  ActPattern acts;
  ExprId half_life;
  std::optional<StartClause> starts;
};
struct LatchDecl {  // latch entrenched once C until D
  Name name;
  IndexHead head;
  ExprId once;
  ExprId until;
  bool starts_on = false;
};
struct DefineDecl {  // define f[a in S] = E   or   define f[KOR] = E (a clause by element)
  Name name;
  IndexHead head;
  std::vector<Name> elements;  // by-element clause; head is then absent
  ExprId value;
};

// ---- offices, chance ------------------------------------------------------------------------

struct PersonClause {
  Name name;
  Annotations annotations;
  std::vector<Attribute> attributes;
  SourceSpan span;
};
struct ElectionClause {
  ExprId every;                    // period, or invalid for a single `election on DATE`
  std::optional<Date> from;        // first date (also the date of `on`)
  std::optional<Date> until;
  ExprId in_office_after;          // invalid: at once
  std::optional<Date> known_from;
  std::vector<OddsEntry> odds;
  std::vector<OddsEntry> otherwise;  // odds until they are known
  Annotations annotations;
  SourceSpan span;
};
struct OfficeDecl {
  Name name;
  Name of;  // actor
  std::vector<PersonClause> persons;
  Name starts;
  std::vector<ElectionClause> elections;
  ExprId vacancy_ballot_after;  // vacancy: ballot after 60 days
  std::vector<OddsEntry> vacancy_odds;
};
struct ChanceDecl {  // chance taiwan_2024 on D [known from D] { dpp 0.6  kmt 0.4 }
  Name name;
  IndexHead head;
  Date date;
  std::optional<Date> known_from;
  std::vector<OddsEntry> odds;
  std::vector<OddsEntry> otherwise;  // odds until they are known
};

// ---- issues ---------------------------------------------------------------------------------

struct StateClause {  // quiet { level 0 }
  Name name;
  Annotations annotations;
  std::vector<Attribute> attributes;
  SourceSpan span;
};
struct ArcClause {
  std::vector<Name> from;   // several only with `each of { … }`
  bool each_of = false;     // one channel a source state
  Name to;
  std::vector<Trigger> triggers;
  ExprId probability;       // with probability p, of the whole arc
  ActClauses act;
  std::vector<Effect> effects;
  Name before;              // before NAME: order at one instant
  Annotations annotations;
  SourceSpan span;
};
struct IssueDecl {
  Name name;
  IndexHead head;
  std::vector<Name> between;
  std::vector<Name> of;     // issue x of KOR
  std::vector<ExprId> about;
  std::vector<StateClause> states;
  Name starts;
  std::vector<ArcClause> arcs;
};

// ---- events, reactions ----------------------------------------------------------------------

// succeeds with probability P [then …] [else [weight W] [then …]]
struct SuccessClause {
  ExprId probability;
  std::vector<Effect> then_effects;
  ActClauses else_act;
  std::vector<Effect> else_effects;
  SourceSpan span;
};
struct EventDecl {
  Name name;
  IndexHead head;
  ActClauses act;
  std::vector<Trigger> triggers;  // several rates add
  std::vector<Effect> effects;
  std::optional<SuccessClause> success;
  Name before;
};
struct UponDecl {  // upon [for …] wartime_labour -> liquidated [while C] { then … }
  IndexHead head;
  std::vector<Happening> happenings;
  ExprId guard;
  ExprId probability;
  std::vector<Effect> effects;
  Name before;
};

// ---- linkages -------------------------------------------------------------------------------

enum class LinkageChange {
  kAdds,        // adds 60 % per act of weight 10
  kLowers,      // lowers by 30 % per act of weight 10
  kMultiplies,  // multiplies by X [to Y]        (state form)
};
struct ActLinkage {
  ActPattern from;
  ActPattern to;
  ExprId strength;
  ExprId strength_high;  // adds 40 % to 80 %
  ExprId per_weight;     // of weight 10
  ExprId half_life;
};
struct StateLinkage {
  ExprId condition;                // wartime_labour in { ruled, seized }
  std::vector<Happening> targets;  // export_control: normal -> tightened, or an event …
  std::optional<ActPattern> acts;  // … or acts: hostile a -> b about history
  ExprId factor;
  ExprId factor_high;              // multiplies by 5 to 20: a prior's 10th and 90th percentile
};
struct LinkageDecl {
  Name name;
  IndexHead head;  // for a, b in states where a != b, t in tracks
  LinkageChange change = LinkageChange::kAdds;
  std::variant<ActLinkage, StateLinkage> body;
};

// ---- decisions ------------------------------------------------------------------------------

struct OptionClause {
  Name name;
  Annotations annotations;
  ExprId utility;
  ExprId guard;  // while C
  ActClauses act;
  std::vector<Effect> effects;
  SourceSpan span;
};
struct DecisionDecl {
  Name name;
  IndexHead head;
  ActClauses act;  // by, about, toward, tagged
  std::vector<Trigger> triggers;
  std::vector<OptionClause> options;
  ExprId rationality;
  Name before;
};
struct AudienceCostDecl {  // audience cost[a in spokes] of public cooperative a -> b: EXPR
  IndexHead head;
  ActPattern acts;
  ExprId cost;
};

// ---- frameworks -----------------------------------------------------------------------------

struct DampClause {  // damps NAME [about t] by X;  damps ISSUE: a -> b by X
  Happening target;
  std::vector<Name> about;
  ExprId amount;
  Annotations annotations;
  SourceSpan span;
};
struct FrameworkDecl {
  Name name;
  std::vector<Name> members;
  ExprId depth;
  std::vector<DampClause> damps;
};

// ---- levers ---------------------------------------------------------------------------------

enum class InterventionKind {
  kSet,          // set spillover = 0.1             (parameters, attributes)
  kScale,        // scale linkage_politics by 0.4
  kAdd,          // add 0.1 to X | add 0.2 per year to X
  kForce,        // force ISSUE -> S | force EVENT [on D | whenever C | once C]
  kForbid,       // forbid EVENT | forbid ISSUE -> S
  kFix,          // fix leader[USA] election D to NAME | fix chance NAME to X | fix leader[A] to N
  kHold,         // hold X at V | hold ISSUE in S
  kStart,        // start X at V | start ISSUE in S
  kShiftTarget,  // shift target of X by V
};
struct Intervention;
struct InterventionBlock {
  enum class Form { kDated, kAdoptOnce, kAdoptWhile };
  Form form = Form::kDated;
  std::optional<Date> from, to;  // kDated: from D to D { … }
  ExprId condition;              // kAdopt…
  std::vector<Intervention> body;
};
struct Intervention {
  InterventionKind kind = InterventionKind::kSet;
  SourceSpan span;
  Happening target;             // what is changed; a plain name or Ref is form kNamed
  std::optional<ActPattern> acts;      // scale public cooperative acts by …
  Name attribute;               // set KOR.sea_lanes = 0.5
  ExprId value;                 // =, by, at
  Name state;                   // fix … to NAME; hold/start ISSUE in NAME
  bool is_election = false;     // fix leader[USA] election DATE to NAME
  bool is_chance = false;       // fix chance NAME to X
  std::optional<Date> election; // its date
  std::vector<Trigger> triggers;       // force … on D | whenever C | once C
  ExprId guard;                        // while C
  std::optional<Date> from, to;        // from D to D on a single intervention
  std::vector<InterventionBlock> block;  // 0 or 1: this entry is a block, not an intervention
};
struct DoseClause {  // policy hub(level in 0..1)
  Name name;
  Range range;
  SourceSpan span;
};
struct PolicyDecl {  // also scenarios
  bool is_scenario = false;
  Name name;
  std::vector<DoseClause> doses;
  std::vector<Name> by;
  ExprId cost;
  std::vector<Ref> includes;  // include two_track: policies made of policies
  std::vector<Intervention> interventions;
};

// ---- questions ------------------------------------------------------------------------------

enum class OutcomeForm {
  kEver,          // ever C
  kAlways,        // always C
  kTimeTo,        // time to C
  kCountActs,     // count of hostile acts between KOR, JPN
  kCount,         // count of gsomia -> notice | count of rebuke[KOR, JPN]
  kMean,          // mean of E
  kMax,
  kMin,
  kFinal,         // final of E
  kValueAt,       // value of E at DATE | at 5 years
  kShareOfTime,   // share of time C
  kEpisodes,      // share of episodes of ISSUE in S that end in T
  kExpression,    // = outcome arithmetic: a - b of other outcomes
};
struct OutcomeWindow {
  ExprId within;            // within D
  ExprId from, to;          // from 4 years to 5 years, or dates
  ExprId of;                // of DATE | of CONDITION
  SourceSpan span;
};
struct OutcomeDecl {
  Name name;
  OutcomeForm form = OutcomeForm::kEver;
  IndexHead head;
  ExprId value;                   // condition or expression
  ActPattern acts;                // kCountActs
  std::vector<Happening> happenings;  // kCount
  ExprId at;                      // kValueAt: a date or duration
  std::optional<TimeUnit> per;    // per year
  Ref episode_issue;              // kEpisodes
  Name episode_state;
  std::vector<Name> episode_end;
  OutcomeWindow window;
  ExprId given;
  std::vector<Ref> under;
};
struct ClaimStatement {
  ExprId comparison;
  ExprId within;  // within 5 points | within 10 %
  SourceSpan span;
};
struct ClaimDecl {
  Name name;
  std::vector<ClaimStatement> statements;  // all must hold
  std::vector<Ref> under;
  ExprId given;
};

// ---- the record -----------------------------------------------------------------------------

struct RecordDecl {  // record "record.csv" complete for a, b from D to D
  Text path;
  std::vector<Ref> complete_for;
  std::optional<Date> from, to;
};
struct ObserveDecl {
  Name name;
  IndexHead head;
  Name period;                  // daily, weekly, monthly, yearly
  bool is_count = true;         // count of … | mean of EXPR
  Name dataset;                 // icews
  Name from, to;                // from a to b
  std::vector<Name> categories; // in verbal_conflict, "14"
  ExprId value;                 // monthly mean of EXPR
  std::optional<Text> from_file;
  Prior likelihood;             // ~ negative_binomial(mean …, size 2)
};
struct ObjectiveDecl {  // objective of KOR = …
  Name of;
  ExprId value;
};

struct Decl {
  SourceSpan span;  // from the keyword to the last token
  Annotations annotations;
  std::variant<SystemDecl, TimeDecl, NowDecl, ImportDecl, SourceDecl, ActorDecl, OrganDecl,
               SetDecl, TrackDecl, TableDecl, ParamDecl, QuantityDecl, AlsoDecl, MemoryDecl,
               LatchDecl, DefineDecl, OfficeDecl, ChanceDecl, IssueDecl, EventDecl, UponDecl,
               LinkageDecl, DecisionDecl, AudienceCostDecl, FrameworkDecl, PolicyDecl,
               OutcomeDecl, ClaimDecl, RecordDecl, ObserveDecl, ObjectiveDecl>
      node;
};

}  // namespace entente::language::syntax

#endif  // ENTENTE_LANGUAGE_SYNTAX_DECLARATION_H_
