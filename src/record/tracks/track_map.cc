#include "record/tracks/track_map.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "record/codebook/codebook.h"
#include "record/input/fields.h"
#include "record/input/lines.h"

namespace entente::record {

Result<TrackMap> TrackMap::Parse(std::string_view text, const std::string& path,
                                 const std::vector<std::string>& known) {
  TrackMap map;
  const std::unique_ptr<ByteSource> bytes = BytesOf(text);
  LineReader lines(*bytes);
  Line line;
  std::vector<std::string_view> fields;
  while (true) {
    const Result<bool> more = lines.Next(line);
    if (!more) return Fail(fmt::format("`{}`: {}", path, more.error().message));
    if (!*more) return map;
    const std::string_view content = Trimmed(line.text);
    if (content.empty() || content.front() == '#') continue;
    SplitTabs(line.text, fields);
    if (fields.size() != 2) {
      return Fail(fmt::format("`{}`, line {}: {} columns; a row has two, separated by a tab: code, "
                              "track", path, line.number, fields.size()));
    }
    const std::string code(Trimmed(fields[0])), track(Trimmed(fields[1]));
    if (code == "code" && track == "track") continue;  // header
    const auto& classes = Codebook::Get().plover_classes();
    if (!IsCameo(code) && std::find(classes.begin(), classes.end(), code) == classes.end()) {
      return Fail(fmt::format("`{}`, line {}: `{}` is neither a CAMEO code nor a PLOVER class",
                              path, line.number, code));
    }
    if (track != "-" && !known.empty() &&
        std::find(known.begin(), known.end(), track) == known.end()) {
      return Fail(fmt::format("`{}`, line {}: the model has no track `{}`; it has {}", path,
                              line.number, track, fmt::join(known, ", ")));
    }
    if (!map.by_code_.emplace(code, track).second) {
      return Fail(fmt::format("`{}`, line {}: `{}` has a track already", path, line.number, code));
    }
    if (track != "-" &&
        std::find(map.tracks_.begin(), map.tracks_.end(), track) == map.tracks_.end()) {
      map.tracks_.push_back(track);
    }
  }
}

std::string_view TrackMap::Find(std::string_view code) const {
  for (std::size_t length = code.size(); length >= 2; --length) {
    const auto found = by_code_.find(code.substr(0, length));
    if (found == by_code_.end()) continue;
    return found->second == "-" ? std::string_view() : std::string_view(found->second);
  }
  return {};
}

}  // namespace entente::record
