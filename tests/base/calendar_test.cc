#include "base/calendar.h"

#include <gtest/gtest.h>

#include "base/hash.h"

namespace entente {
namespace {

TEST(CalendarTest, DayNumbersOfKnownDates) {
  EXPECT_EQ(DayNumber({1970, 1, 1}), 0);
  EXPECT_EQ(DayNumber({2000, 3, 1}), 11017);
  EXPECT_EQ(DayNumber({1969, 12, 31}), -1);
  EXPECT_EQ(DayNumber({2024, 2, 29}) + 1, DayNumber({2024, 3, 1}));
  EXPECT_EQ(DayNumber({1900, 2, 28}) + 1, DayNumber({1900, 3, 1})) << "1900 was no leap year";
}

TEST(CalendarTest, EveryDayOfFourCenturiesGoesThereAndBack) {
  CivilDate last{1799, 12, 31};
  for (std::int64_t day = DayNumber({1800, 1, 1}); day < DayNumber({2200, 1, 1}); ++day) {
    const CivilDate date = CivilFromDayNumber(day);
    ASSERT_TRUE(IsValidDate(date));
    ASSERT_EQ(DayNumber(date), day);
    const bool next = date.day == last.day + 1 || (date.day == 1 && date.month == last.month + 1) ||
                      (date.day == 1 && date.month == 1 && date.year == last.year + 1);
    ASSERT_TRUE(next) << FormatDate(date);
    last = date;
  }
}

TEST(CalendarTest, MonthsAreShiftsClampedToTheMonthsEnd) {
  EXPECT_EQ(FormatDate(AddMonths({2024, 1, 31}, 1)), "2024-02-29");
  EXPECT_EQ(FormatDate(AddMonths({2023, 1, 31}, 1)), "2023-02-28");
  EXPECT_EQ(FormatDate(AddMonths({2024, 3, 15}, -3)), "2023-12-15");
  EXPECT_EQ(FormatDate(AddMonths({2020, 2, 29}, 12)), "2021-02-28");
}

TEST(CalendarTest, ReadsIsoDatesOnly) {
  EXPECT_TRUE(ParseIsoDate("2019-08-22").has_value());
  EXPECT_FALSE(ParseIsoDate("2019-8-22").has_value());
  EXPECT_FALSE(ParseIsoDate("2019-08-22 ").has_value());
  EXPECT_FALSE(ParseIsoDate("2019-02-29").has_value());
  EXPECT_FALSE(ParseIsoDate("").has_value());
}

TEST(CalendarTest, InstantsFallOnTheirDay) {
  const std::int64_t start = DayNumber({2018, 10, 1});
  EXPECT_EQ(FormatInstant(start, 0.0), "2018-10-01");
  EXPECT_EQ(FormatInstant(start, 0.99), "2018-10-01");
  EXPECT_EQ(FormatInstant(start, 31.0), "2018-11-01");
}

TEST(CalendarTest, ShiftsKeepTheFractionOfTheDay) {
  const std::int64_t start = DayNumber({2024, 1, 31});
  EXPECT_DOUBLE_EQ(Shift(start, 0.25, Duration{0, 1}), 29.25) << "to 2024-02-29";
  EXPECT_DOUBLE_EQ(Shift(start, 0.25, Duration{10, 0}), 10.25);
  EXPECT_DOUBLE_EQ((Duration{1, 12}.MeanDays()), 1 + kDaysPerYear);
}

TEST(HashTest, KnownAnswers) {
  EXPECT_EQ(Fnv1a64(""), 0xcbf29ce484222325ULL);
  EXPECT_EQ(Fnv1a64("a"), 0xaf63dc4c8601ec8cULL);
  EXPECT_EQ(Fnv1a64("foobar"), 0x85944171f73967e8ULL);
  EXPECT_EQ(SplitMix64(0), 0xe220a8397b1dcdafULL);
}

}  // namespace
}  // namespace entente
