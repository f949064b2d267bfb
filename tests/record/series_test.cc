// Series: cells of the calendar, gaps told from zeros, laws between series.
#include <gtest/gtest.h>

#include <numeric>

#include "record/actors/actor_map.h"
#include "record/data.h"
#include "record/series/observed.h"
#include "record/series/series.h"
#include "record/series/summary.h"
#include "record/tracks/track_map.h"

namespace entente::record {
namespace {

using SeriesTest = RecordTest;

std::string CsvRow(const std::string& date, const std::string& source, const std::string& target,
                   const std::string& code, const std::string& weight = "1") {
  return date + "," + source + "," + target + "," + code + "," + weight + "\n";
}
const std::string kHead = "date,source,target,code,goldstein\n";

TEST_F(SeriesTest, CellsOfTheCalendar) {
  EXPECT_EQ(CellOf(Day(2018, 6, 3), CellPeriod::kWeek),
            (DaySpan{Day(2018, 5, 28), Day(2018, 6, 3)}));  // a Sunday
  EXPECT_EQ(CellOf(Day(2018, 6, 4), CellPeriod::kWeek),
            (DaySpan{Day(2018, 6, 4), Day(2018, 6, 10)}));
  EXPECT_EQ(CellOf(Day(1969, 12, 31), CellPeriod::kWeek),
            (DaySpan{Day(1969, 12, 29), Day(1970, 1, 4)}));
  EXPECT_EQ(CellOf(Day(2016, 2, 10), CellPeriod::kMonth),
            (DaySpan{Day(2016, 2, 1), Day(2016, 2, 29)}));
  // ISO 8601: 2018-12-31 is in the first week of 2019, 2021-01-03 in the last of 2020.
  EXPECT_EQ(CellName(CellOf(Day(2018, 12, 31), CellPeriod::kWeek), CellPeriod::kWeek), "2019-W01");
  EXPECT_EQ(CellName(CellOf(Day(2021, 1, 3), CellPeriod::kWeek), CellPeriod::kWeek), "2020-W53");
  EXPECT_EQ(CellName(CellOf(Day(2018, 6, 3), CellPeriod::kMonth), CellPeriod::kMonth), "2018-06");
  for (const CellPeriod period :
       {CellPeriod::kDay, CellPeriod::kWeek, CellPeriod::kMonth, CellPeriod::kYear}) {
    const auto cells = CellsOver({Day(2015, 12, 30), Day(2018, 3, 2)}, period);
    EXPECT_LE(cells.front().from, Day(2015, 12, 30));
    EXPECT_GE(cells.back().to, Day(2018, 3, 2));
    for (std::size_t i = 1; i < cells.size(); ++i) EXPECT_EQ(cells[i].from, cells[i - 1].to + 1);
  }
}

TEST_F(SeriesTest, AGapIsNotAZero) {
  Store store = MakeStore();
  ImportOptions options;
  options.dataset = "d";
  options.covers = DaySpan{Day(2018, 1, 1), Day(2018, 2, 28)};
  MustImport(store, Write("a.csv", kHead + CsvRow("2018-01-05", "A", "B", "010", "2.5") +
                                       CsvRow("2018-01-06", "A", "B", "010", "-1")), options);
  options.covers = DaySpan{Day(2018, 4, 1), Day(2018, 5, 15)};
  MustImport(store, Write("b.csv", kHead + CsvRow("2018-05-01", "A", "B", "17")), options);
  const auto table = SeriesOf(store, {});
  ASSERT_TRUE(table.has_value()) << table.error().message;
  ASSERT_EQ(table->cells.size(), 5U);  // January to May
  const std::vector<Cell>& cells = table->series[0].cells;
  EXPECT_FALSE(cells[0].missing);
  EXPECT_EQ(cells[0].count, 2U);
  EXPECT_DOUBLE_EQ(cells[0].goldstein_sum, 1.5);
  EXPECT_FALSE(cells[1].missing);  // covered, nothing happened
  EXPECT_EQ(cells[1].count, 0U);
  EXPECT_TRUE(cells[2].missing);  // March is in no file
  EXPECT_EQ(cells[2].covered_days, 0);
  EXPECT_FALSE(cells[3].missing);
  EXPECT_TRUE(cells[4].missing);  // May ends in the middle
  EXPECT_EQ(cells[4].covered_days, 15);
  EXPECT_EQ(table->series[0].total(), 2U);
}

TEST_F(SeriesTest, SpansMerge) {
  EXPECT_EQ(Merged({{5, 9}, {1, 2}, {3, 4}, {20, 10}, {8, 12}, {14, 14}}),
            (std::vector<DaySpan>{{1, 12}, {14, 14}}));
  EXPECT_EQ(CoveredDays({{1, 12}, {14, 14}}, {10, 20}), 4);
}

TEST_F(SeriesTest, PartsAddUpToTheWholeOnRealData) {
  ENTENTE_NEEDS_DATA(path, "events/icews_2018.csv");
  Store store = MakeStore();
  MustImport(store, path);
  SeriesQuery query;
  const auto monthly = SeriesOf(store, query);
  ASSERT_TRUE(monthly.has_value());
  EXPECT_EQ(monthly->series[0].total(), 38'088U);
  EXPECT_EQ(monthly->cells.size(), 10U);
  for (const Grouping by : {Grouping::kQuad, Grouping::kPlover, Grouping::kRoot}) {
    for (const bool pairs : {false, true}) {
      query.by = by;
      query.by_pair = pairs;
      const auto parts = SeriesOf(store, query);
      ASSERT_TRUE(parts.has_value());
      for (std::size_t c = 0; c < parts->cells.size(); ++c) {
        std::uint64_t count = 0;
        double weight = 0;
        for (const Series& series : parts->series) {
          count += series.cells[c].count;
          weight += series.cells[c].goldstein_sum;
        }
        EXPECT_EQ(count, monthly->series[0].cells[c].count);
        EXPECT_NEAR(weight, monthly->series[0].cells[c].goldstein_sum, 1e-6);
      }
    }
  }
  query = {};
  query.period = CellPeriod::kDay;
  query.events.from_day = Day(2018, 3, 1);
  query.events.to_day = Day(2018, 3, 31);
  const auto daily = SeriesOf(store, query);
  EXPECT_EQ(daily->cells.size(), 31U);
  EXPECT_EQ(daily->series[0].total(), monthly->series[0].cells[2].count);
}

TEST_F(SeriesTest, TheIndexByPairFindsWhatAScanFinds) {
  ENTENTE_NEEDS_DATA(path, "events/icews_2018.csv");
  Store store = MakeStore();
  MustImport(store, path);
  std::vector<std::string> scanned;
  const auto count = store.ForEachEvent({}, [&](const Event& event) {
    if (event.source.country == "JPN" && event.target.country == "KOR") {
      scanned.push_back(EventLine(event));
    }
    return true;
  });
  ASSERT_EQ(*count, 38'088U);
  EventQuery pair;
  pair.from = "JPN";
  pair.to = "KOR";
  EXPECT_FALSE(scanned.empty());
  EXPECT_EQ(LinesOf(store, pair), scanned);
}

TEST_F(SeriesTest, CollapsedDaysAndVintages) {
  Store store = MakeStore();
  ImportOptions options;
  options.dataset = "d";
  MustImport(store, Write("a.csv", "date,source,target,code,id,known_from\n"
                                   "2018-01-05,A,B,010,1,2018-01-06\n"
                                   "2018-01-05,A,B,010,2,2018-02-01\n"
                                   "2018-01-05,A,B,011,3,2018-01-05\n"
                                   "2018-01-06,A,B,010,4,2018-01-06\n"), options);
  EventQuery query;
  EXPECT_EQ(LinesOf(store, query).size(), 4U);
  query.collapse_days = true;
  EXPECT_EQ(LinesOf(store, query).size(), 3U);
  query.collapse_days = false;
  query.known_by = Day(2018, 1, 6);
  EXPECT_EQ(LinesOf(store, query).size(), 3U);
  query.known_by = Day(2018, 1, 5);
  EXPECT_EQ(LinesOf(store, query).size(), 1U);
}

TEST_F(SeriesTest, ActorsAndTracksOfAModel) {
  Store store = MakeStore();
  ImportOptions options;
  options.dataset = "d";
  MustImport(store, Write("a.csv", kHead + CsvRow("2018-01-01", "Tokyo", "Seoul", "0311") +
                                       CsvRow("2018-01-01", "Tokyo", "Paris", "010") +
                                       CsvRow("2018-01-01", "Tokyo", "Nobody", "010") +
                                       CsvRow("2018-01-31", "Seoul", "Tokyo", "010")), options);
  const auto actors = ActorMap::Parse(
      "Tokyo\t*\t*\tJPN\nSeoul\t*\t*\tKOR\nNobody\t*\t*\t-\n", "actors.tsv");
  const auto tracks = TrackMap::Parse("0311\teconomy\n", "tracks.tsv");
  SeriesQuery query;
  query.events.actors = &*actors;
  query.by_pair = true;
  query.by = Grouping::kTrack;
  query.tracks = &*tracks;
  const auto table = SeriesOf(store, query);
  ASSERT_TRUE(table.has_value()) << table.error().message;
  EXPECT_EQ(table->unmapped, 2U);
  ASSERT_EQ(table->series.size(), 2U);
  EXPECT_EQ(table->series[0].from + ">" + table->series[0].to + ":" + table->series[0].category,
            "JPN>KOR:economy");
  EXPECT_EQ(table->series[1].category, "other");
  EventQuery only;
  only.actors = &*actors;
  const auto summary = Summarise(store, only, 5);
  ASSERT_TRUE(summary.has_value());
  EXPECT_EQ(summary->mapped, 2U);
  ASSERT_EQ(summary->unmapped.size(), 1U);  // Nobody is nobody on purpose
  EXPECT_EQ(summary->unmapped[0].name, "Paris");
  only.from = "CHN";
  const auto unknown = store.ForEachEvent(only, [](const Event&) { return true; });
  ASSERT_FALSE(unknown.has_value());
  EXPECT_NE(unknown.error().message.find("maps to JPN, KOR"), std::string::npos);
}

TEST_F(SeriesTest, QuestionsThatMakeNoSense) {
  Store store = MakeStore();
  EXPECT_FALSE(SeriesOf(store, {}).has_value());  // no data set
  ImportOptions options;
  for (const char* name : {"d", "e"}) {
    options.dataset = name;
    MustImport(store, Write("a.csv", kHead + CsvRow("2018-01-01", "A", "B", "010")), options);
  }
  const auto which = SeriesOf(store, {});
  ASSERT_FALSE(which.has_value());
  EXPECT_NE(which.error().message.find("`d`, `e`"), std::string::npos);
  SeriesQuery query;
  query.events.dataset = "d";
  query.by = Grouping::kTrack;
  EXPECT_FALSE(SeriesOf(store, query).has_value());
  query.by = Grouping::kNone;
  query.events.from = "Z";
  EXPECT_FALSE(SeriesOf(store, query).has_value());
}

TEST_F(SeriesTest, WhatAModelObserves) {
  Store store = MakeStore();
  ImportOptions options;
  options.dataset = "d";
  options.covers = DaySpan{Day(2018, 1, 1), Day(2018, 3, 31)};
  MustImport(store, Write("a.csv", kHead + CsvRow("2018-01-01", "Tokyo", "Seoul", "17", "-7") +
                                       CsvRow("2018-01-02", "Osaka", "Seoul", "19", "-10") +
                                       CsvRow("2018-01-03", "Seoul", "Tokyo", "17", "-7") +
                                       CsvRow("2018-01-04", "Tokyo", "Seoul", "010", "0") +
                                       CsvRow("2018-03-04", "Tokyo", "Seoul", "17", "-7")), options);
  const auto actors =
      ActorMap::Parse("Tokyo\t*\t*\tJPN\nOsaka\t*\t*\tJPN\nSeoul\t*\t*\tKOR\n", "actors.tsv");
  model::Model model;
  model.actors.resize(2);
  model.actors[0].provenance.name = "KOR";
  model.actors[1].provenance.name = "JPN";
  model::Observation observation;
  observation.dataset = "d";
  observation.from = model::ActorId(1);
  observation.to = model::ActorId(0);
  observation.categories = {"material_conflict"};
  const auto table = ObservedSeries(store, model, observation, *actors);
  ASSERT_TRUE(table.has_value()) << table.error().message;
  ASSERT_EQ(table->series.size(), 1U);
  const auto& cells = table->series[0].cells;
  ASSERT_EQ(cells.size(), 3U);
  EXPECT_EQ(cells[0].count, 2U);
  EXPECT_DOUBLE_EQ(cells[0].goldstein_sum, -17.0);
  EXPECT_EQ(cells[1].count, 0U);
  EXPECT_EQ(cells[2].count, 1U);
  // In the middle of March nobody knew the whole of March.
  const auto vintage = ObservedSeries(store, model, observation, *actors, Day(2018, 3, 15));
  ASSERT_TRUE(vintage.has_value());
  EXPECT_FALSE(vintage->series[0].cells[1].missing);
  EXPECT_TRUE(vintage->series[0].cells[2].missing);
}

TEST_F(SeriesTest, ReplacingForgetsTheOld) {
  Store store = MakeStore();
  ImportOptions options;
  options.dataset = "d";
  MustImport(store, Write("a.csv", kHead + CsvRow("2018-01-01", "A", "B", "010")), options);
  options.replace = true;
  MustImport(store, Write("b.csv", kHead + CsvRow("2019-01-01", "A", "B", "010")), options);
  EXPECT_EQ(LinesOf(store).size(), 1U);
  EXPECT_EQ(store.Dataset("d")->coverage.size(), 1U);
  EXPECT_EQ(store.Dataset("d")->coverage[0].from, Day(2019, 1, 1));
}

}  // namespace
}  // namespace entente::record
