#include "record/store/store.h"

#include <fmt/format.h>

#include <algorithm>

#include "database/sqlite.h"

namespace entente::record {
namespace {

using database::Statement;
using database::Transaction;

constexpr database::Wording kWording{
    .kind = "record store",
    .absent = "; make one with `entente record import`, or name it with `--store`",
    .foreign = "; name another file with `--store`",
    .damaged = "; import the data again into a new file"};

constexpr std::int64_t kApplicationId = 0x456e7465;  // "Ente", in the file's header
constexpr std::int64_t kSchemaVersion = 1;

constexpr const char* kSchema = R"sql(
CREATE TABLE dataset (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE file (
  id INTEGER PRIMARY KEY, dataset INTEGER NOT NULL, path TEXT NOT NULL, format TEXT NOT NULL,
  content INTEGER NOT NULL, rows INTEGER NOT NULL, stored INTEGER NOT NULL,
  rejected INTEGER NOT NULL, cover_from INTEGER NOT NULL, cover_to INTEGER NOT NULL);
CREATE TABLE country (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE actor (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, sectors TEXT NOT NULL, country INTEGER NOT NULL,
  level TEXT NOT NULL, UNIQUE (name, country, sectors, level));
CREATE TABLE wording (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);
CREATE TABLE event (
  dataset INTEGER NOT NULL, day INTEGER NOT NULL, hash INTEGER NOT NULL,
  source INTEGER NOT NULL, target INTEGER NOT NULL,
  source_country INTEGER NOT NULL, target_country INTEGER NOT NULL,
  code TEXT NOT NULL, goldstein REAL, wording INTEGER NOT NULL, known_from INTEGER NOT NULL,
  own_id TEXT NOT NULL, file INTEGER NOT NULL,
  PRIMARY KEY (dataset, day, hash)) WITHOUT ROWID;
CREATE INDEX event_pair ON event (dataset, source_country, target_country, day);
PRAGMA application_id = 1164866661;
PRAGMA user_version = 1;
)sql";
static_assert(kApplicationId == 1164866661);

Result<void> MakeSchema(const Database& database) {
  // Two programs may meet on a new file: look again inside the transaction.
  Result<Transaction> transaction = Transaction::Begin(database);
  if (!transaction) return tl::unexpected(transaction.error());
  const Result<std::int64_t> version = database.Scalar("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  if (*version == 0) {
    if (Result<void> made = database.Execute(kSchema); !made) return made;
  }
  return transaction->Commit();
}

Result<void> Prepare(const Database& database, Access access) {
  const Result<bool> fresh = database::IsFresh(database, {kApplicationId, kSchemaVersion});
  if (!fresh) return tl::unexpected(fresh.error());
  // 64 MiB of pages bound the memory; what does not fit goes to the disk.
  if (auto set = database.Execute("PRAGMA cache_size = -65536; PRAGMA synchronous = FULL"); !set) {
    return set;
  }
  if (!*fresh) return {};
  if (access == Access::kRead) {
    return Fail(fmt::format("`{}` is empty; import data with `entente record import`",
                            database.path()));
  }
  // Readers and one writer at a time do not wait for each other; where the file system has no
  // shared memory for it, SQLite keeps to its rollback journal, which is as safe.
  (void)database.Scalar("PRAGMA journal_mode = WAL");
  return MakeSchema(database);
}

}  // namespace

std::vector<DaySpan> Merged(std::vector<DaySpan> spans) {
  std::erase_if(spans, [](const DaySpan& span) { return span.to < span.from; });
  std::sort(spans.begin(), spans.end(), [](const DaySpan& a, const DaySpan& b) {
    return a.from != b.from ? a.from < b.from : a.to < b.to;
  });
  std::vector<DaySpan> merged;
  for (const DaySpan& span : spans) {
    if (!merged.empty() && span.from <= merged.back().to + 1) {
      merged.back().to = std::max(merged.back().to, span.to);
    } else {
      merged.push_back(span);
    }
  }
  return merged;
}

std::int64_t CoveredDays(const std::vector<DaySpan>& merged, DaySpan days) {
  std::int64_t covered = 0;
  for (const DaySpan& span : merged) {
    const std::int64_t from = std::max(span.from, days.from), to = std::min(span.to, days.to);
    if (from <= to) covered += to - from + 1;
  }
  return covered;
}

Store::Store(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Store::Store(Store&&) noexcept = default;
Store& Store::operator=(Store&&) noexcept = default;
Store::~Store() = default;

const std::string& Store::path() const { return database_->path(); }

Result<void> Store::CopyTo(const std::string& path) const {
  if (auto done = database::Do(*database_, "VACUUM INTO ?", path); !done) return done;
  Result<Database> copy = Database::Open(path, false, kWording);
  if (!copy) return tl::unexpected(copy.error());
  (void)copy->Scalar("PRAGMA journal_mode = WAL");  // as Prepare has it
  return {};
}

Result<Store> Store::Open(const std::string& path, Access access) {
  Result<Database> database = Database::Open(path, access == Access::kWrite, kWording);
  if (!database) return tl::unexpected(database.error());
  if (Result<void> prepared = Prepare(*database, access); !prepared) {
    return tl::unexpected(prepared.error());
  }
  return Store(std::make_unique<Database>(std::move(*database)));
}

Result<std::vector<DatasetInfo>> Store::Datasets() const {
  Result<Statement> rows = database_->Prepare(
      // A file's `stored` counts what it added, so that their sum is the number of events.
      "SELECT d.name, (SELECT coalesce(sum(stored), 0) FROM file f WHERE f.dataset = d.id), "
      "(SELECT min(day) FROM event e WHERE e.dataset = d.id), "
      "(SELECT max(day) FROM event e WHERE e.dataset = d.id), d.id FROM dataset d ORDER BY d.name");
  if (!rows) return tl::unexpected(rows.error());
  Result<Statement> spans =
      database_->Prepare("SELECT cover_from, cover_to FROM file WHERE dataset = ?");
  if (!spans) return tl::unexpected(spans.error());
  std::vector<DatasetInfo> datasets;
  while (true) {
    const Result<bool> row = rows->Step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return datasets;
    DatasetInfo info;
    info.name = rows->Text(0);
    info.events = rows->Int(1);
    if (info.events > 0) info.days = {rows->Int(2), rows->Int(3)};
    spans->Reset();
    spans->Bind(1, rows->Int(4));
    std::vector<DaySpan> coverage;
    while (true) {
      const Result<bool> span = spans->Step();
      if (!span) return tl::unexpected(span.error());
      if (!*span) break;
      coverage.push_back({spans->Int(0), spans->Int(1)});
    }
    info.coverage = Merged(std::move(coverage));
    datasets.push_back(std::move(info));
  }
}

Result<DatasetInfo> Store::Dataset(const std::string& name) const {
  Result<std::vector<DatasetInfo>> all = Datasets();
  if (!all) return tl::unexpected(all.error());
  std::string names;
  for (DatasetInfo& info : *all) {
    if (info.name == name || (name.empty() && all->size() == 1)) return std::move(info);
    names += (names.empty() ? "`" : ", `") + info.name + "`";
  }
  if (all->empty()) return Fail(fmt::format("`{}` holds no data set", path()));
  if (name.empty()) {
    return Fail(fmt::format("`{}` holds several data sets; name one of {}", path(), names));
  }
  return Fail(fmt::format("`{}` holds no data set `{}`; it has {}", path(), name, names));
}

Result<std::vector<FileInfo>> Store::Files(const std::string& dataset) const {
  Result<Statement> rows = database_->Prepare(
      "SELECT path, format, rows, stored, rejected, cover_from, cover_to FROM file WHERE dataset = "
      "(SELECT id FROM dataset WHERE name = ?) ORDER BY id");
  if (!rows) return tl::unexpected(rows.error());
  rows->Bind(1, dataset);
  std::vector<FileInfo> files;
  while (true) {
    const Result<bool> row = rows->Step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return files;
    FileInfo file;
    file.path = rows->Text(0);
    file.format = rows->Text(1);
    file.rows = rows->Int(2);
    file.stored = rows->Int(3);
    file.rejected = rows->Int(4);
    file.coverage = {rows->Int(5), rows->Int(6)};
    files.push_back(std::move(file));
  }
}

}  // namespace entente::record
