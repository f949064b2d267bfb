#include <gtest/gtest.h>

#include <algorithm>

#include "model/model.h"

namespace entente::model {
namespace {

TimeFrame From(CivilDate start, double horizon_days, std::vector<StepPhase> steps) {
  TimeFrame time;
  time.start = start;
  time.start_day_number = DayNumber(start);
  time.horizon_days = horizon_days;
  time.end = CivilFromDayNumber(time.start_day_number + static_cast<std::int64_t>(horizon_days));
  time.steps = std::move(steps);
  return time;
}

double DayOf(const TimeFrame& time, CivilDate date) {
  return static_cast<double>(DayNumber(date) - time.start_day_number);
}

TEST(GridPoints, WholeDaysWithAShortLastStep) {
  const TimeFrame time = From({2020, 1, 1}, 24.0, {{24.0, {7, 0}}});
  EXPECT_EQ(GridPoints(time), (std::vector<double>{0, 7, 14, 21, 24}));
}

TEST(GridPoints, TheHorizonIsThereOnce) {
  const TimeFrame time = From({2020, 1, 1}, 21.0, {{21.0, {7, 0}}});
  EXPECT_EQ(GridPoints(time), (std::vector<double>{0, 7, 14, 21}));
}

TEST(GridPoints, MonthsAreCalendarMonthsCountedFromTheStart) {
  const TimeFrame time = From({2024, 1, 31}, 120.0, {{120.0, {0, 1}}});
  EXPECT_EQ(GridPoints(time),
            (std::vector<double>{0, DayOf(time, {2024, 2, 29}), DayOf(time, {2024, 3, 31}),
                                 DayOf(time, {2024, 4, 30}), 120}));
}

TEST(GridPoints, PhasesMeetAtAPoint) {
  const TimeFrame time = From({2024, 1, 1}, 200.0, {{17.0, {7, 0}}, {200.0, {0, 2}}});
  EXPECT_EQ(GridPoints(time),
            (std::vector<double>{0, 7, 14, 17, DayOf(time, {2024, 3, 18}),
                                 DayOf(time, {2024, 5, 18}), DayOf(time, {2024, 7, 18}), 200}));
}

TEST(GridPoints, FractionalStepsAddNoSliver) {
  const std::vector<double> points = GridPoints(From({2020, 1, 1}, 1.0, {{1.0, {0.1, 0}}}));
  EXPECT_EQ(points.size(), 11u);
}

TEST(GridPoints, IsBounded) {
  const std::vector<double> points = GridPoints(From({2020, 1, 1}, 1e9, {{1e9, {1, 0}}}));
  EXPECT_EQ(points.size(), kMaxGridPoints);
  EXPECT_EQ(points.back(), 1e9);
  EXPECT_TRUE(std::is_sorted(points.begin(), points.end()));
}

TEST(GridPoints, AStepOfNothingEnds) {
  EXPECT_EQ(GridPoints(From({2020, 1, 1}, 5.0, {{5.0, {0, 0}}})), (std::vector<double>{0, 5}));
}

}  // namespace
}  // namespace entente::model
