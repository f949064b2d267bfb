#include "record/importers/gdelt/gdelt.h"

#include <algorithm>
#include <array>

#include "record/importers/row_parts.h"
#include "record/input/fields.h"
#include "record/input/lines.h"

namespace entente::record {
namespace {

// Both versions agree up to column 39; then version 2.0 has three more.
enum Field : std::size_t {
  kId = 0, kDate = 1, kActor1 = 5, kActor2 = 15, kCode = 26, kWeight = 30,
};
// Within an actor's ten columns.
enum ActorField : std::size_t {
  kActorName = 1,
  kActorCountry = 2,
  kActorGroup = 3,
  kActorType = 7
};

constexpr std::array<ImporterColumn, 14> kUsed = {{
    {"GLOBALEVENTID", "id"},
    {"SQLDATE", "day"},
    {"Actor1Name", "source name"},
    {"Actor1CountryCode", "source country"},
    {"Actor1KnownGroupCode, Actor1Type1Code to 3", "source sectors"},
    {"Actor1Code", "source name where there is none"},
    {"Actor2Name", "target name"},
    {"Actor2CountryCode", "target country"},
    {"Actor2KnownGroupCode, Actor2Type1Code to 3", "target sectors"},
    {"Actor2Code", "target name where there is none"},
    {"EventCode", "code"},
    {"GoldsteinScale", "Goldstein weight"},
    {"DATEADDED", "known from"},
    {"the rest", "not used"},
}};

class GdeltReader final : public RowReader {
 public:
  // `columns`: what a row may have, `widest` the most.
  GdeltReader(std::size_t columns, std::size_t widest, std::size_t added)
      : columns_(columns), widest_(widest), added_(added) {}

  Rejection Read(std::span<const std::string_view> fields, Event& event,
                 std::string* detail) override {
    if (fields.size() != columns_ && fields.size() != widest_) {
      return WrongColumns(columns_, fields.size(), detail);
    }
    Rejection fault = TakeDate(fields[kDate], "SQLDATE", event, detail);
    if (fault == Rejection::kNone) fault = TakeCameo(fields[kCode], "EventCode", event, detail);
    if (fault == Rejection::kNone) {
      fault = TakeWeight(fields[kWeight], "GoldsteinScale", event, detail);
    }
    if (fault != Rejection::kNone) return fault;
    // A day, or a day and a time without a break in version 2.0.
    const auto added = ReadDay(fields[added_].substr(0, 8));
    if (!added) {
      return Reject(Rejection::kBadDate, fields[added_], "DATEADDED",
                    "expected a day such as 20180601", detail);
    }
    event.known_from = std::max(event.day, *added);
    TakeParty(fields.subspan(kActor1, 10), event.source, source_sectors_);
    TakeParty(fields.subspan(kActor2, 10), event.target, target_sectors_);
    event.id = Trimmed(fields[kId]);
    return CheckActors(event, detail);
  }

 private:
  static void TakeParty(std::span<const std::string_view> fields, Party& party,
                        std::string& sectors) {
    party.name = Trimmed(fields[kActorName]);
    if (party.name.empty()) party.name = Trimmed(fields[0]);
    party.country = Trimmed(fields[kActorCountry]);
    sectors.clear();
    for (const std::size_t i : {kActorGroup + 0, kActorType + 0, kActorType + 1, kActorType + 2}) {
      const std::string_view sector = Trimmed(fields[i]);
      if (sector.empty()) continue;
      if (!sectors.empty()) sectors += ',';
      sectors += sector;
    }
    party.sectors = sectors;
    // The code of a bare country is the country's.
    if (!party.country.empty() && Trimmed(fields[0]) == party.country) party.level = "state";
  }

  std::size_t columns_, widest_, added_;
  std::string source_sectors_, target_sectors_;
};

double RowsThatFit(const Sample& sample, std::size_t columns, std::size_t widest) {
  return ShareOfLines(sample, false, [&](const std::string& line) {
    std::vector<std::string_view> fields;
    SplitTabs(line, fields);
    return (fields.size() == columns || fields.size() == widest) &&
           ReadDay(fields[kDate]).has_value() && IsCameo(Trimmed(fields[kCode]));
  });
}

RowFormat Format(std::size_t columns, std::size_t widest, std::size_t added) {
  RowFormat format;
  format.reader = std::make_unique<GdeltReader>(columns, widest, added);
  format.dataset = "gdelt";
  return format;
}

}  // namespace

const Importer kGdelt1 = {
    "gdelt1",
    "GDELT 1.0 events: tab-separated, 57 or 58 columns, no header",
    "rows of 57 or 58 columns with a day second and a CAMEO code in the 27th",
    kUsed,
    true,
    [](const Sample& sample) { return RowsThatFit(sample, 57, 58); },
    [](const Sample&, const ImporterOptions&) -> Result<RowFormat> { return Format(57, 58, 56); },
};

const Importer kGdelt2 = {
    "gdelt2",
    "GDELT 2.0 events: tab-separated, 61 columns, no header",
    "rows of 61 columns with a day second and a CAMEO code in the 27th",
    kUsed,
    true,
    [](const Sample& sample) { return RowsThatFit(sample, 61, 61); },
    [](const Sample&, const ImporterOptions&) -> Result<RowFormat> { return Format(61, 61, 59); },
};

}  // namespace entente::record
