// What coded events say about the linkages that a model declares. Each act-linkage of the model
// names kinds of acts that raise (or lower) other kinds of acts; the same process is fitted to
// daily counts of such acts, with every linkage free to raise or to lower, and each is held against
// none.
#ifndef ENTENTE_INFERENCE_LINKAGES_LINKAGES_H_
#define ENTENTE_INFERENCE_LINKAGES_LINKAGES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "inference/hawkes/daily.h"
#include "model/model.h"

namespace entente::inference {

// Acts of one side toward another, about one track, hostile or cooperative.
struct ActClass {
  model::ActorId by, toward;
  model::TrackId track;
  bool hostile = true;
  friend bool operator==(const ActClass&, const ActClass&) = default;
};
std::string NameOf(const model::Model& model,
                   const ActClass& one);  // "hostile KOR -> JPN, history"

struct DeclaredLinkage {
  model::LinkageId linkage;
  bool raises = true;
  // At the start, parameters at the medians of their priors; NaN if it depends on clocks or pressures.
  double strength = 0.0;  // pressure per act of weight 10
  double half_life_days = 0.0;
  std::vector<std::pair<std::size_t, std::size_t>> arcs;  // classes: from, to
};

struct DeclaredLinkages {
  std::vector<ActClass> classes;          // those that any linkage names
  std::vector<DeclaredLinkage> linkages;  // between acts, in the model's order
};

// From the acts of the checked model: who feeds which pressure, with what sign of weight. Damping
// and guards are left out.
DeclaredLinkages LinkagesOf(const model::Model& model);

// The same with all tracks in one, for data that do not say what an act is about. Arcs from a kind
// to itself, which only the track told apart, are left out.
DeclaredLinkages WithoutTracks(const DeclaredLinkages& declared);

struct LinkageFinding {
  std::size_t declared = 0;               // index in DeclaredLinkages::linkages
  std::string why_not;                    // not empty: nothing is said, and why
  double acts_from = 0.0, acts_to = 0.0;  // in the record
  // In the unit of the declared strength; above 0 raises, below 0 lowers.
  StrengthInterval strength;
  // Linked acts that one act of average weight breeds, at the average base rate.
  double bred = 0.0;
};

struct LinkageSettings {
  double level = 0.95;
  // Acts that a kind must have in the record to be a source or a target.
  double fewest_acts = 20.0;
  // Every kind of act that the model does not link with itself is also allowed to persist with this
  // half-life, so that a run of acts is not taken for an answer.
  double persistence_half_life_days = 30.0;
  bool negative_binomial = true;
};

// "raises" or "lowers" when the interval says so, else "undecided"; "untested" when nothing is
// said.
std::string VerdictOf(const LinkageFinding& finding);

struct LinkageReport {
  std::vector<LinkageFinding> findings;
  std::size_t days = 0;
  std::size_t classes = 0;  // with enough acts
  double log_likelihood = 0.0;
  double persistence_hostile = 0.0, persistence_cooperative = 0.0;  // acts bred by an act
};

// `acts`: one dimension a class of `declared`, marks |weight| / 10. `level_of_day`: which base
// level holds on which day (years, so that a change of the source is not taken for linkage). About
// 25 fits a linkage; `go_on` is asked before each, false ends with an error.
Result<LinkageReport> FitLinkages(const DeclaredLinkages& declared, const DailyActs& acts,
                                  const std::vector<std::size_t>& level_of_day,
                                  const LinkageSettings& settings,
                                  const std::function<bool(std::size_t done)>& go_on = {});

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_LINKAGES_LINKAGES_H_
