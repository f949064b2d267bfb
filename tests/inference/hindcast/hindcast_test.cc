#include "inference/hindcast/hindcast.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/calendar.h"
#include "inference/baselines/baselines.h"
#include "inference/hindcast/small_record.h"
#include "inference/random/stream.h"
#include "inference/scores/crps.h"

namespace entente::inference {
namespace {

// Months whose mean is 4 or 12 by the flip of a coin that the world sees and baselines do not.
std::vector<double> Means(std::size_t months) {
  Stream stream(61, "means");
  std::vector<double> means;
  for (std::size_t k = 0; k < months; ++k) means.push_back(stream.Uniform() < 0.5 ? 4.0 : 12.0);
  return means;
}

ActsRecord Coins(std::size_t months) {
  Stream stream(62, "counts");
  std::vector<double> counts;
  for (const double mean : Means(months)) {
    counts.push_back(static_cast<double>(stream.Poisson(mean)));
  }
  return MonthlyRecord({counts});
}

std::size_t MonthIndex(std::int64_t day) {
  const CivilDate date = CivilFromDayNumber(day);
  return static_cast<std::size_t>((date.year - 2000) * 12 + date.month - 1);
}

// Knows the coin of every month.
Forecaster Oracle() {
  return {"oracle", "knows the mean",
          [](const Past& past, std::span<const Question> questions, std::uint64_t) {
            std::vector<Predictive> made;
            for (const Question& question : questions) {
              const std::size_t month = MonthIndex(WindowOf(question, past.origin()).from);
              made.push_back(Predictive::Poisson(Means(month + 1)[month]));
            }
            return made;
          }};
}

Forecaster Fixed(double mean) {
  return {"fixed", "one mean", [mean](const Past&, std::span<const Question> questions, auto) {
            return std::vector<Predictive>(questions.size(), Predictive::Poisson(mean));
          }};
}

HindcastPlan PlanFor(int first_year, int last_year) {
  HindcastPlan plan;
  plan.origins = MonthlyOrigins(DayNumber({first_year, 1, 1}), DayNumber({last_year, 12, 1}));
  plan.leads = {1, 3};
  plan.targets = {{"acts", {0}, false, 1.0}, {"eight or more", {0}, true, 8.0}};
  plan.resamples = 500;
  return plan;
}

std::vector<Forecaster> WithoutHawkes() {
  std::vector<Forecaster> all = Baselines();
  all.pop_back();
  return all;
}

TEST(Hindcast, SeesThatTheOracleBeatsEveryBaseline) {
  const auto made = RunHindcast(Coins(180), PlanFor(2006, 2014), Oracle(), WithoutHawkes());
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(Verdict(*made).find("the model beats its best baseline ("), 0U) << Verdict(*made);
  EXPECT_EQ(made->skipped, 2U * 2U);  // lead 3 from November and December 2014
  for (const HindcastCell& cell : made->cells) {
    for (std::size_t f = 1; f < made->forecasters.size(); ++f) {
      EXPECT_TRUE(cell.against[f].skill.better()) << made->forecasters[f].name;
    }
    // Every mean score is the mean over the history.
    double sum = 0.0;
    for (const auto& occasion : cell.history) sum += occasion.said[0].score;
    EXPECT_NEAR(cell.rows[0].score, sum / static_cast<double>(cell.occasions), 1e-12);
  }
  const HindcastCell& counts = made->cells[0];
  // 108 occasions, 90 % intervals of counts: at least 90 %, less 4 standard deviations.
  EXPECT_GT(counts.rows[0].covered_90, 0.78);
  const HindcastCell& events = made->cells[2];
  EXPECT_GT(events.rows[0].auc, 0.85);
  EXPECT_NEAR(events.rows[0].brier.reliability - events.rows[0].brier.resolution +
                  events.rows[0].brier.uncertainty + events.rows[0].brier.within,
              events.rows[0].score, 1e-12);
  EXPECT_TRUE(made->reliability[0].empty());
  EXPECT_FALSE(made->reliability[1].empty());
}

TEST(Hindcast, SeesThatAModelThatKnowsNothingDoesNotBeatItsBaselines) {
  const auto plain = RunHindcast(Coins(180), PlanFor(2006, 2014), Fixed(8.0), WithoutHawkes());
  ASSERT_TRUE(plain);
  EXPECT_EQ(Verdict(*plain).find("the model beats"), std::string::npos) << Verdict(*plain);
  const auto silly = RunHindcast(Coins(180), PlanFor(2006, 2014), Fixed(90.0), WithoutHawkes());
  ASSERT_TRUE(silly);
  EXPECT_EQ(Verdict(*silly).find("the model is worse than"), 0U) << Verdict(*silly);
}

// The vintage lock: whatever happens after an origin changes no bit of a forecast from it.
TEST(Hindcast, TheFutureNeverChangesAForecast) {
  const ActsRecord record = Coins(120);
  const std::int64_t origin = DayNumber({2007, 5, 1});
  ActsRecord other = record;
  for (std::int64_t day = origin; day < other.end_day(); ++day) {
    other.acts.Count(static_cast<std::size_t>(day - other.first_day), 0) += 17.0;
  }
  ActsRecord shorter = Coins(100);  // ends in April 2008
  const std::vector<Question> questions = {{{0}, 1, false}, {{0}, 6, false}, {{0}, 6, true}};
  for (const Forecaster& baseline : Baselines()) {
    const auto first = baseline.forecast(Past(record, origin), questions, 9);
    for (const ActsRecord* changed : {&other, &shorter}) {
      const auto second = baseline.forecast(Past(*changed, origin), questions, 9);
      for (std::size_t q = 0; q < questions.size(); ++q) {
        const auto equal = [](std::span<const double> a, std::span<const double> b) {
          return std::equal(a.begin(), a.end(), b.begin(), b.end());
        };
        EXPECT_TRUE(equal(first[q].members(), second[q].members())) << baseline.name;
        EXPECT_TRUE(equal(first[q].mass(), second[q].mass())) << baseline.name;
      }
    }
  }
  EXPECT_EQ(Past(record, origin).record().end_day(), origin);
}

// And so, whole hindcasts agree on the origins whose outcomes both records hold.
TEST(Hindcast, EarlierOriginsKeepTheirScoresAsTheRecordGrows) {
  HindcastPlan plan = PlanFor(2005, 2006);
  plan.leads = {1};
  const auto early = RunHindcast(Coins(90), plan, Fixed(8.0), WithoutHawkes());
  const auto late = RunHindcast(Coins(180), plan, Fixed(8.0), WithoutHawkes());
  ASSERT_TRUE(early && late);
  for (std::size_t c = 0; c < early->cells.size(); ++c) {
    for (std::size_t f = 0; f < early->forecasters.size(); ++f) {
      EXPECT_EQ(early->cells[c].rows[f].score, late->cells[c].rows[f].score);
    }
  }
}

TEST(Hindcast, SaysWhatIsMissing) {
  HindcastPlan plan = PlanFor(2030, 2031);
  const auto made = RunHindcast(Coins(60), plan, Fixed(8.0), WithoutHawkes());
  ASSERT_FALSE(made);
  EXPECT_NE(made.error().message.find("has 0 outcomes in the record"), std::string::npos);
  plan.leads.clear();
  EXPECT_FALSE(RunHindcast(Coins(60), plan, Fixed(8.0), WithoutHawkes()));
  EXPECT_FALSE(RunHindcast(Coins(180), PlanFor(2006, 2014), Fixed(8.0), WithoutHawkes(),
                           [](std::size_t origins) { return origins < 5; }));
}

TEST(Window, OfAQuestion) {
  const std::int64_t origin = DayNumber({2019, 12, 1});
  const Window month = WindowOf({{0}, 3, false}, origin);
  EXPECT_EQ(month.from, DayNumber({2020, 2, 1}));
  EXPECT_EQ(month.to, DayNumber({2020, 3, 1}));
  const Window run = WindowOf({{0}, 3, true}, origin);
  EXPECT_EQ(run.from, origin);
  EXPECT_EQ(run.to, DayNumber({2020, 3, 1}));
}

}  // namespace
}  // namespace entente::inference
