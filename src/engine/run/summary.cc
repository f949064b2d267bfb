#include "engine/run/summary.h"

#include <algorithm>

namespace entente::engine {
namespace {

// More kinds of failure than this are not told apart.
constexpr std::size_t kMaxFailureKinds = 256;

void AddVector(std::vector<std::uint64_t>& into, const std::vector<std::uint64_t>& from) {
  for (std::size_t i = 0; i < into.size() && i < from.size(); ++i) into[i] += from[i];
}

void WriteVector(ByteWriter& writer, const std::vector<std::uint64_t>& values) {
  writer.Varint(values.size());
  for (const std::uint64_t value : values) writer.Varint(value);
}

void ReadVector(ByteReader& reader, std::vector<std::uint64_t>& values) {
  const std::uint64_t size = reader.Bounded(values.size());
  if (size != values.size()) reader.SetFailed();
  for (std::uint64_t& value : values) value = reader.Varint();
}

}  // namespace

void OutcomeSummaries::Merge(const OutcomeSummaries& right) {
  for (std::size_t i = 0; i < outcomes.size(); ++i) outcomes[i].Merge(right.outcomes[i]);
}

void Counts::Merge(const Counts& right) {
  worlds += right.worlds;
  failed += right.failed;
  events += right.events;
  happenings.Merge(right.happenings);
  if (has_series) series.Merge(right.series);
  for (const auto& [key, failure] : right.failures) {
    auto found = failures.find(key);
    if (found == failures.end()) {
      if (failures.size() >= kMaxFailureKinds) continue;
      found = failures.emplace(key, Failure{failure.span, 0, 0xffffffff}).first;
    }
    found->second.worlds += failure.worlds;
    found->second.example = std::min(found->second.example, failure.example);
  }
  AddVector(clamped, right.clamped);
  AddVector(negative, right.negative);
  AddVector(no_arc, right.no_arc);
}

void Counts::Write(ByteWriter& writer) const {
  writer.Varint(worlds);
  writer.Varint(failed);
  writer.Varint(events);
  happenings.Write(writer);
  writer.Bool(has_series);
  if (has_series) series.Write(writer);
  writer.Varint(failures.size());
  for (const auto& [key, failure] : failures) {
    writer.Varint(static_cast<std::uint64_t>(key.first));
    writer.Varint(key.second.size());
    for (const char c : key.second) writer.Varint(static_cast<unsigned char>(c));
    writer.Varint(failure.span.file.valid() ? failure.span.file.index() + 1ULL : 0);
    writer.Varint(failure.span.begin);
    writer.Varint(failure.span.end);
    writer.Varint(failure.worlds);
    writer.Varint(failure.example);
  }
  WriteVector(writer, clamped);
  WriteVector(writer, negative);
  WriteVector(writer, no_arc);
}

void Counts::Read(ByteReader& reader) {
  worlds = reader.Varint();
  failed = reader.Varint();
  events = reader.Varint();
  happenings.Read(reader);
  if (reader.Bool() != has_series) reader.SetFailed();
  if (has_series) series.Read(reader);
  const std::uint64_t kinds = reader.Bounded(kMaxFailureKinds);
  for (std::uint64_t i = 0; i < kinds && reader.ok(); ++i) {
    const int fault = static_cast<int>(reader.Bounded(16));
    std::string what(reader.Bounded(4096), '\0');
    for (char& c : what) c = static_cast<char>(reader.Bounded(255));
    Failure failure;
    const std::uint64_t file = reader.Varint();
    if (file > 0) failure.span.file = FileId(file - 1);
    failure.span.begin = static_cast<std::uint32_t>(reader.Varint());
    failure.span.end = static_cast<std::uint32_t>(reader.Varint());
    failure.worlds = reader.Varint();
    failure.example = static_cast<std::uint32_t>(reader.Varint());
    failures.emplace(std::pair(fault, std::move(what)), failure);
  }
  ReadVector(reader, clamped);
  ReadVector(reader, negative);
  ReadVector(reader, no_arc);
}

OutcomeSummaries EmptyOutcomes(const model::Model& model, std::uint64_t worlds_per_draw,
                               std::uint64_t first_world) {
  OutcomeSummaries summaries;
  for (const model::Outcome& outcome : model.outcomes) {
    summaries.outcomes.emplace_back(outcome, worlds_per_draw, first_world);
  }
  return summaries;
}

Counts EmptyCounts(const model::Model& model, std::size_t periods,
                   std::shared_ptr<const SeriesLayout> layout) {
  Counts counts;
  counts.happenings = HappeningCounts(model.happenings.size(), periods);
  if (layout != nullptr) {
    counts.has_series = true;
    counts.series = SeriesAccumulator(std::move(layout));
  }
  counts.clamped.assign(model.quantities.size(), 0);
  counts.negative.assign(model.channels.size(), 0);
  counts.no_arc.assign(model.issues.size(), 0);
  return counts;
}

void AddTile(const Tile& tile, OutcomeSummaries& outcomes, Counts& counts) {
  const std::size_t n = tile.count();
  std::uint8_t failed[kMaxTileWidth] = {};
  std::uint64_t failed_count = 0;
  for (std::size_t lane = 0; lane < n; ++lane) {
    if (tile.fault(lane) == WorldFault::kNone) continue;
    failed[lane] = 1;
    ++failed_count;
    const std::pair<int, std::string> key(static_cast<int>(tile.fault(lane)),
                                          tile.fault_what(lane));
    if (counts.failures.size() >= kMaxFailureKinds && counts.failures.count(key) == 0) continue;
    Counts::Failure& failure = counts.failures[key];
    failure.span = tile.fault_span(lane);
    ++failure.worlds;
    failure.example = std::min(failure.example, tile.world(lane));
  }
  counts.worlds += n;
  counts.failed += failed_count;
  counts.events += tile.events();
  double values[kMaxTileWidth];
  for (std::size_t o = 0; o < outcomes.outcomes.size(); ++o) {
    for (std::size_t lane = 0; lane < n; ++lane) values[lane] = tile.OutcomeValue(o, lane);
    outcomes.outcomes[o].Add(values, failed, n);
  }
  for (std::size_t h = 0; h < tile.plan().happenings.size(); ++h) {
    counts.happenings.Add(model::HappeningId(h), tile.happening_counts(h), tile.width(), failed,
                          n);
  }
  counts.happenings.AddWorlds(n - failed_count);
  const auto tally = [&](std::vector<std::uint64_t>& totals, auto row) {
    for (std::size_t i = 0; i < totals.size(); ++i) {
      const std::uint8_t* flags = row(i);
      for (std::size_t lane = 0; lane < n; ++lane) totals[i] += flags[lane];
    }
  };
  tally(counts.clamped, [&](std::size_t q) { return tile.clamped(q); });
  tally(counts.negative, [&](std::size_t c) { return tile.negative(c); });
  tally(counts.no_arc, [&](std::size_t i) { return tile.no_arc(i); });
}

std::vector<NoticeSummary> Notices(const model::Model& model, const Counts& counts) {
  std::vector<NoticeSummary> notices;
  const auto add = [&](NoticeSummary::Kind kind, const model::Provenance& from, std::string what,
                       std::uint64_t worlds) {
    if (worlds > 0) notices.push_back({kind, from.span, std::move(what), worlds});
  };
  for (std::size_t q = 0; q < counts.clamped.size(); ++q) {
    const model::Provenance& from = model.quantities[q].provenance;
    add(NoticeSummary::Kind::kClamped, from, "`" + from.name + "` was clamped to its range",
        counts.clamped[q]);
  }
  for (std::size_t c = 0; c < counts.negative.size(); ++c) {
    const model::Provenance& from = model.channels[c].provenance;
    add(NoticeSummary::Kind::kNegativeRate, from,
        "the rate of `" + from.name + "` was negative and counted as 0", counts.negative[c]);
  }
  for (std::size_t i = 0; i < counts.no_arc.size(); ++i) {
    const model::Provenance& from = model.issues[i].provenance;
    add(NoticeSummary::Kind::kNoArc, from,
        "`" + from.name + "` was told to go a way that it did not have from its state",
        counts.no_arc[i]);
  }
  return notices;
}

std::vector<FailureSummary> Failures(const Counts& counts) {
  std::vector<FailureSummary> failures;
  for (const auto& [key, failure] : counts.failures) {
    failures.push_back({static_cast<WorldFault>(key.first), failure.span, key.second,
                        failure.worlds, failure.example});
  }
  std::sort(failures.begin(), failures.end(),
            [](const FailureSummary& a, const FailureSummary& b) {
              return a.worlds != b.worlds ? a.worlds > b.worlds : a.what < b.what;
            });
  return failures;
}

}  // namespace entente::engine
