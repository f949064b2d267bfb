// A hindcast as JSON (docs/reference/hindcast.schema.json).
#ifndef ENTENTE_REPORT_DATA_HINDCAST_JSON_H_
#define ENTENTE_REPORT_DATA_HINDCAST_JSON_H_

#include <string>

#include "inference/hindcast/hindcast.h"

namespace entente::report {

// `history`: every forecast beside what happened, not the scores alone.
std::string HindcastJson(const inference::Hindcast& hindcast, bool history);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_HINDCAST_JSON_H_
