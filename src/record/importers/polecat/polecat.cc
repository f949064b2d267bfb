#include "record/importers/polecat/polecat.h"

#include <algorithm>
#include <array>

#include "record/codebook/codebook.h"
#include "record/importers/columns.h"
#include "record/importers/row_parts.h"
#include "record/input/fields.h"

namespace entente::record {
namespace {

constexpr std::array<ImporterColumn, 13> kUsed = {{
    {"Event ID", "id"},
    {"Event Date", "day"},
    {"Event Type", "code: a PLOVER class"},
    {"Event Mode, Contexts", "text"},
    {"Intensity", "Goldstein weight"},
    {"Actor Name", "source name"},
    {"Actor Country", "source country"},
    {"Actor Sectors (or Primary Actor Sector)", "source sectors"},
    {"Recipient Name", "target name"},
    {"Recipient Country", "target country"},
    {"Recipient Sectors (or Primary Recipient Sector)", "target sectors"},
    {"Publication Date", "known from"},
    {"the rest", "not used"},
}};

struct Columns {
  std::size_t count = 0;
  std::size_t date = 0, type = 0, actor = 0, recipient = 0;
  std::optional<std::size_t> id, mode, contexts, intensity, actor_country, actor_sectors,
      recipient_country, recipient_sectors, published;
};

std::optional<Columns> ColumnsOf(const Header& header) {
  const auto date = header.Find("Event Date"), type = header.Find("Event Type"),
             actor = header.Find("Actor Name"), recipient = header.Find("Recipient Name");
  if (!date || !type || !actor || !recipient) return std::nullopt;
  Columns columns;
  columns.count = header.size();
  columns.date = *date;
  columns.type = *type;
  columns.actor = *actor;
  columns.recipient = *recipient;
  columns.id = header.Find("Event ID");
  columns.mode = header.Find("Event Mode");
  columns.contexts = header.Find("Contexts");
  columns.intensity = header.Find("Intensity");
  columns.actor_country = header.Find("Actor Country");
  columns.actor_sectors = header.Find({"Actor Sectors", "Primary Actor Sector"});
  columns.recipient_country = header.Find("Recipient Country");
  columns.recipient_sectors = header.Find({"Recipient Sectors", "Primary Recipient Sector"});
  columns.published = header.Find("Publication Date");
  return columns;
}

class PolecatReader final : public RowReader {
 public:
  explicit PolecatReader(const Columns& columns) : columns_(columns) {}

  Rejection Read(std::span<const std::string_view> fields, Event& event,
                 std::string* detail) override {
    if (fields.size() != columns_.count) {
      return WrongColumns(columns_.count, fields.size(), detail);
    }
    Rejection fault = TakeDate(fields[columns_.date], "Event Date", event, detail);
    if (fault == Rejection::kNone) {
      fault = TakeWeight(At(fields, columns_.intensity), "Intensity", event, detail);
    }
    if (fault != Rejection::kNone) return fault;
    const auto& classes = Codebook::Get().plover_classes();
    const std::string_view type = Trimmed(fields[columns_.type]);
    const auto plover = std::find_if(classes.begin(), classes.end(), [&](const std::string& name) {
      return EqualsIgnoringCase(name, type);
    });
    if (plover == classes.end()) {
      return Reject(Rejection::kBadCode, type, "Event Type", "expected a PLOVER class", detail);
    }
    event.code = *plover;
    const std::string_view published = OrEmpty(At(fields, columns_.published));
    if (!published.empty()) {
      const auto day = ReadDay(published);
      if (!day) {
        return Reject(Rejection::kBadDate, published, "Publication Date",
                      "expected a day such as 2018-06-01", detail);
      }
      event.known_from = std::max(event.day, *day);
    }
    event.source = {OrEmpty(fields[columns_.actor]),
                    Sectors(fields, columns_.actor_sectors, source_),
                    OrEmpty(At(fields, columns_.actor_country)),
                    {},
                    {}};
    event.target = {OrEmpty(fields[columns_.recipient]),
                    Sectors(fields, columns_.recipient_sectors, target_),
                    OrEmpty(At(fields, columns_.recipient_country)), {}, {}};
    TakeText(fields, event);
    event.id = Trimmed(At(fields, columns_.id));
    return CheckActors(event, detail);
  }

 private:
  // Lists are parted by semicolons there and by commas here.
  static std::string_view Sectors(std::span<const std::string_view> fields,
                                  std::optional<std::size_t> column, std::string& sectors) {
    sectors = OrEmpty(At(fields, column));
    std::replace(sectors.begin(), sectors.end(), ';', ',');
    return sectors;
  }

  // "visit; military, diplomatic": the mode, then the contexts.
  void TakeText(std::span<const std::string_view> fields, Event& event) {
    text_ = OrEmpty(At(fields, columns_.mode));
    std::string contexts(OrEmpty(At(fields, columns_.contexts)));
    std::replace(contexts.begin(), contexts.end(), ';', ',');
    if (!text_.empty() && !contexts.empty()) text_ += "; ";
    text_ += contexts;
    event.text = text_;
  }

  Columns columns_;
  std::string source_, target_, text_;
};

}  // namespace

const Importer kPolecat = {
    "polecat",
    "POLECAT events: tab-separated with a header, coded in PLOVER",
    "a header with Event Type, Actor Name and Recipient Name",
    kUsed,
    false,
    [](const Sample& sample) {
      return !sample.lines.empty() && ColumnsOf(Header::OfTabs(sample.lines[0])) ? 1.0 : 0.0;
    },
    [](const Sample& sample, const ImporterOptions&) -> Result<RowFormat> {
      if (sample.lines.empty()) return Fail("the file is empty");
      const auto columns = ColumnsOf(Header::OfTabs(sample.lines[0]));
      if (!columns) {
        return Fail("the first line is no header of POLECAT: expected Event Date, Event Type, "
                    "Actor Name and Recipient Name, separated by tabs");
      }
      RowFormat format;
      format.reader = std::make_unique<PolecatReader>(*columns);
      format.has_header = true;
      format.dataset = "polecat";
      return format;
    },
};

}  // namespace entente::record
