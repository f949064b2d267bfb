// What an author claims: comparisons between numbers of a model that simulation can decide. A claim
// is data; analysis/ gives the verdict.
#ifndef ENTENTE_MODEL_CLAIMS_H_
#define ENTENTE_MODEL_CLAIMS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "model/elements.h"
#include "model/questions.h"

namespace entente::model {

using ClaimId = Id<struct ClaimTag>;

enum class EstimandKind : std::uint8_t {
  kMean,         // mean over worlds of the outcome's value; a probability for `ever`
  kQuantile,     // quantile `level` over worlds; times that are not reached lie beyond the window
  kRate,         // sum over worlds of `outcome` (a count) / sum of `time` (days in the condition)
  kNecessity,    // PN(cause → effect): execution contract, section 3
  kSufficiency,  // PS(cause → effect)
};

// A number that is estimated from worlds of the model, changed by `under` and selected by `given`.
struct Estimand {
  EstimandKind kind = EstimandKind::kMean;
  OutcomeId outcome;                 // into Model::outcomes followed by Model::claim_outcomes
  OutcomeId time;                    // kRate
  OutcomeId given;                   // worlds where this outcome's value is 1; invalid: all
  double level = 0.5;                // kQuantile
  std::vector<HappeningId> cause, effect;  // kNecessity, kSufficiency: any of these
  std::vector<std::string> under;    // policies and scenarios, in this order
  std::string text;                  // "P(gsomia_lost under two_track)"
  SourceSpan span;
};

// Arithmetic over estimands, in postfix order: operands before their operation.
enum class ClaimOp : std::uint8_t {
  kConstant, kEstimand, kAdd, kSubtract, kMultiply, kDivide, kNegate,
};
struct ClaimStep {
  ClaimOp op = ClaimOp::kConstant;
  double value = 0.0;          // kConstant
  std::uint32_t estimand = 0;  // kEstimand: into Claim::estimands
};

enum class ClaimRelation : std::uint8_t { kLess, kLessEqual, kGreater, kGreaterEqual, kAbout };

// left RELATION right. kAbout: |left − right| <= margin; or, if the margin is relative,
// |left − right| <= margin × |right|.
struct ClaimStatement {
  std::vector<ClaimStep> left, right;
  ClaimRelation relation = ClaimRelation::kLess;
  double margin = 0.0;
  bool relative_margin = false;
  std::string text;  // as written
  SourceSpan span;
};

struct Claim {
  Provenance provenance;               // name, title, citations
  std::vector<Estimand> estimands;
  std::vector<ClaimStatement> statements;  // all must hold
};

}  // namespace entente::model

#endif  // ENTENTE_MODEL_CLAIMS_H_
