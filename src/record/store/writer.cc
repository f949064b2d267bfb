#include "record/store/writer.h"

#include <bit>
#include <cmath>
#include <string_view>
#include <unordered_map>

#include "base/hash.h"
#include "database/sqlite.h"

namespace entente::record {
namespace {

using database::Statement;

// Beyond so many texts the table in memory is started afresh; the database remembers all of them.
constexpr std::size_t kMaxCached = 200'000;
// From so many new events on it is faster to make the pair index anew at the end than to keep it.
constexpr std::int64_t kBulkRows = 100'000;

class Hasher {
 public:
  void Add(std::string_view text) {
    for (const char c : text) Byte(static_cast<std::uint8_t>(c));
    Byte(0x1f);  // unit separator
  }
  void Add(std::uint64_t word) {
    for (int shift = 0; shift < 64; shift += 8) Byte(static_cast<std::uint8_t>(word >> shift));
  }
  std::uint64_t value() const { return hash_; }

 private:
  void Byte(std::uint8_t byte) {
    hash_ ^= byte;
    hash_ *= 0x100000001b3ULL;
  }
  std::uint64_t hash_ = Fnv1a64("");
};

void AddParty(const Party& party, Hasher& hasher) {
  hasher.Add(party.name);
  hasher.Add(party.sectors);
  hasher.Add(party.country);
  hasher.Add(party.level);
}

// Numbers for texts: a table in the database with a bounded one in memory before it.
class Interner {
 public:
  Interner(Statement find, Statement insert) : find_(std::move(find)), insert_(std::move(insert)) {}

  // `bind` sets the parameters of either statement.
  template <typename Bind>
  Result<std::int64_t> Of(const std::string& key, const Database& database, const Bind& bind) {
    const auto cached = cache_.find(key);
    if (cached != cache_.end()) return cached->second;
    find_.Reset();
    bind(find_);
    const Result<bool> found = find_.Step();
    if (!found) return tl::unexpected(found.error());
    std::int64_t id = *found ? find_.Int(0) : 0;
    find_.Reset();
    if (!*found) {
      bind(insert_);
      if (Result<void> inserted = insert_.Run(); !inserted) {
        return tl::unexpected(inserted.error());
      }
      id = database.last_row_id();
    }
    if (cache_.size() >= kMaxCached) cache_.clear();
    cache_.emplace(key, id);
    return id;
  }

 private:
  Statement find_, insert_;
  std::unordered_map<std::string, std::int64_t> cache_;
};

Result<Interner> MakeInterner(const Database& database, const char* find, const char* insert) {
  Result<Statement> finding = database.Prepare(find);
  if (!finding) return tl::unexpected(finding.error());
  Result<Statement> inserting = database.Prepare(insert);
  if (!inserting) return tl::unexpected(inserting.error());
  return Interner(std::move(*finding), std::move(*inserting));
}

}  // namespace

std::uint64_t HashOf(const Event& event) {
  Hasher hasher;
  AddParty(event.source, hasher);
  AddParty(event.target, hasher);
  hasher.Add(event.code);
  hasher.Add(event.text);
  hasher.Add(event.id);
  hasher.Add(std::isnan(event.goldstein) ? ~0ULL : std::bit_cast<std::uint64_t>(event.goldstein));
  hasher.Add(static_cast<std::uint64_t>(event.known_from));
  return hasher.value();
}

struct StoreWriter::State {
  State(Database& db, Interner actor_ids, Interner country_ids, Interner wording_ids,
        Statement insert_event, Statement file_of_event)
      : database(db), actors(std::move(actor_ids)), countries(std::move(country_ids)),
        wordings(std::move(wording_ids)), insert(std::move(insert_event)),
        origin(std::move(file_of_event)) {}

  struct Ids {
    std::int64_t actor = 0, country = 0;
  };

  Result<Ids> IdsOf(const Party& party) {
    key.assign(party.country);
    const Result<std::int64_t> country = countries.Of(
        key, database, [&](Statement& statement) { statement.Bind(1, party.country); });
    if (!country) return tl::unexpected(country.error());
    key.assign(party.name);
    for (const std::string_view part : {party.country, party.sectors, party.level}) {
      key += '\x1f';
      key += part;
    }
    const Result<std::int64_t> actor = actors.Of(key, database, [&](Statement& statement) {
      statement.Bind(1, party.name);
      statement.Bind(2, *country);
      statement.Bind(3, party.sectors);
      statement.Bind(4, party.level);
    });
    if (!actor) return tl::unexpected(actor.error());
    return Ids{*actor, *country};
  }

  Database& database;
  Interner actors, countries, wordings;
  Statement insert, origin;
  std::int64_t dataset = 0, file = 0, added = 0;
  bool bulk = false;
  std::string key;
};

StoreWriter::StoreWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
StoreWriter::StoreWriter(StoreWriter&&) noexcept = default;
StoreWriter& StoreWriter::operator=(StoreWriter&&) noexcept = default;
StoreWriter::~StoreWriter() {
  if (state_ == nullptr) return;
  state_->insert.Reset();
  state_->origin.Reset();
  if (state_->database.in_transaction()) (void)state_->database.Execute("ROLLBACK");
}

namespace {

Result<std::int64_t> DatasetId(const Database& database, const std::string& name) {
  Result<Interner> interner = MakeInterner(database, "SELECT id FROM dataset WHERE name = ?",
                                           "INSERT INTO dataset (name) VALUES (?)");
  if (!interner) return tl::unexpected(interner.error());
  return interner->Of(name, database, [&](Statement& statement) { statement.Bind(1, name); });
}

// The new file's row, filled in at the end.
Result<std::int64_t> MakeFile(const Database& database, std::int64_t dataset) {
  Result<Statement> insert =
      database.Prepare("INSERT INTO file VALUES (NULL, ?, '', '', 0, 0, 0, 0, 0, -1)");
  if (!insert) return tl::unexpected(insert.error());
  insert->Bind(1, dataset);
  if (Result<void> inserted = insert->Run(); !inserted) return tl::unexpected(inserted.error());
  return database.last_row_id();
}

Result<void> Forget(const Database& database, std::int64_t dataset) {
  for (const char* sql :
       {"DELETE FROM event WHERE dataset = ?", "DELETE FROM file WHERE dataset = ?"}) {
    Result<Statement> forget = database.Prepare(sql);
    if (!forget) return tl::unexpected(forget.error());
    forget->Bind(1, dataset);
    if (Result<void> forgotten = forget->Run(); !forgotten) return forgotten;
  }
  return {};
}

}  // namespace

Result<StoreWriter> StoreWriter::Begin(Store& store, const std::string& dataset, bool replace) {
  Database& database = store.database();
  Result<Interner> actors = MakeInterner(
      database, "SELECT id FROM actor WHERE name = ? AND country = ? AND sectors = ? AND level = ?",
      "INSERT INTO actor (name, country, sectors, level) VALUES (?, ?, ?, ?)");
  if (!actors) return tl::unexpected(actors.error());
  Result<Interner> countries = MakeInterner(database, "SELECT id FROM country WHERE name = ?",
                                            "INSERT INTO country (name) VALUES (?)");
  if (!countries) return tl::unexpected(countries.error());
  Result<Interner> wordings = MakeInterner(database, "SELECT id FROM wording WHERE text = ?",
                                           "INSERT INTO wording (text) VALUES (?)");
  if (!wordings) return tl::unexpected(wordings.error());
  Result<Statement> insert = database.Prepare(
      "INSERT OR IGNORE INTO event VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!insert) return tl::unexpected(insert.error());
  Result<Statement> origin =
      database.Prepare("SELECT file FROM event WHERE dataset = ? AND day = ? AND hash = ?");
  if (!origin) return tl::unexpected(origin.error());
  if (Result<void> begun = database.Execute("BEGIN IMMEDIATE"); !begun) {
    return tl::unexpected(begun.error());
  }
  StoreWriter writer(std::make_unique<State>(database, std::move(*actors), std::move(*countries),
                                             std::move(*wordings), std::move(*insert),
                                             std::move(*origin)));
  const Result<std::int64_t> id = DatasetId(database, dataset);
  if (!id) return tl::unexpected(id.error());
  writer.state_->dataset = *id;
  if (replace) {
    if (Result<void> forgotten = Forget(database, *id); !forgotten) {
      return tl::unexpected(forgotten.error());
    }
  }
  const Result<std::int64_t> file = MakeFile(database, *id);
  if (!file) return tl::unexpected(file.error());
  writer.state_->file = *file;
  return writer;
}

Result<Added> StoreWriter::Add(const Event& event) {
  State& state = *state_;
  const Result<State::Ids> source = state.IdsOf(event.source);
  if (!source) return tl::unexpected(source.error());
  const Result<State::Ids> target = state.IdsOf(event.target);
  if (!target) return tl::unexpected(target.error());
  state.key.assign(event.text);
  const Result<std::int64_t> wording = state.wordings.Of(
      state.key, state.database, [&](Statement& statement) { statement.Bind(1, event.text); });
  if (!wording) return tl::unexpected(wording.error());
  const auto hash = static_cast<std::int64_t>(HashOf(event));
  Statement& insert = state.insert;
  insert.Bind(1, state.dataset);
  insert.Bind(2, event.day);
  insert.Bind(3, hash);
  insert.Bind(4, source->actor);
  insert.Bind(5, target->actor);
  insert.Bind(6, source->country);
  insert.Bind(7, target->country);
  insert.Bind(8, event.code);
  insert.BindReal(9, event.goldstein);
  insert.Bind(10, *wording);
  insert.Bind(11, event.known_from);
  insert.Bind(12, event.id);
  insert.Bind(13, state.file);
  if (Result<void> inserted = insert.Run(); !inserted) return tl::unexpected(inserted.error());
  if (state.database.changes() > 0) {
    if (++state.added == kBulkRows) {
      if (Result<void> dropped = state.database.Execute("DROP INDEX event_pair"); !dropped) {
        return tl::unexpected(dropped.error());
      }
      state.bulk = true;
    }
    return Added::kNew;
  }
  Statement& origin = state.origin;
  origin.Bind(1, state.dataset);
  origin.Bind(2, event.day);
  origin.Bind(3, hash);
  const Result<bool> found = origin.Step();
  if (!found) return tl::unexpected(found.error());
  const bool ours = *found && origin.Int(0) == state.file;
  origin.Reset();
  return ours ? Added::kRepeated : Added::kKnown;
}

Result<void> StoreWriter::Commit(const FileInfo& file, std::uint64_t content) {
  State& state = *state_;
  const Database& database = state.database;
  if (state.bulk) {
    if (Result<void> made = database.Execute(
            "CREATE INDEX event_pair ON event (dataset, source_country, target_country, day)");
        !made) {
      return made;
    }
  }
  // A file that brought nothing new and is listed already stays listed once; the coverage that is
  // told for it now may be another.
  Result<Statement> drop = database.Prepare(
      "DELETE FROM file WHERE dataset = ?1 AND id = ?2 AND ?3 = 0 AND EXISTS (SELECT 1 FROM file f "
      "WHERE f.dataset = ?1 AND f.id <> ?2 AND f.content = ?4 AND f.cover_from <= ?5 AND "
      "f.cover_to >= ?6)");
  if (!drop) return tl::unexpected(drop.error());
  drop->Bind(1, state.dataset);
  drop->Bind(2, state.file);
  drop->Bind(3, state.added);
  drop->Bind(4, static_cast<std::int64_t>(content));
  drop->Bind(5, file.coverage.from);
  drop->Bind(6, file.coverage.to);
  if (Result<void> dropped = drop->Run(); !dropped) return dropped;
  Result<Statement> fill = database.Prepare(
      "UPDATE file SET path = ?, format = ?, content = ?, rows = ?, stored = ?, rejected = ?, "
      "cover_from = ?, cover_to = ? WHERE id = ?");
  if (!fill) return tl::unexpected(fill.error());
  fill->Bind(1, file.path);
  fill->Bind(2, file.format);
  fill->Bind(3, static_cast<std::int64_t>(content));
  fill->Bind(4, file.rows);
  fill->Bind(5, file.stored);
  fill->Bind(6, file.rejected);
  fill->Bind(7, file.coverage.from);
  fill->Bind(8, file.coverage.to);
  fill->Bind(9, state.file);
  if (Result<void> filled = fill->Run(); !filled) return filled;
  if (Result<void> committed = database.Execute("COMMIT"); !committed) return committed;
  // Committed; folding the log into the file is tidiness and may fail on a full disk.
  if (state.bulk) (void)database.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
  return {};
}

}  // namespace entente::record
