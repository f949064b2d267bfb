#include "record/importers/quadruples/quadruples.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>
#include <system_error>
#include <unordered_map>

#include "record/codebook/codebook.h"
#include "record/importers/row_parts.h"
#include "record/input/byte_source.h"
#include "record/input/fields.h"
#include "record/input/rows.h"

namespace entente::record {
namespace {

namespace fs = std::filesystem;

constexpr std::array<ImporterColumn, 4> kUsed = {{
    {"subject", "source, by entity2id.txt"},
    {"relation", "code and text, by relation2id.txt"},
    {"object", "target, by entity2id.txt"},
    {"time", "day: steps from the first one in train.txt"},
}};

// Bounds on tables that are held in memory, and on the calendar.
constexpr std::size_t kMaxNames = 5'000'000;
constexpr std::int64_t kMaxSteps = 4'000'000;

struct Entity {
  std::string name, country;
};

struct Tables {
  std::unordered_map<std::int64_t, Entity> entities;
  std::unordered_map<std::int64_t, std::string> relations;
  std::int64_t first = 0, unit = 1;  // of times
};

// Hands over name and number of each row of a table.
template <typename Take>
Result<void> ReadNames(const std::string& path, const Take& take) {
  const Result<std::unique_ptr<ByteSource>> bytes = OpenBytes(path, "");
  if (!bytes) return tl::unexpected(bytes.error());
  LineReader lines(**bytes);
  Line line;
  std::size_t count = 0;
  while (true) {
    const Result<bool> more = lines.Next(line);
    if (!more) return tl::unexpected(more.error());
    if (!*more) return {};
    if (line.text.empty()) continue;
    if (++count > kMaxNames)
      return Fail(fmt::format("`{}` has more than {} names", path, kMaxNames));
    const std::size_t tab = line.text.find('\t');
    const std::string_view rest =
        tab == std::string_view::npos ? std::string_view() : line.text.substr(tab + 1);
    const auto id = ReadWhole(rest.substr(0, rest.find('\t')));
    if (!id) {
      if (count == 1) continue;  // a count or a header
      return Fail(fmt::format("`{}`, line {}: expected a name, a tab and a number", path,
                              line.number));
    }
    std::string name(line.text.substr(0, tab));
    std::replace(name.begin(), name.end(), '_', ' ');
    take(*id, std::move(name));
  }
}

Entity EntityOf(std::string name) {
  Entity entity;
  const std::size_t open = name.rfind(" (");
  if (open != std::string::npos && name.back() == ')') {
    entity.country = name.substr(open + 2, name.size() - open - 3);
  }
  entity.name = std::move(name);
  return entity;
}

bool ReadRow(std::span<const std::string_view> fields, std::array<std::int64_t, 4>& row) {
  // A fifth number (zeros) stands in some copies.
  if (fields.size() != 4 && fields.size() != 5) return false;
  for (std::size_t i = 0; i < 4; ++i) {
    const auto number = ReadWhole(fields[i]);
    if (!number) return false;
    row[i] = *number;
  }
  return true;
}

// The first time and the step between times, in the numbers of train.txt.
Result<void> ReadTimes(const std::string& path, Tables& tables) {
  const Result<std::unique_ptr<ByteSource>> bytes = OpenBytes(path, "");
  if (!bytes) return tl::unexpected(bytes.error());
  LineReader lines(**bytes);
  Line line;
  std::vector<std::string_view> fields;
  std::array<std::int64_t, 4> row = {};
  bool any = false;
  std::int64_t unit = 0, reference = 0;
  while (true) {
    const Result<bool> more = lines.Next(line);
    if (!more) return tl::unexpected(more.error());
    if (!*more) break;
    CutBlanks(line.text, fields);
    if (!ReadRow(fields, row) || row[3] < -kMaxSteps * 1440 || row[3] > kMaxSteps * 1440) continue;
    if (!any) {
      reference = row[3];
      tables.first = row[3];
    }
    any = true;
    tables.first = std::min(tables.first, row[3]);
    unit = std::gcd(unit, row[3] - reference);
  }
  tables.unit = unit == 0 ? 1 : unit;
  return {};
}

class QuadrupleReader final : public RowReader {
 public:
  QuadrupleReader(Tables tables, std::int64_t start_day, std::int64_t steps_per_day)
      : tables_(std::move(tables)), start_day_(start_day), steps_per_day_(steps_per_day) {}

  Rejection Read(std::span<const std::string_view> fields, Event& event,
                 std::string* detail) override {
    std::array<std::int64_t, 4> row = {};
    if (!ReadRow(fields, row)) {
      if (detail != nullptr) *detail = "expected four whole numbers: subject relation object time";
      return Rejection::kWrongColumns;
    }
    const auto source = tables_.entities.find(row[0]), target = tables_.entities.find(row[2]);
    const auto relation = tables_.relations.find(row[1]);
    if (source == tables_.entities.end() || target == tables_.entities.end()) {
      return Reject(Rejection::kUnknownId,
                    fields[source == tables_.entities.end() ? 0 : 2], "subject or object",
                    "not in entity2id.txt", detail);
    }
    if (relation == tables_.relations.end()) {
      return Reject(Rejection::kUnknownId, fields[1], "relation", "not in relation2id.txt", detail);
    }
    if (row[3] < tables_.first || row[3] > tables_.first + kMaxSteps * tables_.unit) {
      return Reject(Rejection::kBadDate, fields[3], "time",
                    "before the first time of train.txt, or too far after it", detail);
    }
    event.day = start_day_ + (row[3] - tables_.first) / tables_.unit / steps_per_day_;
    event.known_from = event.day;
    event.source.name = source->second.name;
    event.source.country = source->second.country;
    event.target.name = target->second.name;
    event.target.country = target->second.country;
    event.text = relation->second;
    event.code = Codebook::Get().CodeNamed(relation->second);
    if (event.code.empty()) {
      return Reject(Rejection::kBadCode, relation->second, "relation",
                    "the name of no CAMEO code", detail);
    }
    return Rejection::kNone;
  }

 private:
  Tables tables_;
  std::int64_t start_day_, steps_per_day_;
};

fs::path Beside(const Sample& sample, const char* name) {
  return fs::path(sample.path).parent_path() / name;
}

double RecogniseQuadruples(const Sample& sample) {
  std::error_code error;
  if (!fs::exists(Beside(sample, "entity2id.txt"), error)) return 0;
  return ShareOfLines(sample, false, [](const std::string& line) {
    std::vector<std::string_view> fields;
    std::array<std::int64_t, 4> row = {};
    CutBlanks(line, fields);
    return ReadRow(fields, row);
  });
}

Result<RowFormat> OpenQuadruples(const Sample& sample, const ImporterOptions& options) {
  if (!options.start_day) {
    return Fail("times are numbers there; say the day of the first one with `--start-date`, for "
                "ICEWS14 2014-01-01");
  }
  Tables tables;
  Result<void> read = ReadNames(Beside(sample, "entity2id.txt").string(),
                                [&](std::int64_t id, std::string name) {
                                  tables.entities[id] = EntityOf(std::move(name));
                                });
  if (!read) return tl::unexpected(read.error());
  // A name that stands as a country behind others is itself a country.
  std::unordered_map<std::string, bool> countries;
  for (const auto& [id, entity] : tables.entities) {
    if (!entity.country.empty()) countries[entity.country] = true;
  }
  for (auto& [id, entity] : tables.entities) {
    if (entity.country.empty() && countries.contains(entity.name)) entity.country = entity.name;
  }
  read =
      ReadNames(Beside(sample, "relation2id.txt").string(),
                [&](std::int64_t id, std::string name) { tables.relations[id] = std::move(name); });
  if (!read) return tl::unexpected(read.error());
  std::error_code error;
  const fs::path train = Beside(sample, "train.txt");
  read = ReadTimes(fs::exists(train, error) ? train.string() : sample.path, tables);
  if (!read) return tl::unexpected(read.error());
  RowFormat format;
  format.reader = std::make_unique<QuadrupleReader>(
      std::move(tables), *options.start_day, std::max<std::int64_t>(1, options.steps_per_day));
  format.cut = Cut::kBlanks;
  format.dataset = fs::absolute(fs::path(sample.path), error).parent_path().filename().string();
  return format;
}

}  // namespace

const Importer kQuadruples = {
    "quadruples",
    "benchmark folders of temporal knowledge graphs: train, valid, test with entity2id, "
    "relation2id",
    "rows of four numbers in a folder with entity2id.txt; `--start-date` is needed",
    kUsed,
    false,
    RecogniseQuadruples,
    OpenQuadruples,
};

}  // namespace entente::record
