// What all renderings of a run share: the run with its model and setting, and each outcome turned
// into the units in which it is shown.
#ifndef ENTENTE_REPORT_DATA_RUN_VIEW_H_
#define ENTENTE_REPORT_DATA_RUN_VIEW_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/results.h"
#include "model/model.h"

namespace entente::report {

// The exact value of an outcome (stored units) with a bound on its numerical error, or why it can
// not be solved exactly.
struct ExactValue {
  bool solved = false;
  double value = 0.0;
  double error = 0.0;
  std::string why_not;
};

// A run that followed the record first.
struct ForecastOrigin {
  std::string from;  // ISO date
  std::uint64_t filters = 0, particles = 0;  // in each
  bool posterior = false;  // parameters from a fit, not from the priors
  double log_likelihood = 0.0;
  double smallest_effective = 0.0;  // part of the particles on the worst day
  std::vector<std::string> notes;
};

// A run as it is to be rendered. The referenced model and result outlive the view.
struct RunView {
  const model::Model& model;
  const engine::RunResult& result;
  std::vector<std::string> policies;
  std::vector<ExactValue> exact;  // by outcome; empty unless asked for
  // By outcome: estimate at half the step minus estimate at the step (stored units).
  std::vector<engine::Estimate> step_shifts;
  std::optional<ForecastOrigin> forecast = {};
};

// One outcome in shown units.
struct OutcomeView {
  const model::Outcome* outcome = nullptr;
  const engine::OutcomeSummary* summary = nullptr;
  std::string kind;   // "ever", "time_to", "count", "mean", "share_of_time", "value", "max", "min", "share"
  double scale = 1.0;  // shown value = stored value × scale
  std::string unit;   // "", "days", "per year", …
  bool share = false;  // shown as a percentage to people
  engine::Estimate estimate;  // shown units
  std::string title;  // never empty: the title, or the name in words
};

std::vector<OutcomeView> ViewOutcomes(const RunView& view);

// The unit in which an outcome's numbers are shown.
struct ShownUnit {
  double scale = 1.0;  // shown value = stored value × scale
  std::string label;   // "", "days", "per year", …
  bool share = false;  // shown as a percentage to people
};
ShownUnit ShownUnitOf(const model::Outcome& outcome);

const char* KindName(model::OutcomeKind kind);

// "2018-10-01 to 2021-10-01", or "36 months from when … first holds".
std::string WindowText(const model::Model& model, const model::Outcome& outcome);

// The words with which the outcome was declared, without its title and sources; may be empty.
std::string DefinitionText(const model::Model& model, const model::Outcome& outcome);

// Date of an instant of this model.
std::string DateOf(const model::Model& model, double day);

// An estimate and its interval as a person reads them, in one common number of decimals.
struct EstimateText {
  std::string value;     // "12.3 %", "0.43 per year", "2020-05-12", "after 2023-10-01"
  std::string interval;  // "11.7 – 13.0"
};
EstimateText TextOf(const model::Model& model, const OutcomeView& view);
EstimateText ShareText(const engine::Estimate& share);

// The quantile summary at `level`, if the run made one.
const engine::QuantileEstimate* QuantileAt(const engine::OutcomeSummary& summary, double level);

// What a reader must know about an outcome beyond its estimate, in words.
std::vector<std::string> NotesOf(const RunView& view, const OutcomeView& outcome);

// What a reader must know about the whole run: failures, clamps in more than 5 % of worlds, a
// partial run.
std::vector<std::string> NotesOf(const RunView& view);

// "12.3 %"; small shares keep their digits: "0.003 %".
std::string PercentOf(std::uint64_t part, std::uint64_t whole);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_RUN_VIEW_H_
