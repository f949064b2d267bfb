// One occurrence made void: its luck is used up, nothing else draws differently.
#include <gtest/gtest.h>

#include <limits>

#include "engine/run.h"
#include "engine/worlds.h"
#include "model/builder.h"

namespace entente::engine {
namespace {

using model::Builder;
using model::HappeningId;

struct Fixture {
  Builder b{"skips", 50.0, 1.0};
  model::QuantityId heat;
  HappeningId knock, parade, opened;
  Fixture() {
    heat = b.AddQuantity("heat", b.Number(0.0), 0.0, 100.0);
    const model::IssueId door = b.Issue("door", {"shut", "open"});
    knock = b.Event("knock", b.Number(0.2));
    parade = b.Event("parade", b.Number(0.3));
    b[knock].effects.push_back(Builder::Increase(heat, b.Number(1.0)));
    b.Rate(door, "shut", "open", b.pool().Multiply(b.Number(0.02), b.Value(heat)));
    opened = b.Transition(door, "shut", "open");
    b.Count("knocks", {knock});
    b.Ask("heat_at_end", model::OutcomeKind::kValueAt, b.Value(heat));
  }
};

std::vector<double> DaysOf(const Story& story, HappeningId happening) {
  std::vector<double> days;
  for (const Occurrence& occurrence : story.occurrences) {
    if (occurrence.happening == happening) days.push_back(occurrence.day);
  }
  return days;
}

TEST(Skip, LeavesOutJustTheOneOccurrence) {
  Fixture f;
  const model::Model model = f.b.Build();
  for (std::uint32_t world = 0; world < 20; ++world) {
    const Result<Story> plain = Replay(model, 1, world);
    ASSERT_TRUE(plain);
    std::vector<double> days = DaysOf(*plain, f.knock);
    for (std::size_t k = 0; k < std::min<std::size_t>(3, days.size()); ++k) {
      const Result<Story> without = Replay(model, 1, world, {}, {{{f.knock}, k}});
      ASSERT_TRUE(without);
      std::vector<double> expected = days;
      expected.erase(expected.begin() + static_cast<std::ptrdiff_t>(k));
      EXPECT_EQ(DaysOf(*without, f.knock), expected) << "world " << world << ", knock " << k;
      EXPECT_EQ(DaysOf(*without, f.parade), DaysOf(*plain, f.parade));
      EXPECT_EQ(without->outcomes[0], plain->outcomes[0] - 1.0);
      EXPECT_EQ(without->outcomes[1], plain->outcomes[1] - 1.0) << "its effect is void";
    }
  }
}

TEST(Skip, OfWhatNeverMatteredChangesNothingElse) {
  Fixture f;
  const model::Model model = f.b.Build();
  for (std::uint32_t world = 0; world < 20; ++world) {
    const Result<Story> plain = Replay(model, 2, world);
    const Result<Story> without = Replay(model, 2, world, {}, {{{f.parade}, 0}});
    ASSERT_TRUE(plain && without);
    EXPECT_EQ(plain->outcomes, without->outcomes);
    EXPECT_EQ(plain->quantities, without->quantities);
    EXPECT_EQ(plain->issues, without->issues);
    EXPECT_EQ(DaysOf(*plain, f.knock), DaysOf(*without, f.knock));
    EXPECT_EQ(DaysOf(*plain, f.opened), DaysOf(*without, f.opened));
  }
}

TEST(Skip, BeyondTheLastOccurrenceChangesNothing) {
  Fixture f;
  const model::Model model = f.b.Build();
  const Result<Story> plain = Replay(model, 3, 0);
  const Result<Story> without = Replay(model, 3, 0, {}, {{{f.knock}, 1'000}});
  ASSERT_TRUE(plain && without);
  EXPECT_EQ(plain->quantities, without->quantities);
  EXPECT_EQ(plain->occurrences.size(), without->occurrences.size());
}

// A plain transition of a model of jumps, which the engine would take the short way.
TEST(Skip, WorksForPlainTransitionsInEnsembles) {
  Builder b("plain", 10.0, 1.0);
  const model::IssueId x = b.Issue("x", {"low", "high"});
  b.Rate(x, "low", "high", b.Number(1.0));
  b.Rate(x, "high", "low", b.Number(1.0));
  const HappeningId up = b.Transition(x, "low", "high");
  b.Count("ups", {up});
  const model::Model model = b.Build();
  WorldsOptions options;
  options.worlds = 64;
  options.settings.threads = 1;
  const Result<WorldValues> plain = SimulateWorlds(model, options);
  options.settings.skips = {{{up}, 0}};
  const Result<WorldValues> skipped = SimulateWorlds(model, options);
  ASSERT_TRUE(plain && skipped);
  double before = 0.0, after = 0.0;
  for (std::uint32_t w = 0; w < 64; ++w) {
    before += plain->outcome(0)[w];
    after += skipped->outcome(0)[w];
    const Result<Story> story = Replay(model, 1, w, {}, {{{up}, 0}});
    ASSERT_TRUE(story);
    EXPECT_EQ(story->outcomes[0], skipped->outcome(0)[w]) << "world " << w;
  }
  EXPECT_LT(after, before);
}

TEST(Skip, RefusesWhatTheModelDoesNotHave) {
  Fixture f;
  WorldsOptions options;
  options.settings.skips = {{{HappeningId(999)}, 0}};
  EXPECT_FALSE(SimulateWorlds(f.b.Build(), options));
}

}  // namespace
}  // namespace entente::engine
