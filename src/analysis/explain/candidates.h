// Things that may be causes or effects: the happenings of a model, grouped as a person names them.
// All ways into one state of an issue are one thing ("gsomia -> notice"), and so are all indexed
// events of one declaration ("rebuke").
#ifndef ENTENTE_ANALYSIS_EXPLAIN_CANDIDATES_H_
#define ENTENTE_ANALYSIS_EXPLAIN_CANDIDATES_H_

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"

namespace entente::analysis {

enum class CandidateKind : std::uint8_t { kTransition, kOffice, kChance, kOption, kEvent };

const char* KindName(CandidateKind kind);  // "transition", "office", "chance", "option", "event"

struct Candidate {
  CandidateKind kind = CandidateKind::kEvent;
  std::string name;  // "gsomia -> notice", "renew_gsomia.notice", "rebuke"
  std::vector<model::HappeningId> happenings;  // any of these
};

// All of them, in the order of the model; bookkeeping (notices, hidden issues) left out.
std::vector<Candidate> CandidatesOf(const model::Model& model);

// What a person means by `name`: a group as above, one indexed event ("rebuke[KOR,JPN]"), or one
// transition ("gsomia.in_force->notice"). Spaces around "->" do not matter. Fails with the nearest
// name.
Result<Candidate> FindCandidate(const model::Model& model, const std::string& name);

// Without the happenings that are in `others`.
Candidate Without(Candidate candidate, const std::vector<model::HappeningId>& others);

}  // namespace entente::analysis

#endif  // ENTENTE_ANALYSIS_EXPLAIN_CANDIDATES_H_
