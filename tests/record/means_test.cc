// Observed means from a file: rows into cells, what was known, and faults with their line.
#include "record/series/means.h"

#include <gtest/gtest.h>

#include "base/calendar.h"

namespace entente::record {
namespace {

std::int64_t Day(int year, int month, int day) { return DayNumber({year, month, day}); }

model::Observation Weekly(const char* name) {
  model::Observation observation;
  observation.provenance.name = name;
  observation.is_count = false;
  observation.file = "polls.csv";
  observation.period = model::CellPeriod::kWeek;
  observation.law = model::ObservationLaw::kNormal;
  return observation;
}

TEST(ObservedMeans, RowsOfOneCellAreAveraged) {
  // 2024-01-01 was a Monday.
  const auto cells = ReadMeans(
      "\xef\xbb\xbfvalue, date\r\n0.25,2024-01-17\r\n\r\n\"0.5\",2024-01-01\n 1.0 , 2024-01-07\n",
      "polls.csv", Weekly("mood"), {"mood"});
  ASSERT_TRUE(cells.has_value()) << cells.error().message;
  ASSERT_EQ(cells->size(), 2u);  // the week between has no row: missing, not zero
  EXPECT_EQ((*cells)[0].days, (DaySpan{Day(2024, 1, 1), Day(2024, 1, 7)}));
  EXPECT_DOUBLE_EQ((*cells)[0].value, 0.75);
  EXPECT_EQ((*cells)[0].rows, 2u);
  EXPECT_EQ((*cells)[1].days, (DaySpan{Day(2024, 1, 15), Day(2024, 1, 21)}));
  EXPECT_DOUBLE_EQ((*cells)[1].value, 0.25);
}

TEST(ObservedMeans, AFileMayHoldSeveralSeries) {
  const std::string text =
      "date,series,value\n2024-01-01,\"mood[KOR, JPN]\",0.1\n2024-01-02,\"mood[JPN,KOR]\",0.9\n";
  const std::vector<std::string> names = {"mood[KOR,JPN]", "mood[JPN,KOR]"};
  const auto first = ReadMeans(text, "polls.csv", Weekly("mood[KOR,JPN]"), names);
  const auto second = ReadMeans(text, "polls.csv", Weekly("mood[JPN,KOR]"), names);
  ASSERT_TRUE(first && second);
  ASSERT_EQ(first->size(), 1u);
  EXPECT_DOUBLE_EQ((*first)[0].value, 0.1);
  EXPECT_DOUBLE_EQ((*second)[0].value, 0.9);
}

// The lock: a row that became known later, and a cell that is not over, change nothing.
TEST(ObservedMeans, OnlyWhatWasKnown) {
  const std::string text =
      "date,value,known_from\n2024-01-01,0.2,\n2024-01-03,0.4,2024-02-01\n2024-01-08,0.6,\n";
  const auto read = [&](std::int64_t known_by) {
    return *ReadMeans(text, "polls.csv", Weekly("mood"), {"mood"}, known_by);
  };
  EXPECT_TRUE(read(Day(2024, 1, 6)).empty());
  ASSERT_EQ(read(Day(2024, 1, 13)).size(), 1u);
  EXPECT_DOUBLE_EQ(read(Day(2024, 1, 13))[0].value, 0.2);
  ASSERT_EQ(read(Day(2024, 2, 1)).size(), 2u);
  EXPECT_DOUBLE_EQ(read(Day(2024, 2, 1))[0].value, 0.3);
}

TEST(ObservedMeans, FaultsNameTheirLine) {
  const auto error = [](const std::string& text, std::vector<std::string> names = {"mood"}) {
    const auto read = ReadMeans(text, "polls.csv", Weekly("mood"), names);
    EXPECT_FALSE(read.has_value()) << text;
    return read ? std::string() : read.error().message;
  };
  const auto expect = [&](const std::string& message, const std::string& part) {
    EXPECT_NE(message.find(part), std::string::npos) << message;
  };
  expect(error(""), "polls.csv is empty");
  expect(error("date\n"), "polls.csv:1: the column `value` is missing");
  expect(error("date,valeu\n"), "did you mean `value`");
  expect(error("date,value,date\n"), "stands twice");
  expect(error("date,value\nsoon,1\n"), "polls.csv:2: `soon` is no date");
  expect(error("date,value\n2024-02-30,1\n"), "polls.csv:2: `2024-02-30` is no date");
  expect(error("date,value\n\n2024-01-01,much\n"), "polls.csv:3: `much` is no number");
  expect(error("date,value\n2024-01-01,nan\n"), "`nan` is no number");
  expect(error("date,value\n2024-01-01\n"), "`` is no number");
  expect(error("date,value\n2024-01-01,1,2\n"), "more cells than");
  expect(error("date,value\n\"2024-01-01,1\n"), "a quote that is not closed");
  expect(error("date,value,known_from\n2024-01-05,1,2024-01-04\n"), "known before its date");
  expect(error("date,value\n", {"mood", "trust"}), "a column `series`");
  expect(error("date,series,value\n2024-01-01,moot,1\n", {"mood", "trust"}),
         "did you mean `mood`");
}

}  // namespace
}  // namespace entente::record
