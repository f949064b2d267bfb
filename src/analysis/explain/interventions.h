// The two models that answer "but for X" and "if only X": one in which X cannot occur, and one in
// which X is made to occur. Luck is untouched in both: everything else keeps its names.
#ifndef ENTENTE_ANALYSIS_EXPLAIN_INTERVENTIONS_H_
#define ENTENTE_ANALYSIS_EXPLAIN_INTERVENTIONS_H_

#include <vector>

#include "base/result.h"
#include "model/model.h"

namespace entente::analysis {

// None of `happenings` can occur, from the start: the intervention `forbid`.
Result<model::Model> Blocked(const model::Model& model,
                             const std::vector<model::HappeningId>& happenings);

// If none of `happenings` has occurred by `day`, one of them does: the first in the list whose guard
// then holds, else the first whose guard holds later (tested at grid points and wherever something
// that it reads changes). Guards: a transition's issue is in the state it leaves; an event has a
// term of its rate, or a trigger, whose own guard holds; an option is available and its decision
// could come up.
Result<model::Model> Forced(const model::Model& model,
                            const std::vector<model::HappeningId>& happenings, double day);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_EXPLAIN_INTERVENTIONS_H_
