#include "inference/fit/archive.h"

#include "engine/sinks/sealed_file.h"

namespace entente::inference {
namespace {

constexpr std::string_view kKind = "entente fit";
constexpr std::uint32_t kVersion = 2;
constexpr std::uint64_t kMostNumbers = std::uint64_t{1} << 26;

void Write(engine::ByteWriter& writer, const std::vector<double>& values) {
  writer.Varint(values.size());
  for (const double value : values) writer.F64(value);
}

std::vector<double> Read(engine::ByteReader& reader) {
  std::vector<double> values;
  const std::uint64_t n = reader.Bounded(kMostNumbers);
  for (std::uint64_t i = 0; i < n && reader.ok(); ++i) values.push_back(reader.F64());
  return values;
}

}  // namespace

Result<void> SaveFitArchive(const std::string& path, std::uint64_t fingerprint,
                            const FitArchive& archive) {
  if (path.empty()) return {};
  engine::ByteWriter writer;
  writer.U64(fingerprint);
  writer.F64(archive.power);
  writer.F64(archive.step);
  writer.F64(archive.log_evidence);
  writer.Varint(archive.draws.dimension);
  Write(writer, archive.draws.points);
  Write(writer, archive.draws.log_likelihood);
  writer.Varint(archive.stages.size());
  for (const auto& stage : archive.stages) {
    for (const double value : stage) writer.F64(value);
  }
  return engine::WriteSealedFile(path, kKind, kVersion, writer.bytes());
}

Result<std::optional<FitArchive>> LoadFitArchive(const std::string& path,
                                                 std::uint64_t fingerprint) {
  if (path.empty()) return std::nullopt;
  const Result<std::optional<engine::Bytes>> payload =
      engine::ReadSealedFile(path, kKind, kVersion);
  if (!payload) return Fail(payload.error().message);
  if (!*payload) return std::nullopt;
  engine::ByteReader reader(**payload);
  if (reader.U64() != fingerprint) {
    return Fail("`" + path +
                "` belongs to another fit: its model, record, seed or options differ; choose another "
                "archive or delete this one");
  }
  FitArchive archive;
  archive.power = reader.F64();
  archive.step = reader.F64();
  archive.log_evidence = reader.F64();
  archive.draws.dimension = reader.Bounded(kMostNumbers);
  archive.draws.points = Read(reader);
  archive.draws.log_likelihood = Read(reader);
  const std::uint64_t stages = reader.Bounded(1'000'000);
  for (std::uint64_t i = 0; i < stages && reader.ok(); ++i) {
    archive.stages.emplace_back();
    for (double& value : archive.stages.back()) value = reader.F64();
  }
  const Draws& draws = archive.draws;
  if (!reader.ok() || !reader.at_end() || draws.dimension == 0 ||
      draws.points.size() != draws.dimension * draws.size()) {
    return Fail("`" + path + "` is damaged; delete it to start again");
  }
  return std::optional<FitArchive>(std::move(archive));
}

}  // namespace entente::inference
