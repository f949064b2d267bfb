// Which track of a model an event is about, by its code: `tracks.tsv` in the model's folder, rows
// of code and track, separated by a tab. A row holds for all codes that begin so; the longest
// decides. A PLOVER class may stand for a code. `-` takes codes out again.
#ifndef ENTENTE_RECORD_TRACKS_TRACK_MAP_H_
#define ENTENTE_RECORD_TRACKS_TRACK_MAP_H_

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace entente::record {

class TrackMap {
 public:
  // `path` is for messages; `known`: the model's tracks, if they are to be checked.
  static Result<TrackMap> Parse(std::string_view text, const std::string& path,
                                const std::vector<std::string>& known = {});
  // Empty: none.
  std::string_view Find(std::string_view code) const;
  const std::vector<std::string>& tracks() const { return tracks_; }

 private:
  std::map<std::string, std::string, std::less<>> by_code_;
  std::vector<std::string> tracks_;
};

}  // namespace entente::record

#endif  // ENTENTE_RECORD_TRACKS_TRACK_MAP_H_
