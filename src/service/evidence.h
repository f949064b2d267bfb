// What a task knows on a day: the model as it was known then, with the policies asked for, and the
// record up to then. Fit, forecast and hindcast begin here, so the vintage lock is in one place.
#ifndef ENTENTE_SERVICE_EVIDENCE_H_
#define ENTENTE_SERVICE_EVIDENCE_H_

#include <memory>
#include <string>
#include <vector>

#include "service/conditioning.h"
#include "service/open.h"

namespace entente::service {

struct Evidence {
  OpenedModel opened;                  // as the text says
  std::unique_ptr<Conditioning> made;  // null: see the answer; its model is the one to use
  double until = 0.0;                  // days since the start: nothing known later is in it
  std::vector<std::string> notes;
};

struct EvidenceRequest {
  const api::ModelRequest& source;
  std::string store;
  // The first day that is not known any more; empty: the day after the record's end.
  std::string until;
  bool include_day = false;  // `until` is the last day that is known, instead
};

// Puts the reason of a failure into `answer`.
Evidence ReadEvidence(const EvidenceRequest& request, bool colour, api::Answer& answer);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_EVIDENCE_H_
