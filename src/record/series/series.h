// Counts of events over time: by period, by pair of actors, by kind. A cell of which even one day
// is not covered by the data set is missing, which is not the same as zero.
#ifndef ENTENTE_RECORD_SERIES_SERIES_H_
#define ENTENTE_RECORD_SERIES_SERIES_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/series/cells.h"
#include "record/store/store.h"

namespace entente::record {

class TrackMap;

enum class Grouping { kNone, kQuad, kPlover, kRoot, kTrack };
std::optional<Grouping> GroupingNamed(std::string_view name);  // "none", "quad", …

struct SeriesQuery {
  // Bounds in time are widened to whole cells; without them, all that the data set covers.
  EventQuery events;
  CellPeriod period = CellPeriod::kMonth;
  Grouping by = Grouping::kNone;
  bool by_pair = false;  // one series for each ordered pair of actors that has events
  const TrackMap* tracks = nullptr;  // for kTrack; not owned
};

struct Cell {
  bool missing = false;  // not every day is covered; the numbers are what there is
  std::int64_t covered_days = 0;
  std::uint64_t count = 0;
  double goldstein_sum = 0.0;  // of the events that have a weight
};

struct Series {
  std::string from, to;  // empty: anyone
  std::string category;  // in the grouping's words; "other" for events without; empty: all
  std::vector<Cell> cells;
  std::uint64_t total() const;  // over cells that are not missing
};

struct SeriesTable {
  std::string dataset;
  CellPeriod period = CellPeriod::kMonth;
  std::vector<DaySpan> cells;
  // In order of from, to, category. Without `by_pair`, every category of quad, PLOVER, root or
  // track has a series, even of zeros.
  std::vector<Series> series;
  std::uint64_t events = 0;    // counted, those of missing cells included
  std::uint64_t unmapped = 0;  // left out of pairs because a side has no actor
};

// At most this many cells over all series.
inline constexpr std::size_t kMaxSeriesCells = 20'000'000;

Result<SeriesTable> SeriesOf(const Store& store, const SeriesQuery& query);

// What a side of an event is called when pairs are told apart: the model's actor, or without an
// actor map the country, or the name of an actor without country.
std::string_view PairName(const Party& party, bool mapped);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_SERIES_SERIES_H_
