// A checked model: the waist of Entente. The language (or a program) makes one, everything else
// reads it. It knows no text beyond source spans, no threads and no files.
#ifndef ENTENTE_MODEL_MODEL_H_
#define ENTENTE_MODEL_MODEL_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/source.h"
#include "model/claims.h"
#include "model/elements.h"
#include "model/expression.h"
#include "model/questions.h"
#include "model/record.h"

namespace entente::model {

// `step 1 week until 2030-01-01 then 1 month`: whole days or whole calendar months.
struct StepPhase {
  double until_day = 0.0;  // the last phase reaches the horizon
  Duration step;
};

struct TimeFrame {
  CivilDate start;
  CivilDate end;
  std::int64_t start_day_number = 0;  // DayNumber(start)
  double horizon_days = 0.0;
  double now_day = 0.0;  // `now`: worlds follow the record up to here; within the horizon
  std::vector<StepPhase> steps;
};

// More grid points than this is a fault that Verify reports.
inline constexpr std::size_t kMaxGridPoints = 200'000;

// Grid points in days since the start: 0, …, horizon_days (both included), increasing; the end of
// every step phase is one. At most kMaxGridPoints; beyond that the grid stops early and jumps to
// the horizon, which Verify reports as a fault.
std::vector<double> GridPoints(const TimeFrame& time);

struct Model {
  std::string name;
  std::string title;
  std::string doc;
  TimeFrame time;
  std::shared_ptr<const SourceMap> text;  // null for models built by a program

  ExpressionPool expressions;
  std::vector<std::vector<double>> state_tables;  // by StateTableId: one value per state
  std::vector<std::vector<double>> calendars;     // by CalendarId: sorted days since the start

  std::vector<Source> sources;
  std::vector<Actor> actors;
  std::vector<Track> tracks;
  std::vector<Table> tables;
  std::vector<std::string> factors;  // by FactorId: names of common shocks

  std::vector<Parameter> parameters;
  std::vector<Definition> definitions;
  std::vector<Quantity> quantities;
  std::vector<Pressure> pressures;
  std::vector<Issue> issues;
  std::vector<Happening> happenings;
  std::vector<Channel> channels;
  std::vector<Trigger> triggers;
  std::vector<Chance> chances;
  std::vector<Decision> decisions;
  std::vector<Intensity> intensities;
  std::vector<DatedFact> dated_facts;
  std::vector<Linkage> linkages;
  std::vector<Framework> frameworks;
  std::vector<Outcome> outcomes;
  std::vector<Policy> policies;  // policies and scenarios
  std::vector<Claim> claims;
  std::vector<RecordSource> records;
  std::vector<Observation> observations;
  // Outcomes that only claims need (`rate of … while`, `given`); ordinary runs do not observe them.
  std::vector<Outcome> claim_outcomes;
};

// The outcome of an estimand: `outcomes` followed by `claim_outcomes`.
inline const Outcome& OutcomeOf(const Model& model, OutcomeId id) {
  const std::size_t asked = model.outcomes.size();
  return id.index() < asked ? model.outcomes[id.index()]
                            : model.claim_outcomes[id.index() - asked];
}

}  // namespace entente::model

#endif  // ENTENTE_MODEL_MODEL_H_
