// The archive of a run: the summaries of the finished prefix of blocks. Written to a neighbouring
// file first and renamed, so that whatever kills the process leaves the old archive or the new one.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

#include <fmt/format.h>

#include "base/hash.h"
#include "engine/run/ensemble.h"
#include "model/print/print.h"

namespace entente::engine {
namespace {

constexpr std::string_view kKind = "entente run";
constexpr std::uint32_t kVersion = 1;
constexpr std::uintmax_t kMaxArchiveBytes = std::uintmax_t{1} << 30;

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

  const Bytes sealed = Seal(kKind, kVersion, writer.bytes());
  const std::string fresh = options_.checkpoint_file + ".new";
  {
    std::ofstream out(fresh, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(sealed.data()),
              static_cast<std::streamsize>(sealed.size()));
    out.flush();
    if (!out) {
      std::error_code ignored;
      std::filesystem::remove(fresh, ignored);
      return Fail("could not write the archive `" + fresh + "`: is the disk full or read-only?");
    }
  }
  std::error_code error;
  std::filesystem::rename(fresh, options_.checkpoint_file, error);
  if (error) {
    return Fail("could not put the archive in place at `" + options_.checkpoint_file +
                "`: " + error.message());
  }
  last_save_ = std::chrono::steady_clock::now();
  return {};
}

Result<void> Ensemble::LoadCheckpoint() {
  const std::string& path = options_.checkpoint_file;
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return {};
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return Fail("could not read the archive `" + path + "`: " + error.message());
  if (size > kMaxArchiveBytes) return Fail("`" + path + "` is too large to be a run's archive");
  Bytes sealed(size);
  std::ifstream in(path, std::ios::binary);
  in.read(reinterpret_cast<char*>(sealed.data()), static_cast<std::streamsize>(size));
  if (!in) return Fail("could not read the archive `" + path + "`");
  const Result<Bytes> payload = Unseal(kKind, kVersion, sealed);
  if (!payload) return Fail("`" + path + "`: " + payload.error().message);
  ByteReader reader(*payload);
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
