#include "service/observed_cells.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/calendar.h"
#include "record/series/means.h"
#include "record/series/observed.h"
#include "record/store/store.h"

namespace entente::service {
namespace {

// Puts in those cells that lie wholly in the model's time and are over on day `until`.
struct Taking {
  const model::Model& model;
  double until;
  ObservedCells& made;

  std::int64_t start() const { return model.time.start_day_number; }
  // Day `until` itself is not over yet.
  std::int64_t known_by() const {
    return start() + static_cast<std::int64_t>(std::ceil(until)) - 1;
  }
  bool InTime(record::DaySpan days) const {
    return days.from >= start() &&
           static_cast<double>(days.to + 1 - start()) <= model.time.horizon_days;
  }
  bool Inside(record::DaySpan days) const {
    return InTime(days) && static_cast<double>(days.to + 1 - start()) <= until;
  }
  void Add(std::size_t observation, record::DaySpan days, double value) {
    made.cells.push_back({observation, static_cast<double>(days.from - start()),
                          static_cast<double>(days.to + 1 - start()), value});
  }
};

// The cells of the means that lie in files beside the model.
class MeansFiles {
 public:
  MeansFiles(const ModelFolder& folder, const model::Model& model)
      : folder_(folder), model_(model) {}

  Result<std::vector<record::MeanCell>> Read(const model::Observation& observation,
                                             std::optional<std::int64_t> known_by) {
    if (!texts_.contains(observation.file)) {
      Result<std::string> text = folder_.Read(observation.file);
      if (!text) return tl::unexpected(text.error());
      texts_.emplace(observation.file, std::move(*text));
    }
    std::vector<std::string> names;
    for (const model::Observation& other : model_.observations) {
      if (!other.is_count && other.file == observation.file) {
        names.push_back(other.provenance.name);
      }
    }
    return record::ReadMeans(texts_.at(observation.file), folder_.PathOf(observation.file),
                             observation, names, known_by);
  }

 private:
  const ModelFolder& folder_;
  const model::Model& model_;
  std::map<std::string, std::string> texts_;  // by file: a family of series shares one
};

// What a series is told of that is compared with one quantity, where values are so far from what this
// can be that they are most likely in another unit: 55 for 0.55. A little outside is measurement error.
std::optional<std::string> FarOutside(const model::Model& model,
                                      const model::Observation& observation,
                                      const std::vector<record::MeanCell>& cells) {
  const model::Expression& mean = model.expressions[observation.mean];
  if (mean.op != model::Op::kQuantity) return std::nullopt;
  const model::Quantity& quantity = model.quantities[mean.index];
  const double range = quantity.upper - quantity.lower;
  if (!std::isfinite(range)) return std::nullopt;
  const auto is_far = [&](const record::MeanCell& cell) {
    return cell.value < quantity.lower - range || cell.value > quantity.upper + range;
  };
  const auto first = std::find_if(cells.begin(), cells.end(), is_far);
  if (first == cells.end()) return std::nullopt;
  return fmt::format("far outside what `{}` can be, {} to {}: {} of {}, the first {} in the cell from {}; "
                     "are they in another unit?",
                     quantity.provenance.name, quantity.lower, quantity.upper,
                     std::count_if(first, cells.end(), is_far), cells.size(), first->value,
                     FormatDate(CivilFromDayNumber(first->days.from)));
}

Result<void> TakeMeans(const ModelFolder& folder, Taking taking) {
  MeansFiles files(folder, taking.model);
  for (std::size_t o = 0; o < taking.model.observations.size(); ++o) {
    const model::Observation& observation = taking.model.observations[o];
    if (observation.is_count) continue;
    const Result<std::vector<record::MeanCell>> cells = files.Read(observation, taking.known_by());
    if (!cells) {
      return Fail("observed series `" + observation.provenance.name +
                  "`: " + cells.error().message);
    }
    std::size_t outside = 0;
    for (const record::MeanCell& cell : *cells) {
      outside += taking.InTime(cell.days) ? 0 : 1;
      if (taking.Inside(cell.days)) taking.Add(o, cell.days, cell.value);
    }
    if (outside > 0) {
      taking.made.notes.push_back(fmt::format(
          "{} of {} means of `{}` in {} left out: not wholly in the model's time, {} to {}", outside,
          cells->size(), observation.provenance.name, folder.PathOf(observation.file),
          FormatDate(taking.model.time.start), FormatDate(taking.model.time.end)));
    }
    if (const auto far = FarOutside(taking.model, observation, *cells)) {
      taking.made.notes.push_back(fmt::format("means of `{}` in {} {}", observation.provenance.name,
                                              folder.PathOf(observation.file), *far));
    }
  }
  return {};
}

// Counts lie in the store.
Result<void> TakeCounts(const ModelFolder& folder, const std::string& store_path, Taking taking) {
  Result<record::Store> store = record::Store::Open(store_path, record::Access::kRead);
  if (!store) return tl::unexpected(store.error());
  const Result<record::ActorMap> actors = ReadActors(taking.model, folder);
  if (!actors) return tl::unexpected(actors.error());
  std::size_t missing = 0;
  for (std::size_t o = 0; o < taking.model.observations.size(); ++o) {
    const model::Observation& observation = taking.model.observations[o];
    if (!observation.is_count) continue;
    const Result<record::SeriesTable> table = record::ObservedSeries(
        *store, taking.model, observation, *actors, taking.known_by());
    if (!table) {
      return Fail("observed series `" + observation.provenance.name +
                  "`: " + table.error().message);
    }
    for (std::size_t c = 0; c < table->cells.size(); ++c) {
      if (!taking.Inside(table->cells[c])) continue;  // says nothing yet
      if (table->series.empty() || table->series[0].cells[c].missing) {
        ++missing;
        continue;
      }
      taking.Add(o, table->cells[c], static_cast<double>(table->series[0].cells[c].count));
    }
  }
  if (missing > 0) {
    taking.made.notes.push_back(fmt::format(
        "{} cells are missing: their data set does not cover all their days", missing));
  }
  return {};
}

}  // namespace

Result<record::ActorMap> ReadActors(const model::Model& model, const ModelFolder& folder) {
  std::vector<std::string> known;
  for (const model::Actor& actor : model.actors) known.push_back(actor.provenance.name);
  if (!folder.Has("actors.tsv")) {
    std::string own = "name\tcountry\tsector\tactor\n";
    for (const std::string& name : known) {
      own += name + "\t*\t*\t" + name + "\n*\t" + name + "\t*\t" + name + "\n";
    }
    return record::ActorMap::Parse(own, "the actors' own names", known);
  }
  const Result<std::string> text = folder.Read("actors.tsv");
  if (!text) return tl::unexpected(text.error());
  return record::ActorMap::Parse(*text, folder.PathOf("actors.tsv"), known);
}

std::vector<UnreadableMeans> FindUnreadableMeans(const model::Model& model,
                                                 const ModelFolder& folder) {
  std::vector<UnreadableMeans> found;
  MeansFiles files(folder, model);
  for (const model::Observation& observation : model.observations) {
    if (observation.is_count) continue;
    const Result<std::vector<record::MeanCell>> cells = files.Read(observation, std::nullopt);
    if (cells) continue;
    // A family of series is one declaration.
    const SourceSpan span = observation.provenance.span;
    const bool told = !found.empty() && found.back().declared.file == span.file &&
                      found.back().declared.begin == span.begin;
    if (!told) found.push_back({span, cells.error().message});
  }
  return found;
}

Result<ObservedCells> ReadObservedCells(const model::Model& model, const ModelFolder& folder,
                                        const std::string& store_path, double until) {
  ObservedCells made;
  const Taking taking{model, until, made};
  if (const Result<void> done = TakeMeans(folder, taking); !done) {
    return tl::unexpected(done.error());
  }
  const auto counts = static_cast<std::size_t>(
      std::count_if(model.observations.begin(), model.observations.end(),
                    [](const model::Observation& one) { return one.is_count; }));
  if (counts == 0) return made;
  if (store_path.empty()) {
    made.notes.push_back(fmt::format(
        "{} observed series of the model are left out: {}", counts,
        folder.in_memory() ? "no events were imported yet (Record, Data)"
                           : "name the store of events with `--store FILE` "
                             "(`entente record import` makes one)"));
    return made;
  }
  if (const Result<void> done = TakeCounts(folder, store_path, taking); !done) {
    return tl::unexpected(done.error());
  }
  return made;
}

}  // namespace entente::service
