// From a request's words to a query of the store: dates, actor and track maps, classes.
#ifndef ENTENTE_SERVICE_RECORD_SELECT_H_
#define ENTENTE_SERVICE_RECORD_SELECT_H_

#include <cstdint>
#include <optional>
#include <string>

#include "base/result.h"
#include "entente/record.h"
#include "record/actors/actor_map.h"
#include "record/store/store.h"
#include "record/tracks/track_map.h"
#include "service/open.h"

namespace entente::service {

struct RecordSelected {
  std::optional<record::ActorMap> actors;
  std::optional<record::TrackMap> tracks;
  record::EventQuery query;  // its actors are set by Select; hold this where it does not move
  OpenedModel opened;  // the selection's model; nothing where it names none
};

// A day of the calendar, or why the words are none. `option` is for the message.
Result<std::int64_t> DayOf(const std::string& text, const char* option);

// Fills `selected`. The status of a failure is kBadRequest for words, kFailed for files; an
// answer's diagnostics are filled in when the model has errors.
bool Select(const api::RecordSelection& selection, RecordSelected& selected, api::Answer& answer);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_RECORD_SELECT_H_
