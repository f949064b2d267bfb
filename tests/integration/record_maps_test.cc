// The tables beside shipped models that say which names and codes are which actors and tracks: they
// read, name only what the model has, and know the countries that the model is about.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "language/compile.h"
#include "record/actors/actor_map.h"
#include "record/import.h"
#include "record/series/observed.h"
#include "record/store/store.h"
#include "record/tracks/track_map.h"

namespace entente {
namespace {

namespace fs = std::filesystem;

std::string Text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

const fs::path kModels = fs::path(ENTENTE_SOURCE_DIR) / "models";

TEST(RecordMaps, NamesOfTheReferenceModel) {
  const auto compiled = language::Compile((kModels / "northeast_asia").string());
  ASSERT_TRUE(compiled.has_value() && compiled->ok());
  std::vector<std::string> actors, known_tracks;
  for (const model::Actor& actor : compiled->model->actors) actors.push_back(actor.provenance.name);
  for (const model::Track& track : compiled->model->tracks) {
    known_tracks.push_back(track.provenance.name);
  }
  const fs::path path = kModels / "northeast_asia" / "actors.tsv";
  const auto map = record::ActorMap::Parse(Text(path), path.string(), actors);
  ASSERT_TRUE(map.has_value()) << map.error().message;
  const auto find = [&](const char* name, const char* country, const char* sectors) {
    return std::string(map->Find({name, sectors, country, {}, {}}));
  };
  EXPECT_EQ(find("Moon Jae-in", "South Korea", "Executive,Government"), "KOR");
  EXPECT_EQ(find("Court Judge (South Korea)", "South Korea", "Government,Judicial"), "courts");
  EXPECT_EQ(find("SEOUL COURT", "KOR", "JUD"), "courts");
  EXPECT_EQ(find("Court Judge (Japan)", "Japan", "Government,Judicial"), "JPN");
  EXPECT_EQ(find("Vladimir Putin", "Russian Federation", "Government"), "RUS");
  EXPECT_EQ(find("PYONGYANG", "PRK", ""), "PRK");
  EXPECT_EQ(find("Taiwan", "", ""), "TWN");
  EXPECT_EQ(find("Philippines", "Philippines", ""), "ASE");
  EXPECT_EQ(find("Emmanuel Macron", "France", "Government"), "");
  const fs::path tracks_path = kModels / "northeast_asia" / "tracks.tsv";
  const auto tracks = record::TrackMap::Parse(Text(tracks_path), tracks_path.string(), known_tracks);
  ASSERT_TRUE(tracks.has_value()) << tracks.error().message;
  EXPECT_EQ(tracks->Find("0312"), "security");
  EXPECT_EQ(tracks->Find("0311"), "economy");
  EXPECT_EQ(tracks->Find("190"), "security");
  EXPECT_EQ(tracks->Find("010"), "");
}

// What the model declares to observe is there in the data that it names, and adds up.
TEST(RecordMaps, TheReferenceModelsObservationsAreInRealData) {
  const char* named = std::getenv("ENTENTE_DATA");
  const fs::path data = named != nullptr ? fs::path(named)
                                         : fs::path(ENTENTE_SOURCE_DIR) / ".." / "shared" / "data";
  const fs::path events = data / "events" / "icews_2018.csv";
  if (!fs::exists(events)) GTEST_SKIP() << "no real data at " << events;
  const auto compiled = language::Compile((kModels / "northeast_asia").string());
  ASSERT_TRUE(compiled.has_value() && compiled->ok());
  const model::Model& model = *compiled->model;
  const auto actors = record::ActorMap::Parse(Text(kModels / "northeast_asia" / "actors.tsv"), "");
  ASSERT_TRUE(actors.has_value());
  const fs::path path =
      fs::temp_directory_path() / ("entente_maps_" + std::to_string(getpid()) + ".db");
  auto store = record::Store::Open(path.string(), record::Access::kWrite);
  ASSERT_TRUE(store.has_value()) << store.error().message;
  ASSERT_TRUE(record::ImportFile(*store, events.string(), {}).has_value());
  std::size_t icews = 0;
  for (const model::Observation& observation : model.observations) {
    if (observation.dataset != "icews") continue;
    ++icews;
    const auto table = record::ObservedSeries(*store, model, observation, *actors);
    ASSERT_TRUE(table.has_value()) << table.error().message;
    ASSERT_EQ(table->series.size(), 1U);
    EXPECT_GT(table->series[0].total(), 0U) << observation.provenance.name;
    // The same events counted one by one.
    record::EventQuery query;
    query.dataset = "icews";
    query.actors = &*actors;
    query.categories = observation.categories;
    const auto name = [&](model::ActorId actor) {
      return actor.valid() ? model.actors[actor.index()].provenance.name : std::string();
    };
    query.from = name(observation.from);
    query.to = name(observation.to);
    const auto count = store->ForEachEvent(query, [](const record::Event&) { return true; });
    ASSERT_TRUE(count.has_value());
    std::uint64_t sum = 0;
    for (const record::Cell& cell : table->series[0].cells) sum += cell.count;
    EXPECT_EQ(sum, *count);
  }
  EXPECT_GT(icews, 0U);
  for (const char* suffix : {"", "-wal", "-shm"}) fs::remove(path.string() + suffix);
}

}  // namespace
}  // namespace entente
