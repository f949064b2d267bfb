#include "model/verify_claims.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace entente::model {
namespace {

class ClaimVerifier {
 public:
  ClaimVerifier(const Model& model, const Claim& claim, std::vector<std::string>& faults)
      : model_(model), claim_(claim), faults_(faults) {}

  void Run() {
    Require(!claim_.statements.empty(), "a claim states nothing");
    for (const Estimand& estimand : claim_.estimands) Check(estimand);
    for (const ClaimStatement& statement : claim_.statements) {
      Check(statement.left);
      Check(statement.right);
      Require(std::isfinite(statement.margin) && statement.margin >= 0.0,
              "a margin must be finite and not negative");
    }
  }

 private:
  void Require(bool holds, std::string_view rule) {
    if (!holds) faults_.push_back(fmt::format("`{}`: {}", claim_.provenance.name, rule));
  }

  bool Exists(OutcomeId id) const {
    return id.valid() && id.index() < model_.outcomes.size() + model_.claim_outcomes.size();
  }
  bool IsKind(OutcomeId id, OutcomeKind kind) const {
    return Exists(id) && OutcomeOf(model_, id).kind == kind;
  }
  bool AllExist(const std::vector<HappeningId>& happenings) const {
    return !happenings.empty() &&
           std::all_of(happenings.begin(), happenings.end(), [this](HappeningId id) {
             return id.valid() && id.index() < model_.happenings.size();
           });
  }

  void Check(const Estimand& estimand) {
    switch (estimand.kind) {
      case EstimandKind::kMean:
        Require(Exists(estimand.outcome), "an estimand names no outcome");
        break;
      case EstimandKind::kQuantile:
        Require(Exists(estimand.outcome), "an estimand names no outcome");
        Require(estimand.level > 0.0 && estimand.level < 1.0, "a quantile lies between 0 and 1");
        break;
      case EstimandKind::kRate:
        Require(IsKind(estimand.outcome, OutcomeKind::kCount), "a rate needs a count");
        Require(Exists(estimand.time), "a rate needs a time");
        break;
      case EstimandKind::kNecessity:
      case EstimandKind::kSufficiency:
        Require(AllExist(estimand.cause) && AllExist(estimand.effect),
                "a cause or an effect does not exist");
        break;
    }
    Require(!estimand.given.valid() || IsKind(estimand.given, OutcomeKind::kEver),
            "worlds are selected by what ever held");
  }

  void Check(const std::vector<ClaimStep>& steps) {
    std::size_t height = 0;
    for (const ClaimStep& step : steps) {
      const bool leaf = step.op == ClaimOp::kConstant || step.op == ClaimOp::kEstimand;
      const std::size_t operands = leaf ? 0 : step.op == ClaimOp::kNegate ? 1 : 2;
      if (height < operands || (step.op == ClaimOp::kEstimand &&
                                step.estimand >= claim_.estimands.size())) {
        Require(false, "its arithmetic is out of order");
        return;
      }
      height += 1 - operands;
    }
    Require(height == 1, "a side of a statement must be one number");
  }

  const Model& model_;
  const Claim& claim_;
  std::vector<std::string>& faults_;
};

}  // namespace

void VerifyClaims(const Model& model, std::vector<std::string>& faults) {
  std::unordered_map<std::string_view, int> names;
  for (const Claim& claim : model.claims) {
    if (++names[claim.provenance.name] == 2) {
      faults.push_back(fmt::format("two claims are named `{}`", claim.provenance.name));
    }
    ClaimVerifier(model, claim, faults).Run();
  }
}

}  // namespace entente::model
