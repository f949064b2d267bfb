#include "record/importers/csv/csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "record/codebook/codebook.h"
#include "record/importers/columns.h"
#include "record/importers/row_parts.h"
#include "record/input/fields.h"
#include "record/input/rows.h"

namespace entente::record {
namespace {

constexpr std::array<ImporterColumn, 14> kUsed = {{
    {"date", "day (also: day, event_date, sqldate, timestamp)"},
    {"source", "source name, or its country if source_name is there (also: actor1, actor, from)"},
    {"target", "target name, or its country if target_name is there (also: actor2, recipient, to)"},
    {"code", "CAMEO code or PLOVER class (also: cameo, event_code, cameo_code, event_type)"},
    {"source_name", "source name"},
    {"target_name", "target name"},
    {"source_country", "source country"},
    {"target_country", "target country"},
    {"source_sectors, target_sectors", "sectors"},
    {"source_level, target_level", "state, sub or person"},
    {"goldstein", "Goldstein weight (also: weight, intensity, goldstein_scale)"},
    {"text", "what the event is called (also: event_text, description)"},
    {"id", "the table's own number (also: event_id)"},
    {"known_from", "when it could be known (also: date_added, publication_date)"},
}};

// What a column can be.
enum Use : std::size_t {
  kDate, kSource, kTarget, kCode, kSourceName, kTargetName, kSourceCountry, kTargetCountry,
  kSourceSectors, kTargetSectors, kSourceLevel, kTargetLevel, kGoldstein, kText, kId, kKnownFrom,
  kUses
};

struct UseNames {
  const char* name;  // as in --map
  std::initializer_list<std::string_view> usual;
};

const std::array<UseNames, kUses>& Uses() {
  static const std::array<UseNames, kUses> uses = {{
      {"date", {"date", "day", "event_date", "sqldate", "timestamp"}},
      {"source", {"source", "actor1", "actor", "from", "source_actor"}},
      {"target", {"target", "actor2", "recipient", "to", "target_actor"}},
      {"code", {"code", "cameo", "cameo_code", "event_code", "event_type", "relation"}},
      {"source_name", {"source_name", "actor1_name", "actor_name"}},
      {"target_name", {"target_name", "actor2_name", "recipient_name"}},
      {"source_country", {"source_country", "actor1_country", "actor1countrycode"}},
      {"target_country", {"target_country", "actor2_country", "actor2countrycode"}},
      {"source_sectors", {"source_sectors", "source_sector"}},
      {"target_sectors", {"target_sectors", "target_sector"}},
      {"source_level", {"source_level"}},
      {"target_level", {"target_level"}},
      {"goldstein", {"goldstein", "weight", "intensity", "goldstein_scale"}},
      {"text", {"text", "event_text", "description"}},
      {"id", {"id", "event_id"}},
      {"known_from", {"known_from", "date_added", "publication_date"}},
  }};
  return uses;
}

struct Columns {
  std::array<std::optional<std::size_t>, kUses> at;
  std::size_t count = 0;
};

char SeparatorOf(std::string_view line) {
  char best = ',';
  for (const char c : {';', '\t'}) {
    if (std::count(line.begin(), line.end(), c) > std::count(line.begin(), line.end(), best)) {
      best = c;
    }
  }
  return best;
}

std::string UseList() {
  std::vector<std::string> names;
  for (const UseNames& use : Uses()) names.emplace_back(use.name);
  return fmt::format("{}", fmt::join(names, ", "));
}

Result<Columns> ColumnsOf(const Header& header,
                          const std::map<std::string, std::string>& told) {
  Columns columns;
  columns.count = header.size();
  for (const auto& [name, column] : told) {
    const auto& uses = Uses();
    const auto use = std::find_if(uses.begin(), uses.end(),
                                  [&](const UseNames& known) { return name == known.name; });
    if (use == uses.end()) {
      return Fail(fmt::format("`--map {}={}`: no such part of an event; there are {}", name, column,
                              UseList()));
    }
    const auto found = header.Find(column);
    if (!found) {
      return Fail(fmt::format("`--map {}={}`: no such column; the header has {}", name, column,
                              fmt::join(header.names(), ", ")));
    }
    columns.at[static_cast<std::size_t>(use - uses.begin())] = found;
  }
  for (std::size_t use = 0; use < kUses; ++use) {
    // A column that was told to be something is nothing else.
    const auto found = header.Find(Uses()[use].usual);
    if (columns.at[use] || !found) continue;
    if (std::find(columns.at.begin(), columns.at.end(), found) == columns.at.end()) {
      columns.at[use] = found;
    }
  }
  for (const Use needed : {kDate, kSource, kTarget, kCode}) {
    if (columns.at[needed]) continue;
    if (needed == kSource && (columns.at[kSourceName] || columns.at[kSourceCountry])) continue;
    if (needed == kTarget && (columns.at[kTargetName] || columns.at[kTargetCountry])) continue;
    return Fail(fmt::format("no column is the event's {0}; say which with `--map {0}=COLUMN`; the "
                            "header has {1}", Uses()[needed].name,
                            fmt::join(header.names(), ", ")));
  }
  return columns;
}

class CsvReader final : public RowReader {
 public:
  explicit CsvReader(const Columns& columns) : columns_(columns) {}

  Rejection Read(std::span<const std::string_view> fields, Event& event,
                 std::string* detail) override {
    if (fields.size() != columns_.count) {
      return WrongColumns(columns_.count, fields.size(), detail);
    }
    const auto at = [&](Use use) { return OrEmpty(At(fields, columns_.at[use])); };
    Rejection fault = TakeDate(at(kDate), "date", event, detail);
    if (fault == Rejection::kNone) fault = TakeCode(at(kCode), event, detail);
    if (fault == Rejection::kNone) fault = TakeWeight(at(kGoldstein), "goldstein", event, detail);
    if (fault != Rejection::kNone) return fault;
    if (const std::string_view known = at(kKnownFrom); !known.empty()) {
      const auto day = ReadDay(known.size() > 8 && known[4] != '-' && known[4] != '/'
                                   ? known.substr(0, 8) : known);
      if (!day) {
        return Reject(Rejection::kBadDate, known, "known_from", "expected a day such as 2018-06-01",
                      detail);
      }
      event.known_from = std::max(event.day, *day);
    }
    event.source = PartyOf(at(kSource), at(kSourceName), at(kSourceCountry), at(kSourceSectors),
                           at(kSourceLevel));
    event.target = PartyOf(at(kTarget), at(kTargetName), at(kTargetCountry), at(kTargetSectors),
                           at(kTargetLevel));
    event.text = at(kText);
    event.id = at(kId);
    return CheckActors(event, detail);
  }

 private:
  static Rejection TakeCode(std::string_view code, Event& event, std::string* detail) {
    event.code = code;
    if (IsCameo(code)) return Rejection::kNone;
    for (const std::string& plover : Codebook::Get().plover_classes()) {
      if (!EqualsIgnoringCase(plover, code)) continue;
      event.code = plover;
      return Rejection::kNone;
    }
    return Reject(Rejection::kBadCode, code, "code",
                  "expected a CAMEO code, two to four digits from 01 to 20, or a PLOVER class",
                  detail);
  }

  // Where both an actor and its name are given, the actor is the country.
  static Party PartyOf(std::string_view actor, std::string_view name, std::string_view country,
                       std::string_view sectors, std::string_view level) {
    Party party{name.empty() ? actor : name, sectors, country, level, {}};
    if (country.empty() && !name.empty()) party.country = actor;
    LevelFromCountry(party);
    return party;
  }

  Columns columns_;
};

Header HeaderOf(const Sample& sample) {
  return Header::OfQuoted(sample.lines[0], SeparatorOf(sample.lines[0]));
}

double RecogniseCsv(const Sample& sample) {
  if (sample.lines.size() < 2) return 0;
  return ColumnsOf(HeaderOf(sample), {}) ? 0.9 : 0.0;
}

Result<RowFormat> OpenCsv(const Sample& sample, const ImporterOptions& options) {
  if (sample.lines.empty()) return Fail("the file is empty");
  const Header header = HeaderOf(sample);
  Result<Columns> columns = ColumnsOf(header, options.columns);
  if (!columns) return tl::unexpected(columns.error());
  RowFormat format;
  format.reader = std::make_unique<CsvReader>(*columns);
  format.cut = Cut::kQuoted;
  format.separator = SeparatorOf(sample.lines[0]);
  format.has_header = true;
  const bool icews_copy = header.Find("source_level") && header.Find("target_level") &&
                          header.Find("cameo") && header.Find("goldstein");
  std::filesystem::path name = std::filesystem::path(sample.path).filename();
  while (name.has_extension() && name.has_stem()) name = name.stem();  // events.csv.gz: events
  format.dataset = icews_copy ? "icews" : name.string();
  return format;
}

}  // namespace

const Importer kCsv = {
    "csv",
    "a table with a header and any columns (`--map` says which is what)",
    "a header that has columns for date, source, target and code",
    kUsed,
    false,
    RecogniseCsv,
    OpenCsv,
};

}  // namespace entente::record
