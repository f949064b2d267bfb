// The archive of a run: the summaries of the finished prefix of blocks.

#include <fmt/format.h>

#include "base/hash.h"
#include "engine/run/ensemble.h"
#include "engine/sinks/sealed_file.h"
#include "model/print/print.h"

namespace entente::engine {
namespace {

constexpr std::string_view kKind = "entente run";
constexpr std::uint32_t kVersion = 2;

}  // namespace

// What must agree for an archive to be continued.
std::uint64_t Ensemble::Fingerprint() const {
  std::string text = model::DumpModel(model_);
  text += fmt::format("\nseed {} draws {} series {} {} step {} rounds {} events {}", options_.seed,
                      options_.worlds_per_draw, options_.series, options_.series_samples,
                      options_.step_factor, options_.limits.condition_rounds,
                      options_.limits.events_per_world);
  return Fnv1a64(text);
}

Result<void> Ensemble::SaveCheckpoint() {
  if (options_.checkpoint_file.empty()) return {};
  // A last block that was cut short by the number of worlds can not be continued: leave it out.
  std::uint64_t blocks = counts_.prefix();
  if (worlds_done() % kBlockWorlds != 0) {
    return {};  // the run is complete; the archive of its whole blocks is on disk already
  }
  ByteWriter writer;
  writer.U64(Fingerprint());
  writer.Varint(blocks);
  std::vector<std::pair<std::uint64_t, std::pair<unsigned, const OutcomeSummaries*>>> nodes;
  outcomes_.ForEachNode([&](std::uint64_t start, unsigned level, const OutcomeSummaries& node) {
    if (start + (std::uint64_t{1} << level) <= blocks) nodes.push_back({start, {level, &node}});
  });
  writer.Varint(nodes.size());
  for (const auto& [start, node] : nodes) {
    writer.Varint(start);
    writer.Varint(node.first);
    for (const OutcomeAccumulator& outcome : node.second->outcomes) outcome.Write(writer);
  }
  writer.Bool(counts_.total().has_value());
  if (counts_.total()) counts_.total()->Write(writer);

  Result<void> written = WriteSealedFile(options_.checkpoint_file, kKind, kVersion, writer.bytes());
  if (!written) return written;
  last_save_ = std::chrono::steady_clock::now();
  return {};
}

Result<void> Ensemble::LoadCheckpoint() {
  const std::string& path = options_.checkpoint_file;
  const Result<std::optional<Bytes>> payload = ReadSealedFile(path, kKind, kVersion);
  if (!payload) return Fail(payload.error().message);
  if (!*payload) return {};
  ByteReader reader(**payload);
  if (reader.U64() != Fingerprint()) {
    return Fail("`" + path +
                "` belongs to another run: its model, seed or options differ; choose another "
                "archive or delete this one");
  }
  const std::uint64_t blocks = reader.Varint();
  const std::uint64_t nodes = reader.Bounded(64);
  for (std::uint64_t i = 0; i < nodes && reader.ok(); ++i) {
    const std::uint64_t start = reader.Varint();
    const auto level = static_cast<unsigned>(reader.Bounded(40));
    OutcomeSummaries node = EmptyOutcomes(model_, options_.worlds_per_draw, start * kBlockWorlds);
    for (OutcomeAccumulator& outcome : node.outcomes) outcome.Read(reader);
    outcomes_.RestoreNode(start, level, std::move(node));
  }
  std::optional<Counts> total;
  if (reader.Bool()) {
    total = EmptyCounts(model_, period_ends_.size(), layout_);
    total->Read(reader);
    worlds_done_ = total->worlds;
  }
  counts_.Restore(blocks, std::move(total));
  if (!reader.ok()) return Fail("`" + path + "` is damaged; delete it to start again");
  return {};
}

}  // namespace entente::engine
