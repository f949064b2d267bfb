// The store of coded events: one SQLite file a project. It keeps every event of every data set
// once, and which days each imported file covers, so that a day without events is told from a day
// without data. An event's identity is the 64-bit FNV-1a hash of everything that is kept of it,
// within its data set and day: importing a file twice changes nothing, and the order of rows and
// files does not matter. Events are read in the order (day, hash).
#ifndef ENTENTE_RECORD_STORE_STORE_H_
#define ENTENTE_RECORD_STORE_STORE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/events.h"

namespace entente::database {
class Database;
}

namespace entente::record {

class ActorMap;
using database::Database;

inline constexpr const char* kDefaultStore = "record.db";

struct DaySpan {  // both days included; days since 1970-01-01
  std::int64_t from = 0, to = -1;
  friend bool operator==(const DaySpan&, const DaySpan&) = default;
};

struct DatasetInfo {
  std::string name;
  std::int64_t events = 0;
  DaySpan days;                   // of its events; empty (to < from) without events
  std::vector<DaySpan> coverage;  // merged, in order
};

struct FileInfo {
  std::string path;    // as it was named
  std::string format;  // the importer's name
  std::int64_t rows = 0, stored = 0, rejected = 0;
  DaySpan coverage;
};

// Which events are wanted.
struct EventQuery {
  std::string dataset;                           // empty: the only one that the store holds
  std::optional<std::int64_t> from_day, to_day;  // both included; empty: no bound
  // Source and target; empty: anyone. With `actors` a model's actor; without, an actor's name or
  // country as the data set words it (case of ASCII letters aside).
  std::string from, to;
  // Quad classes, PLOVER classes, CAMEO codes (all that begin so); empty: all.
  std::vector<std::string> categories;
  // Only what was known by this day: the vintage of a forecast made then.
  std::optional<std::int64_t> known_by;
  // Events with the same day, source, target and code count once (the first in the store's order).
  bool collapse_days = false;
  // Fills Party::actor; not owned, may be null.
  const ActorMap* actors = nullptr;
};

enum class Access {
  kRead,   // the file must exist
  kWrite,  // made if it does not
};

class Store {
 public:
  static Result<Store> Open(const std::string& path, Access access);
  Store(Store&&) noexcept;
  Store& operator=(Store&&) noexcept;
  ~Store();

  const std::string& path() const;
  // Writes everything that is in the store now to a new file, which must not be there.
  Result<void> CopyTo(const std::string& path) const;
  Result<std::vector<DatasetInfo>> Datasets() const;  // by name
  Result<DatasetInfo> Dataset(const std::string& name) const;  // empty name: the only one
  Result<std::vector<FileInfo>> Files(const std::string& dataset) const;  // as imported

  // Hands over the wanted events until `sink` returns false; says how many it took. Missing
  // Goldstein weights are filled in from the codebook.
  Result<std::uint64_t> ForEachEvent(const EventQuery& query, const EventSink& sink) const;

  // Internal to record/store.
  Database& database() const { return *database_; }

 private:
  explicit Store(std::unique_ptr<Database> database);
  std::unique_ptr<Database> database_;
};

// The union of spans, in order; touching spans are joined.
std::vector<DaySpan> Merged(std::vector<DaySpan> spans);
// How many days of [from, to] are in the merged spans.
std::int64_t CoveredDays(const std::vector<DaySpan>& merged, DaySpan days);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_STORE_STORE_H_
