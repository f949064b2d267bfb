#include "record/importers/icews/icews.h"

#include <array>

#include "record/importers/row_parts.h"
#include "record/input/fields.h"
#include "record/input/lines.h"

namespace entente::record {
namespace {

constexpr std::size_t kColumns = 20;
enum Field : std::size_t {
  kId, kDate, kSourceName, kSourceSectors, kSourceCountry, kText, kCode, kIntensity, kTargetName,
  kTargetSectors, kTargetCountry
};

constexpr std::array<ImporterColumn, 11> kUsed = {{
    {"Event ID", "id"},
    {"Event Date", "day"},
    {"Source Name", "source name"},
    {"Source Sectors", "source sectors"},
    {"Source Country", "source country"},
    {"Event Text", "text"},
    {"CAMEO Code", "code"},
    {"Intensity", "Goldstein weight"},
    {"Target Name", "target name"},
    {"Target Sectors", "target sectors"},
    {"Target Country", "target country"},
}};

class IcewsReader final : public RowReader {
 public:
  Rejection Read(std::span<const std::string_view> fields, Event& event,
                 std::string* detail) override {
    if (fields.size() != kColumns) return WrongColumns(kColumns, fields.size(), detail);
    Rejection fault = TakeDate(fields[kDate], "Event Date", event, detail);
    if (fault == Rejection::kNone) fault = TakeCameo(fields[kCode], "CAMEO Code", event, detail);
    if (fault == Rejection::kNone) {
      fault = TakeWeight(fields[kIntensity], "Intensity", event, detail);
    }
    if (fault != Rejection::kNone) return fault;
    event.source = {OrEmpty(fields[kSourceName]), OrEmpty(fields[kSourceSectors]),
                    OrEmpty(fields[kSourceCountry]), {}, {}};
    event.target = {OrEmpty(fields[kTargetName]), OrEmpty(fields[kTargetSectors]),
                    OrEmpty(fields[kTargetCountry]), {}, {}};
    LevelFromCountry(event.source);
    LevelFromCountry(event.target);
    event.text = Trimmed(fields[kText]);
    event.id = Trimmed(fields[kId]);
    return CheckActors(event, detail);
  }
};

bool IsHeader(std::string_view line) {
  return line.find("Source Name") != std::string_view::npos &&
         line.find("CAMEO Code") != std::string_view::npos;
}

bool IsRow(std::string_view line) {
  std::vector<std::string_view> fields;
  SplitTabs(line, fields);
  return fields.size() == kColumns && ReadDay(fields[kDate]).has_value() &&
         IsCameo(Trimmed(fields[kCode]));
}

double RecogniseIcews(const Sample& sample) {
  if (sample.lines.empty()) return 0;
  if (IsHeader(sample.lines[0]) && sample.lines[0].find('\t') != std::string::npos) return 1;
  return ShareOfLines(sample, false, IsRow);
}

Result<RowFormat> OpenIcews(const Sample& sample, const ImporterOptions&) {
  RowFormat format;
  format.reader = std::make_unique<IcewsReader>();
  format.has_header = !sample.lines.empty() && IsHeader(sample.lines[0]);
  format.dataset = "icews";
  return format;
}

}  // namespace

const Importer kIcews = {
    "icews",
    "ICEWS events: tab-separated, 20 columns",
    "a header with Source Name and CAMEO Code, or rows of 20 columns with a date second and a "
    "CAMEO "
    "code seventh",
    kUsed,
    false,
    RecogniseIcews,
    OpenIcews,
};

}  // namespace entente::record
