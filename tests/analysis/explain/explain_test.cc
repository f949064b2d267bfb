// Explanations of models whose causes are known: order of causes, chains, exemplars, and one world
// with and without one occurrence.
#include "analysis/explain/explain.h"

#include <gtest/gtest.h>

#include "model/builder.h"

namespace entente::analysis {
namespace {

using model::Builder;
using model::HappeningId;

// spark -> fire -> alarm; parades matter to nobody; dry weather doubles sparks.
struct Fixture {
  Builder b{"fires", 20.0, 1.0};
  HappeningId spark, parade, burns, rings;
  Fixture() {
    const model::ParameterId rate = b.Param("rate", {model::PriorKind::kUniform, 0.0, 0.2, 0.0});
    const model::IssueId fire = b.Issue("fire", {"out", "burning"});
    const model::IssueId alarm = b.Issue("alarm", {"silent", "ringing"});
    spark = b.Event("spark", b.Value(rate));
    parade = b.Event("parade", b.Number(0.2));
    b[spark].effects.push_back(Builder::Move(fire, 1));
    burns = b.Transition(fire, "out", "burning");
    b.Rate(alarm, "silent", "ringing", b.Number(0.3), b.In(fire, {"burning"}));
    rings = b.Transition(alarm, "silent", "ringing");
    b.Ever("alarmed", b.In(alarm, {"ringing"}));
    b.Count("parades", {parade});
  }
};

ExplainOptions Options() {
  ExplainOptions options;
  options.causal.worlds = 2'000;
  options.causal.threads = 1;
  options.replays = 32;
  return options;
}

TEST(Explain, RanksWhatMatteredAndNamesTheChain) {
  Fixture f;
  const model::Model model = f.b.Build();
  const Result<Explanation> why = Explain(model, "alarmed", Options());
  ASSERT_TRUE(why) << why.error().message;
  ASSERT_EQ(why->causes.size(), 4U);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_TRUE(why->causes[i].candidate.name == "spark" ||
                why->causes[i].candidate.name == "fire -> burning");
    EXPECT_EQ(why->causes[i].necessity->probability.value, 1.0);
  }
  EXPECT_EQ(why->causes[2].candidate.name, "parade");
  EXPECT_EQ(why->causes[2].necessity->vanished, 0U);
  EXPECT_EQ(why->causes[2].sufficiency->happened, 0U);
  EXPECT_TRUE(why->causes[3].by_definition);
  ASSERT_FALSE(why->chains.empty());
  const std::vector<std::string> chain = {"spark", "fire -> burning", "alarm -> ringing"};
  EXPECT_EQ(why->chains[0].steps, chain);
  EXPECT_EQ(why->chains[0].worlds, why->chains_of) << "there is no other way";
  ASSERT_EQ(why->draws.size(), 1U);
  EXPECT_GT(why->draws[0].shift.value, 0.0);
}

TEST(Explain, ToldWorldsAreWhatTheyAreCalled) {
  Fixture f;
  const model::Model model = f.b.Build();
  const Result<Explanation> why = Explain(model, "alarmed", Options());
  ASSERT_TRUE(why && why->typical && why->nearest_miss && why->strangest);
  EXPECT_EQ(why->typical->story.outcomes[0], 1.0);
  EXPECT_EQ(why->strangest->story.outcomes[0], 1.0);
  EXPECT_EQ(why->nearest_miss->story.outcomes[0], 0.0);
  EXPECT_GE(why->typical->score, why->strangest->score);
  // A near miss is a fire that rang no alarm.
  bool burned = false;
  for (const engine::Occurrence& occurrence : why->nearest_miss->story.occurrences) {
    burned = burned || occurrence.happening == f.burns;
  }
  EXPECT_TRUE(burned);
  ASSERT_TRUE(why->typical->effect);
  EXPECT_EQ(why->typical->because.back(), *why->typical->effect);
  EXPECT_GE(why->typical->because.size(), 3U) << "spark, fire, alarm";
}

TEST(Explain, AsksNumbersForBeingAboveTheirMedian) {
  Fixture f;
  const Result<Explanation> why = Explain(f.b.Build(), "parades", Options());
  ASSERT_TRUE(why) << why.error().message;
  EXPECT_EQ(why->effect.threshold, 4.0) << "the median of a Poisson variable of mean 4";
  EXPECT_FALSE(why->causes.empty());
}

TEST(Explain, RefusesWhatAlwaysOrNeverHappens) {
  Fixture f;
  const model::IssueId fire(0);
  f.b.Ever("never", f.b.pool().And(f.b.In(fire, {"out"}), f.b.In(fire, {"burning"})));
  const Result<Explanation> never = Explain(f.b.Build(), "never", Options());
  ASSERT_FALSE(never);
  EXPECT_NE(never.error().message.find("0 of 2000"), std::string::npos) << never.error().message;
  const Result<Explanation> unknown = Explain(f.b.Build(), "alarmd", Options());
  ASSERT_FALSE(unknown);
  EXPECT_NE(unknown.error().message.find("`alarmed`"), std::string::npos);
}

TEST(TellWithout, ShowsJustWhatDiffers) {
  Fixture f;
  const model::Model model = f.b.Build();
  int changed = 0;
  for (std::uint32_t world = 0; world < 30; ++world) {
    const Result<WithoutResult> idle = TellWithout(model, 1, world, "parade", {});
    if (idle) {
      EXPECT_EQ(idle->rows.size(), idle->with.occurrences.size());
      EXPECT_EQ(idle->without.occurrences.size() + 1, idle->with.occurrences.size());
      ASSERT_EQ(idle->changed_outcomes.size(), 1U);
      EXPECT_EQ(idle->changed_outcomes[0].index(), 1U) << "the count of parades only";
      for (const auto& [left, right] : idle->rows) {
        if (left != idle->removed_at) {
          EXPECT_NE(right, WithoutResult::kNone);
        }
      }
    }
    const Result<WithoutResult> spark = TellWithout(model, 1, world, "spark#1", {});
    if (!spark) continue;
    std::size_t sparks = 0;
    for (const engine::Occurrence& occurrence : spark->with.occurrences) {
      sparks += occurrence.happening == f.spark;
    }
    if (sparks == 1) {
      EXPECT_EQ(spark->without.outcomes[0], 0.0) << "no spark, no alarm";
      changed += spark->with.outcomes[0] != spark->without.outcomes[0];
    }
  }
  EXPECT_GT(changed, 0);
  EXPECT_FALSE(TellWithout(model, 1, 0, "parade#0", {}));
  EXPECT_FALSE(TellWithout(model, 1, 0, "parade#9999", {}));
  EXPECT_FALSE(TellWithout(model, 1, 0, "parad", {}));
}

}  // namespace
}  // namespace entente::analysis
