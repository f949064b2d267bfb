#include "service/record_select.h"

#include <fmt/format.h>

#include <utility>
#include <vector>

#include "base/calendar.h"
#include "record/codebook/codebook.h"
#include "service/models.h"
#include "service/open.h"

namespace entente::service {
namespace {

bool Refused(api::Answer& answer, api::Status status, const Error& error) {
  answer.status = status;
  answer.message = error.message;
  return false;
}

struct Bound {
  const std::string& text;
  const char* option;
  std::optional<std::int64_t>& day;
};

bool ReadDays(const api::RecordSelection& selection, record::EventQuery& query,
              api::Answer& answer) {
  for (const Bound& bound : {Bound{selection.from_day, "--from", query.from_day},
                             Bound{selection.to_day, "--to", query.to_day},
                             Bound{selection.known_by, "--known-by", query.known_by}}) {
    if (bound.text.empty()) continue;
    const Result<std::int64_t> day = DayOf(bound.text, bound.option);
    if (!day) return Refused(answer, api::Status::kBadRequest, day.error());
    bound.day = *day;
  }
  if (query.from_day && query.to_day && *query.to_day < *query.from_day) {
    return Refused(answer, api::Status::kBadRequest,
                   {fmt::format("`--to {}` lies before `--from {}`", selection.to_day,
                                selection.from_day)});
  }
  return true;
}

// The maps of a model's folder, and what the model declares.
struct MapText {
  std::string path;  // empty: there is none
  std::string text;
};
struct ModelMaps {
  MapText actors, tracks;
  std::vector<std::string> actor_names, track_names;
};

bool OpenModelMaps(const api::RecordSelection& selection, ModelMaps& maps, OpenedModel& opened,
                   api::Answer& answer) {
  api::ModelRequest request;
  request.model = selection.model;
  request.model_folders = selection.model_folders;
  request.texts = selection.texts;
  opened = Open(request, false, answer);
  if (opened.model == nullptr) return false;
  answer.diagnostics.clear();  // warnings about the model are not asked for here
  for (const model::Actor& actor : opened.model->actors) {
    maps.actor_names.push_back(actor.provenance.name);
  }
  for (const model::Track& track : opened.model->tracks) {
    maps.track_names.push_back(track.provenance.name);
  }
  for (MapText* map : {&maps.actors, &maps.tracks}) {
    const char* const file = map == &maps.actors ? "actors.tsv" : "tracks.tsv";
    const bool replaced = !(map == &maps.actors ? selection.actors : selection.tracks).empty();
    if (replaced || !opened.folder.Has(file)) continue;
    Result<std::string> text = opened.folder.Read(file);
    if (!text) return Refused(answer, api::Status::kFailed, text.error());
    *map = {opened.folder.PathOf(file), std::move(*text)};
  }
  if (maps.actors.path.empty() && selection.actors.empty()) {
    return Refused(answer, api::Status::kFailed,
                   {fmt::format("`{}` has no actors.tsv, which says which names are which actor; "
                                "write one, or name it with `--actors`",
                                opened.folder.path())});
  }
  return true;
}

// A file that the selection names takes the place of the model's.
bool Replace(const std::string& path, MapText& map, api::Answer& answer) {
  if (path.empty()) return true;
  Result<std::string> text = ReadFile(path);
  if (!text) return Refused(answer, api::Status::kFailed, text.error());
  map = {path, std::move(*text)};
  return true;
}

template <typename Map>
bool ParseMap(const MapText& from, const std::vector<std::string>& known, std::optional<Map>& map,
              api::Answer& answer) {
  if (from.path.empty()) return true;
  Result<Map> read = Map::Parse(from.text, from.path, known);
  if (!read) return Refused(answer, api::Status::kFailed, read.error());
  map = std::move(*read);
  return true;
}

}  // namespace

Result<std::int64_t> DayOf(const std::string& text, const char* option) {
  const std::optional<CivilDate> date = ParseIsoDate(text);
  if (!date) {
    return Fail(fmt::format("`{} {}`: expected a date such as 2018-06-01", option, text));
  }
  return DayNumber(*date);
}

bool Select(const api::RecordSelection& selection, RecordSelected& selected, api::Answer& answer) {
  record::EventQuery& query = selected.query;
  if (!ReadDays(selection, query, answer)) return false;
  if (const auto checked = record::Categories::Of(selection.classes); !checked) {
    return Refused(answer, api::Status::kBadRequest, checked.error());
  }
  ModelMaps maps;
  if (!selection.model.empty() && !OpenModelMaps(selection, maps, selected.opened, answer)) {
    return false;
  }
  if (!Replace(selection.actors, maps.actors, answer)) return false;
  if (!Replace(selection.tracks, maps.tracks, answer)) return false;
  if (!ParseMap(maps.actors, maps.actor_names, selected.actors, answer)) return false;
  if (!ParseMap(maps.tracks, maps.track_names, selected.tracks, answer)) return false;
  query.dataset = selection.dataset;
  query.from = selection.source;
  query.to = selection.target;
  query.categories = selection.classes;
  query.collapse_days = selection.collapse_days;
  query.actors = selected.actors ? &*selected.actors : nullptr;
  return true;
}

}  // namespace entente::service
