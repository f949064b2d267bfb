#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>
#include <unordered_map>

#include "base/diagnostic.h"
#include "database/sqlite.h"
#include "record/actors/actor_map.h"
#include "record/codebook/codebook.h"
#include "record/input/fields.h"
#include "record/store/store.h"

namespace entente::record {
namespace {

using database::Statement;

// Up to so many countries on either side the index by pair is worth its while.
constexpr std::size_t kMaxIndexedCountries = 24;

struct KnownActor {
  std::string name, sectors, country, level;
  std::string_view actor;  // of the model
  bool is_source = true, is_target = true;

  Party AsParty() const { return {name, sectors, country, level, actor}; }
};

bool Matches(const KnownActor& actor, const std::string& wanted, bool mapped) {
  if (wanted.empty()) return true;
  if (mapped) return actor.actor == wanted;
  return EqualsIgnoringCase(actor.name, wanted) || EqualsIgnoringCase(actor.country, wanted);
}

// The actors of the store, and the countries that sources and targets of a query can have.
struct ActorTable {
  std::unordered_map<std::int64_t, KnownActor> actors;
  std::set<std::int64_t> source_countries, target_countries;
};

Result<ActorTable> LoadActors(const Database& database, const EventQuery& query) {
  Result<Statement> rows = database.Prepare(
      "SELECT a.id, a.name, a.sectors, c.name, a.level, c.id FROM actor a JOIN country c "
      "ON c.id = a.country");
  if (!rows) return tl::unexpected(rows.error());
  ActorTable table;
  while (true) {
    const Result<bool> row = rows->Step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return table;
    KnownActor actor{std::string(rows->Text(1)), std::string(rows->Text(2)),
                     std::string(rows->Text(3)), std::string(rows->Text(4)), {}, true, true};
    if (query.actors != nullptr) {
      actor.actor = query.actors->Find(actor.AsParty());
      if (actor.actor == "-") actor.actor = {};
    }
    actor.is_source = Matches(actor, query.from, query.actors != nullptr);
    actor.is_target = Matches(actor, query.to, query.actors != nullptr);
    if (actor.is_source) table.source_countries.insert(rows->Int(5));
    if (actor.is_target) table.target_countries.insert(rows->Int(5));
    table.actors.emplace(rows->Int(0), std::move(actor));
  }
}

// A misspelt name is an error, not an empty series.
Result<void> CheckFound(const EventQuery& query, const ActorTable& table) {
  if (query.actors != nullptr) return {};
  for (const bool source : {true, false}) {
    const std::string& name = source ? query.from : query.to;
    const auto& countries = source ? table.source_countries : table.target_countries;
    if (name.empty() || !countries.empty()) continue;
    std::set<std::string> known;
    for (const auto& [id, actor] : table.actors) {
      known.insert(actor.name);
      known.insert(actor.country);
    }
    const auto near = NearestName(name, {known.begin(), known.end()});
    return Fail(fmt::format("nobody in the store has the name or the country `{}`{}", name,
                            near ? "; did you mean `" + *near + "`?" : ""));
  }
  return {};
}

Result<void> CheckNames(const EventQuery& query) {
  if (query.actors == nullptr) return {};
  for (const std::string* name : {&query.from, &query.to}) {
    if (name->empty() || query.actors->Names(*name)) continue;
    return Fail(fmt::format("the actor map has no row for `{}`; it maps to {}", *name,
                            fmt::join(query.actors->actors(), ", ")));
  }
  return {};
}

std::string SelectOf(const EventQuery& query, const ActorTable& table) {
  const bool indexed = !query.from.empty() && !query.to.empty() &&
                       table.source_countries.size() <= kMaxIndexedCountries &&
                       table.target_countries.size() <= kMaxIndexedCountries;
  std::string sql = fmt::format(
      "SELECT day, source, target, code, goldstein, wording, known_from, own_id FROM event {} "
      "WHERE dataset = (SELECT id FROM dataset WHERE name = ?1) AND day >= ?2 AND day <= ?3 AND "
      "known_from <= ?4",
      indexed ? "INDEXED BY event_pair" : "");
  if (indexed) {
    sql += fmt::format(" AND source_country IN ({}) AND target_country IN ({})",
                       fmt::join(table.source_countries, ","),
                       fmt::join(table.target_countries, ","));
  }
  return sql + " ORDER BY day, hash";
}

class Wordings {
 public:
  static Result<Wordings> Open(const Database& database) {
    Result<Statement> find = database.Prepare("SELECT text FROM wording WHERE id = ?");
    if (!find) return tl::unexpected(find.error());
    return Wordings(std::move(*find));
  }
  Result<std::string_view> Of(std::int64_t id) {
    const auto known = texts_.find(id);
    if (known != texts_.end()) return std::string_view(known->second);
    if (texts_.size() > 100'000) texts_.clear();
    find_.Reset();
    find_.Bind(1, id);
    const Result<bool> row = find_.Step();
    if (!row) return tl::unexpected(row.error());
    return std::string_view(texts_.emplace(id, *row ? find_.Text(0) : "").first->second);
  }

 private:
  explicit Wordings(Statement find) : find_(std::move(find)) {}
  Statement find_;
  std::unordered_map<std::int64_t, std::string> texts_;
};

// What makes events of a day the same when they are collapsed: who, whom and what, as the reader
// words them (an actor's sectors may change between rows).
class DayFilter {
 public:
  bool IsFirst(const Event& event) {
    if (event.day != day_) seen_.clear();
    day_ = event.day;
    return seen_.emplace(event.source.name, event.source.country, event.target.name,
                         event.target.country, event.code).second;
  }

 private:
  std::int64_t day_ = 0;
  std::set<std::tuple<std::string, std::string, std::string, std::string, std::string>> seen_;
};

}  // namespace

Result<std::uint64_t> Store::ForEachEvent(const EventQuery& query, const EventSink& sink) const {
  const Result<DatasetInfo> dataset = Dataset(query.dataset);
  if (!dataset) return tl::unexpected(dataset.error());
  if (Result<void> known = CheckNames(query); !known) return tl::unexpected(known.error());
  const Result<Categories> categories = Categories::Of(query.categories);
  if (!categories) return tl::unexpected(categories.error());
  const Result<ActorTable> table = LoadActors(*database_, query);
  if (!table) return tl::unexpected(table.error());
  if (Result<void> found = CheckFound(query, *table); !found) return tl::unexpected(found.error());
  Result<Wordings> wordings = Wordings::Open(*database_);
  if (!wordings) return tl::unexpected(wordings.error());
  Result<Statement> rows = database_->Prepare(SelectOf(query, *table));
  if (!rows) return tl::unexpected(rows.error());
  constexpr std::int64_t kFar = std::int64_t{1} << 40U;
  rows->Bind(1, dataset->name);
  rows->Bind(2, query.from_day.value_or(-kFar));
  rows->Bind(3, query.to_day.value_or(kFar));
  rows->Bind(4, query.known_by.value_or(kFar));
  DayFilter filter;
  std::uint64_t count = 0;
  while (true) {
    const Result<bool> row = rows->Step();
    if (!row) return tl::unexpected(row.error());
    if (!*row) return count;
    const auto source = table->actors.find(rows->Int(1)), target = table->actors.find(rows->Int(2));
    // An importer may have added actors since the table was read; its events are not ours yet.
    if (source == table->actors.end() || target == table->actors.end()) continue;
    if (!source->second.is_source || !target->second.is_target) continue;
    Event event;
    event.code = rows->Text(3);
    if (!categories->Contain(event.code)) continue;
    event.day = rows->Int(0);
    event.source = source->second.AsParty();
    event.target = target->second.AsParty();
    if (query.collapse_days && !filter.IsFirst(event)) continue;
    event.goldstein = rows->Real(4);
    if (std::isnan(event.goldstein)) event.goldstein = Codebook::Get().GoldsteinOf(event.code);
    const Result<std::string_view> text = wordings->Of(rows->Int(5));
    if (!text) return tl::unexpected(text.error());
    event.text = *text;
    event.known_from = rows->Int(6);
    event.id = rows->Text(7);
    ++count;
    if (!sink(event)) return count;
  }
}

}  // namespace entente::record
