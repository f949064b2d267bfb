#include "inference/linkages/class_acts.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <tuple>

#include "base/calendar.h"
#include "base/check.h"

namespace entente::inference {

Result<ClassActs> ReadClassActs(const model::Model& model, const DeclaredLinkages& declared,
                                const record::Store& store, const record::EventQuery& query,
                                const record::TrackMap* tracks) {
  ENTENTE_CHECK(query.actors != nullptr);
  const auto info = store.Dataset(query.dataset);
  if (!info) return tl::unexpected(info.error());
  if (info->coverage.empty()) return Fail("the data set covers no day");
  ClassActs made;
  made.first_day = info->coverage.front().from;
  std::int64_t last_day = info->coverage.back().to;
  if (query.from_day) made.first_day = std::max(made.first_day, *query.from_day);
  if (query.to_day) last_day = std::min(last_day, *query.to_day);
  if (last_day < made.first_day) {
    return Fail("the data set covers none of the days asked for; `entente record list` says "
                "which it covers");
  }
  made.acts = DailyActs::Make(declared.classes.size(),
                              static_cast<std::size_t>(last_day - made.first_day + 1));
  made.acts.marks.assign(made.acts.counts.size(), 0.0);
  const std::int32_t first_year = CivilFromDayNumber(made.first_day).year;
  for (std::int64_t day = made.first_day; day <= last_day; ++day) {
    made.year_of_day.push_back(static_cast<std::size_t>(CivilFromDayNumber(day).year - first_year));
  }

  std::map<std::string, model::ActorId, std::less<>> actors;
  for (std::size_t a = 0; a < model.actors.size(); ++a) {
    const model::Actor& actor = model.actors[a];
    actors[actor.provenance.name] = actor.principal.valid() ? actor.principal : model::ActorId(a);
  }
  std::map<std::string, model::TrackId, std::less<>> track_ids;
  for (std::size_t t = 0; t < model.tracks.size(); ++t) {
    track_ids[model.tracks[t].provenance.name] = model::TrackId(t);
  }
  const auto number = [](auto id) { return id.valid() ? static_cast<long>(id.index()) : -1L; };
  std::map<std::tuple<long, long, long, bool>, std::size_t> classes;
  for (std::size_t c = 0; c < declared.classes.size(); ++c) {
    const ActClass& one = declared.classes[c];
    classes[{number(one.by), number(one.toward), number(one.track), one.hostile}] = c;
  }

  record::EventQuery wanted = query;
  wanted.from_day = made.first_day;
  wanted.to_day = last_day;
  const auto taken = store.ForEachEvent(wanted, [&](const record::Event& event) {
    if (!std::isfinite(event.goldstein) || event.goldstein == 0.0) return true;
    const auto by = actors.find(event.source.actor);
    const auto toward = actors.find(event.target.actor);
    if (by == actors.end() || toward == actors.end() || by->second == toward->second) return true;
    long track = -1;
    if (tracks != nullptr) {
      const auto found = track_ids.find(tracks->Find(event.code));
      track = found == track_ids.end() ? -2 : number(found->second);
    }
    const auto found =
        classes.find({number(by->second), number(toward->second), track, event.goldstein < 0.0});
    if (found == classes.end()) {
      made.unclassed += 1.0;
      return true;
    }
    const std::size_t at =
        static_cast<std::size_t>(event.day - made.first_day) * made.acts.dimensions + found->second;
    made.acts.counts[at] += 1.0;
    made.acts.marks[at] += std::abs(event.goldstein) / 10.0;
    return true;
  });
  if (!taken) return tl::unexpected(taken.error());
  return made;
}

}  // namespace entente::inference
