// A policy or scenario as it is named where it is applied: `two_track`, or with its dose,
// `hub(0.5)`.
#ifndef ENTENTE_MODEL_NAMED_POLICY_H_
#define ENTENTE_MODEL_NAMED_POLICY_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"

namespace entente::model {

struct NamedPolicy {
  PolicyId policy;
  std::vector<double> doses;  // as many as the policy has, each within its range
};

// An error says what is wrong: an unknown name (with the nearest), doses missing or out of range.
Result<NamedPolicy> FindPolicy(const Model& model, const std::string& text);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_NAMED_POLICY_H_
