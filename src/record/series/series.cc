#include "record/series/series.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <tuple>

#include "record/codebook/codebook.h"
#include "record/tracks/track_map.h"

namespace entente::record {
namespace {

constexpr std::array<std::string_view, 5> kGroupings = {"none", "quad", "plover", "root", "track"};
constexpr std::string_view kOther = "other";

std::string_view CategoryOf(const Event& event, const SeriesQuery& query) {
  const Codebook& book = Codebook::Get();
  std::string_view category;
  switch (query.by) {
    case Grouping::kNone: return {};
    case Grouping::kQuad:
      if (const Quad quad = book.QuadOf(event.code); quad != Quad::kNone) category = QuadName(quad);
      break;
    case Grouping::kPlover: category = book.PloverOf(event.code); break;
    case Grouping::kRoot:
      if (!event.code.empty() && event.code[0] >= '0' && event.code[0] <= '9') {
        category = event.code.substr(0, 2);
      }
      break;
    case Grouping::kTrack: category = query.tracks->Find(event.code); break;
  }
  return category.empty() ? kOther : category;
}

// The categories that have a series even without events.
std::vector<std::string> Expected(const SeriesQuery& query) {
  switch (query.by) {
    case Grouping::kNone: return {""};
    case Grouping::kQuad: {
      std::vector<std::string> names;
      for (int q = 1; q <= 4; ++q) names.emplace_back(QuadName(static_cast<Quad>(q)));
      return names;
    }
    case Grouping::kPlover: return Codebook::Get().plover_classes();
    case Grouping::kRoot: {
      std::vector<std::string> names;
      for (const auto& [code, name] : Codebook::Get().Roots()) names.push_back(code);
      return names;
    }
    case Grouping::kTrack: return query.tracks->tracks();
  }
  return {};
}

using Key = std::tuple<std::string, std::string, std::string>;  // from, to, category

class Counter {
 public:
  Counter(const SeriesQuery& query, std::vector<Cell> empty)
      : query_(query), empty_(std::move(empty)) {
    if (query.by_pair) return;
    for (std::string& category : Expected(query)) {
      Of({query.events.from, query.events.to, std::move(category)});
    }
  }

  // False when there are too many cells.
  bool Add(const Event& event, std::size_t cell, std::uint64_t& unmapped) {
    std::string from = query_.events.from, to = query_.events.to;
    if (query_.by_pair) {
      const bool mapped = query_.events.actors != nullptr;
      from = PairName(event.source, mapped);
      to = PairName(event.target, mapped);
      if (from.empty() || to.empty()) {
        ++unmapped;
        return true;
      }
    }
    std::vector<Cell>& cells =
        Of({std::move(from), std::move(to), std::string(CategoryOf(event, query_))});
    ++cells[cell].count;
    if (!std::isnan(event.goldstein)) cells[cell].goldstein_sum += event.goldstein;
    return series_.size() * empty_.size() <= kMaxSeriesCells;
  }

  std::vector<Series> Finish() {
    std::vector<Series> all;
    all.reserve(series_.size());
    for (auto& [key, cells] : series_) {
      all.push_back({std::get<0>(key), std::get<1>(key), std::get<2>(key), std::move(cells)});
    }
    return all;
  }

 private:
  std::vector<Cell>& Of(Key key) {
    return series_.try_emplace(std::move(key), empty_).first->second;
  }

  const SeriesQuery& query_;
  std::vector<Cell> empty_;
  std::map<Key, std::vector<Cell>> series_;
};

// From the query's bounds, or what is covered, to whole cells.
DaySpan DaysOf(const SeriesQuery& query, const DatasetInfo& dataset) {
  DaySpan days;
  if (!dataset.coverage.empty()) {
    days = {dataset.coverage.front().from, dataset.coverage.back().to};
  }
  if (query.events.from_day) days.from = *query.events.from_day;
  if (query.events.to_day) days.to = *query.events.to_day;
  if (days.to < days.from) return days;
  return {CellOf(days.from, query.period).from, CellOf(days.to, query.period).to};
}

}  // namespace

std::optional<Grouping> GroupingNamed(std::string_view name) {
  for (std::size_t i = 0; i < kGroupings.size(); ++i) {
    if (name == kGroupings[i]) return static_cast<Grouping>(i);
  }
  return std::nullopt;
}

std::uint64_t Series::total() const {
  std::uint64_t sum = 0;
  for (const Cell& cell : cells) sum += cell.missing ? 0 : cell.count;
  return sum;
}

std::string_view PairName(const Party& party, bool mapped) {
  if (mapped) return party.actor;
  return party.country.empty() ? party.name : party.country;
}

Result<SeriesTable> SeriesOf(const Store& store, const SeriesQuery& query) {
  const Result<DatasetInfo> dataset = store.Dataset(query.events.dataset);
  if (!dataset) return tl::unexpected(dataset.error());
  if (query.by == Grouping::kTrack && query.tracks == nullptr) {
    return Fail("series by track need the model whose tracks.tsv says which code is about what");
  }
  SeriesTable table;
  table.dataset = dataset->name;
  table.period = query.period;
  const DaySpan days = DaysOf(query, *dataset);
  table.cells = CellsOver(days, query.period);
  std::vector<Cell> empty;
  empty.reserve(table.cells.size());
  for (const DaySpan& cell : table.cells) {
    const std::int64_t covered = CoveredDays(dataset->coverage, cell);
    empty.push_back({covered < cell.to - cell.from + 1, covered, 0, 0.0});
  }
  Counter counter(query, std::move(empty));
  EventQuery events = query.events;
  events.dataset = dataset->name;
  events.from_day = days.from;
  events.to_day = days.to;
  std::size_t at = 0;  // events come by day
  bool fits = true;
  const Result<std::uint64_t> count = store.ForEachEvent(events, [&](const Event& event) {
    while (table.cells[at].to < event.day) ++at;
    fits = counter.Add(event, at, table.unmapped);
    return fits;
  });
  if (!count) return tl::unexpected(count.error());
  if (!fits) {
    return Fail(fmt::format("more than {} cells; choose a longer period, fewer days or an actor",
                            kMaxSeriesCells));
  }
  table.events = *count - table.unmapped;
  table.series = counter.Finish();
  return table;
}

}  // namespace entente::record
