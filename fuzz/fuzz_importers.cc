// Any bytes go through every importer without fault: recognised, read in each format by force, and
// packed as whatever they claim to be. What comes out is an event as the rules of events are.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/check.h"
#include "record/actors/actor_map.h"
#include "record/import.h"
#include "record/importers/registry.h"
#include "record/input/fields.h"
#include "record/input/lines.h"
#include "record/tracks/track_map.h"

namespace {

using namespace entente;
using namespace entente::record;

bool CheckEvent(const Event& event) {
  ENTENTE_CHECK(event.known_from >= event.day);
  ENTENTE_CHECK(std::isnan(event.goldstein) || std::abs(event.goldstein) <= 10);
  ENTENTE_CHECK(!event.code.empty());
  ENTENTE_CHECK(!event.source.name.empty() || !event.source.country.empty() ||
                !event.target.name.empty() || !event.target.country.empty());
  for (const std::string_view text :
       {event.source.name, event.source.country, event.source.sectors, event.target.name,
        event.target.country, event.target.sectors, event.code, event.text, event.id}) {
    ENTENTE_CHECK(text.size() <= 2 * kMaxLineBytes + (1U << 18U));
    ENTENTE_CHECK(text.find('\0') == std::string_view::npos);
  }
  return true;
}

void Read(std::string_view text, const ImportOptions& options) {
  std::uint64_t events = 0;
  const auto report = ReadEventsFrom(text, "fuzz.csv", options, [&](const Event& event) {
    ++events;
    return CheckEvent(event);
  });
  if (!report) {
    ENTENTE_CHECK(!report.error().message.empty());
    return;
  }
  // Every row is accounted for.
  ENTENTE_CHECK(report->rows == report->stored + report->rejected_rows());
  ENTENTE_CHECK(report->stored == events);
  ENTENTE_CHECK(report->shown.size() <= kShownRejections);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ImportOptions options;
  Read(text, options);
  for (const Importer* importer : Importers()) {
    options.format = importer->name;
    // Quadruples read tables beside their file; there are none, so that only the refusal is tried.
    options.importer.start_day = 0;
    Read(text, options);
  }
  options.format = "csv";
  options.importer.columns = {{"date", "a"}, {"source", "b"}, {"target", "c"}, {"code", "d"}};
  Read(text, options);
  (void)ActorMap::Parse(text, "fuzz");
  (void)TrackMap::Parse(text, "fuzz");
  return 0;
}
