#include "inference/baselines/baselines.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "base/calendar.h"
#include "inference/baselines/rules.h"
#include "inference/hindcast/small_record.h"
#include "inference/random/stream.h"

namespace entente::inference {
namespace {

const Forecaster& Named(const std::string& name) {
  for (const Forecaster& baseline : Baselines()) {
    if (baseline.name == name) return baseline;
  }
  ADD_FAILURE() << name;
  return Baselines().front();
}

Predictive Ask(const std::string& name, const ActsRecord& record, std::int64_t origin, int lead = 1,
               bool cumulative = false) {
  const std::vector<Question> questions = {{{0}, lead, cumulative}};
  return Named(name).forecast(Past(record, origin), questions, 1).front();
}

// 26 months: 1, 2, …, 26 acts; the origin is March 2002.
ActsRecord Rising() {
  std::vector<double> months;
  for (int k = 1; k <= 26; ++k) months.push_back(k);
  return MonthlyRecord({months});
}
constexpr CivilDate kOrigin{2002, 3, 1};

TEST(Baselines, SayWhatTheirNamesSay) {
  const ActsRecord record = Rising();
  const std::int64_t origin = DayNumber(kOrigin);
  EXPECT_EQ(Ask("zero", record, origin).Mean(), 0.0);
  EXPECT_EQ(Ask("climatology", record, origin).members().size(), 26U);
  EXPECT_DOUBLE_EQ(Ask("climatology", record, origin).Mean(), 13.5);
  // Marches so far: the 3rd and the 15th month; two months ahead, Aprils: the 4th and the 16th.
  EXPECT_DOUBLE_EQ(Ask("seasonal", record, origin).Mean(), 9.0);
  EXPECT_DOUBLE_EQ(Ask("seasonal", record, origin, 2).Mean(), 10.0);
  EXPECT_NEAR(Ask("last", record, origin).Mean(), 26.0, 1e-9);
  EXPECT_EQ(Ask("conflictology", record, origin).members().size(), 12U);
  EXPECT_DOUBLE_EQ(Ask("conflictology", record, origin).Mean(), 20.5);
  EXPECT_NEAR(Ask("poisson", record, origin).Mean(), 13.5, 1e-9);
  EXPECT_NEAR(Ask("negative_binomial", record, origin).Mean(), 13.5, 1e-6);
  EXPECT_GT(Ask("negative_binomial", record, origin).Variance(), 13.5);
  // A steady climb is followed best by the heaviest weight on the newest month.
  EXPECT_GT(Ask("ewma", record, origin).Mean(), 24.0);
}

TEST(Baselines, WorkOnWindowsOfTheQuestionsLength) {
  const ActsRecord record = Rising();
  const std::int64_t origin = DayNumber(kOrigin);
  EXPECT_NEAR(Ask("last", record, origin, 3, true).Mean(), 24.0 + 25.0 + 26.0, 1e-6);
  EXPECT_EQ(Ask("climatology", record, origin, 3, true).members().size(), 24U);
  EXPECT_DOUBLE_EQ(Ask("climatology", record, origin, 3, true).members().front(), 6.0);
  // Windows that begin in March: months 3–5 and 15–17.
  EXPECT_DOUBLE_EQ(Ask("seasonal", record, origin, 3, true).Mean(), 0.5 * (12.0 + 48.0));
}

TEST(Baselines, ReadNothingAcrossMissingDays) {
  ActsRecord record = Rising();
  record.missing.assign(record.acts.days, false);
  record.missing[record.acts.days - 40] = true;  // in January 2002, the 25th month
  const std::int64_t origin = DayNumber(kOrigin);
  EXPECT_EQ(Ask("climatology", record, origin).members().size(), 25U);
  EXPECT_EQ(Ask("climatology", record, origin, 3, true).members().size(), 22U);
}

TEST(Baselines, ForecastZeroFromNoPast) {
  const ActsRecord record = Rising();
  for (const Forecaster& baseline : Baselines()) {
    EXPECT_EQ(Ask(baseline.name, record, record.first_day).Mean(), 0.0) << baseline.name;
  }
}

TEST(Baselines, HaveNamesOfTheirOwnAndSayWhatTheyAssume) {
  std::set<std::string> names;
  for (const Forecaster& baseline : Baselines()) {
    EXPECT_TRUE(names.insert(baseline.name).second);
    EXPECT_FALSE(baseline.summary.empty());
  }
  EXPECT_EQ(names.size(), 9U);
}

TEST(FitSize, RecoversTheSizeAndSeesPoisson) {
  Stream stream(51, "size");
  std::vector<double> over, even;
  double over_mean = 0.0, even_mean = 0.0;
  for (int k = 0; k < 4'000; ++k) {
    over.push_back(static_cast<double>(stream.Poisson(6.0 * stream.Gamma(1.5) / 1.5)));
    even.push_back(static_cast<double>(stream.Poisson(6.0)));
    over_mean += over.back() / 4'000.0;
    even_mean += even.back() / 4'000.0;
  }
  EXPECT_NEAR(FitSize(over, over_mean), 1.5, 0.2);  // standard error about 0.045
  EXPECT_GT(FitSize(even, even_mean), 40.0);
}

// A burst excites: where acts breed acts the forecast after a burst is higher than in a lull, by
// about what the process itself expects.
TEST(HawkesBaseline, FollowsABurst) {
  DailyModel truth;
  truth.dimensions = 1;
  truth.law.links = {{std::log(2.0) / 14.0, {{0, 0}}}};
  truth.law.negative_binomial = false;
  truth.base = {0.2};
  truth.strengths = {0.7 * truth.law.links[0].decay / 0.2};  // 0.7 acts bred by each
  Stream stream(52, "burst");
  ActsRecord record;
  record.first_day = DayNumber({2000, 1, 1});
  record.series = {"acts"};
  const auto days = static_cast<std::size_t>(DayNumber({2012, 1, 1}) - record.first_day);
  record.acts = DailyActs::Make(1, days);
  record.acts.counts = SimulateDaily(truth, DailyActs::Make(1, 0), days, 1, stream);
  const std::int64_t origin = DayNumber({2012, 1, 1});
  ActsRecord burst = record, lull = record;
  for (std::size_t d = days - 10; d < days; ++d) {
    burst.acts.Count(d, 0) = 3.0;
    lull.acts.Count(d, 0) = 0.0;
  }
  const double high = Ask("hawkes", burst, origin).Mean();
  const double low = Ask("hawkes", lull, origin).Mean();
  EXPECT_GT(high, low + 8.0);
  // Far ahead both forget: 30.4 days at 0.2 / (1 − 0.7) a day, within the fit's error.
  EXPECT_NEAR(Ask("hawkes", lull, origin, 12).Mean(), 20.3, 5.0);
  EXPECT_EQ(Ask("hawkes", burst, origin).Mean(), high);  // the same seed, the same forecast
}

}  // namespace
}  // namespace entente::inference
