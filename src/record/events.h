// One coded event as every importer makes it and every reader of the store gets it: who did what
// to whom on which day. Texts are views into a buffer of the maker and hold only during the call
// that hands the event over.
#ifndef ENTENTE_RECORD_EVENTS_H_
#define ENTENTE_RECORD_EVENTS_H_

#include <cstdint>
#include <functional>
#include <limits>
#include <string_view>

namespace entente::record {

// One side of an event, as the data set words it.
struct Party {
  std::string_view name;
  std::string_view sectors;  // comma-separated, as given
  std::string_view country;  // a name or a code, as given
  std::string_view level;    // "state", "sub", "person", or empty: not told
  std::string_view actor;    // the model's actor, when events are read through an actor map
};

struct Event {
  std::int64_t day = 0;         // days since 1970-01-01
  std::int64_t known_from = 0;  // the day on which the data set could hold it; >= day or = day
  Party source, target;
  std::string_view code;  // CAMEO digits ("010" is not "10"), or a PLOVER class such as "CONSULT"
  double goldstein = std::numeric_limits<double>::quiet_NaN();  // NaN: not told, see the codebook
  std::string_view text;  // what the data set calls it
  std::string_view id;    // the data set's own number, or empty
};

// Takes events one after another; false asks for no more.
using EventSink = std::function<bool(const Event&)>;

}  // namespace entente::record

#endif  // ENTENTE_RECORD_EVENTS_H_
