// The ensembles behind a list of claims: one for each distinct set of policies, simulated look by
// look and shared by all estimands that are `under` it.
#ifndef ENTENTE_ANALYSIS_CLAIMS_ENSEMBLES_H_
#define ENTENTE_ANALYSIS_CLAIMS_ENSEMBLES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/claims/claims.h"
#include "analysis/claims/estimand.h"
#include "engine/worlds.h"

namespace entente::analysis {

// An estimand in hand: where its numbers come from and what was counted so far.
struct RunningEstimand {
  const model::Estimand* estimand = nullptr;
  std::size_t ensemble = 0;
  std::size_t value_row = 0, time_row = 0, given_row = 0;  // outcomes of the ensemble
  bool has_time = false, has_given = false;
  bool causal = false;  // necessity, sufficiency
  EstimandTotals totals{EstimandTotals::Shape::kMean, 0.5, 0.0};
};

struct RunningClaim {
  model::ClaimId id;
  bool open = true;
  std::vector<RunningEstimand> estimands;
};

class Ensembles {
 public:
  static Result<Ensembles> Make(const model::Model& model, const ClaimsOptions& options,
                                std::vector<RunningClaim>& claims);

  // Adds worlds [from, to) to the estimands of open claims. False if cancelled: then nothing was
  // added that a further look could not see twice, and the claims must not be extended further.
  Result<bool> Extend(std::uint64_t from, std::uint64_t to, std::vector<RunningClaim>& claims);

  std::size_t count() const { return ensembles_.size(); }
  std::uint64_t simulated() const { return simulated_; }
  std::uint64_t failed() const { return failed_; }
  // The parameters of each draw so far: [parameter][draw].
  const std::vector<std::vector<double>>& draws() const { return draws_; }

 private:
  struct Ensemble {
    std::vector<std::string> under;
    model::Model changed;         // by `under`; kept for counterfactuals
    std::vector<model::OutcomeId> outcomes;
    std::vector<engine::WorldSimulator> simulator;  // one, or none yet
  };
  explicit Ensembles(const ClaimsOptions& options) : options_(options) {}
  std::size_t Find(const std::vector<std::string>& under);
  // The policies put upon the model, and its simulator if a claim observes it.
  static Result<void> Prepare(const model::Model& model, engine::WorldsSettings settings,
                              Ensemble& ensemble);
  // One range of one ensemble, to the estimands of open claims.
  void Add(std::size_t ensemble, const engine::WorldValues& range,
           std::vector<RunningClaim>& claims);
  static std::size_t Row(Ensemble& ensemble, model::OutcomeId outcome);
  // Necessity and sufficiency over worlds 0 … worlds − 1: counterfactual ensembles of their own, in
  // the same worlds and draws. False if cancelled.
  Result<bool> Counterfactual(RunningEstimand& running, std::uint64_t worlds);

  ClaimsOptions options_;
  std::vector<Ensemble> ensembles_;
  std::uint64_t simulated_ = 0, failed_ = 0;
  std::size_t parameters_ = 0;
  std::vector<std::vector<double>> draws_;
};

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_CLAIMS_ENSEMBLES_H_
