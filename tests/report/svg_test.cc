// Axes of our own drawings, and the picture of a filter's particles.
#include "report/charts/svg.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/calendar.h"
#include "model/builder.h"
#include "report/charts/filter_svg.h"

namespace entente::report {
namespace {

std::vector<std::string> Labels(CivilDate from, CivilDate to) {
  std::vector<std::string> labels;
  for (const svg::DateTick& tick : svg::DateTicks(DayNumber(from), DayNumber(to))) {
    labels.push_back(tick.label);
    EXPECT_EQ(CivilFromDayNumber(tick.day).day, 1);
  }
  return labels;
}

TEST(Svg, TicksAreRoundAndInside) {
  const std::vector<double> fifths = svg::Ticks(0.0, 1.0);
  ASSERT_EQ(fifths.size(), 6U);
  for (std::size_t i = 0; i < 6; ++i) EXPECT_NEAR(fifths[i], 0.2 * static_cast<double>(i), 1e-12);
  EXPECT_FALSE(std::signbit(fifths[0]));
  const std::vector<double> ticks = svg::Ticks(-0.35, 0.18, 4);
  ASSERT_EQ(ticks.size(), 2U);
  EXPECT_NEAR(ticks[0], -0.2, 1e-12);
  EXPECT_NEAR(ticks[1], 0.0, 1e-12);
}

TEST(Svg, DatesAreFirstsOfMonthsOrYears) {
  EXPECT_EQ(Labels({2018, 10, 1}, {2019, 2, 15}),
            (std::vector<std::string>{"2018-10", "2018-11", "2018-12", "2019-01", "2019-02"}));
  EXPECT_EQ(Labels({2018, 10, 2}, {2020, 1, 1}),
            (std::vector<std::string>{"2018-11", "2019-01", "2019-03", "2019-05", "2019-07",
                                      "2019-09", "2019-11", "2020-01"}));
  EXPECT_EQ(Labels({2018, 10, 1}, {2023, 9, 30}),
            (std::vector<std::string>{"2019", "2020", "2021", "2022", "2023"}));
  EXPECT_EQ(Labels({2000, 6, 1}, {2030, 1, 1}),
            (std::vector<std::string>{"2005", "2010", "2015", "2020", "2025", "2030"}));
  EXPECT_TRUE(Labels({2019, 1, 2}, {2019, 1, 30}).empty());
}

TEST(Svg, ParticlesHaveAxes) {
  const model::Model model = model::Builder("sample", 730.0).Build();
  const inference::Data data;
  inference::ReplicateSummary summary;
  summary.run.log_likelihood = {-1.0};
  summary.run.steps = {{{0.0, 0.0, 100.0, false}, {365.0, -0.5, 40.0, true}, {730.0, -0.5, 80.0, false}}};
  const FilterView view{model, data, summary, {}, {}, "2001-12-31", 100, 1, 0.95, {}};
  const std::string picture = EffectiveSvg(view);
  for (const char* text : {">0 %<", ">50 %<", ">100 %<", ">2000-07<", ">2001-01<", "stroke-dasharray"}) {
    EXPECT_NE(picture.find(text), std::string::npos) << text << "\n" << picture;
  }
  summary.run.steps = {{}};
  EXPECT_EQ(EffectiveSvg(view), "");
}

}  // namespace
}  // namespace entente::report
