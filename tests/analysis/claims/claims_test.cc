// Verdicts on claims whose truth is known: from closed forms, from the exact solution, and by
// construction; error rates; what can not be tested; the deciding parameter.
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "analysis/claims/claims.h"
#include "analysis/claims/estimand.h"
#include "base/hash.h"
#include "engine/luck/luck.h"
#include "model/builder.h"

namespace entente::analysis {
namespace {

using model::Builder;
using model::ClaimOp;
using model::ClaimRelation;
using model::ClaimStatement;
using model::ClaimStep;
using model::Estimand;
using model::EstimandKind;
using model::OutcomeId;

// A claim with one statement, built by hand.
struct ClaimMaker {
  model::Claim claim;

  explicit ClaimMaker(std::string name) { claim.provenance.name = std::move(name); }
  ClaimStep Take(EstimandKind kind, OutcomeId outcome, std::vector<std::string> under = {},
                 OutcomeId other = {}, double level = 0.5) {
    Estimand estimand;
    estimand.kind = kind;
    estimand.outcome = outcome;
    if (kind == EstimandKind::kRate) {
      estimand.time = other;
    } else {
      estimand.given = other;
    }
    estimand.under = std::move(under);
    estimand.level = level;
    estimand.text = "number " + std::to_string(claim.estimands.size());
    claim.estimands.push_back(std::move(estimand));
    return {ClaimOp::kEstimand, 0.0, static_cast<std::uint32_t>(claim.estimands.size() - 1)};
  }
  ClaimMaker& Say(std::vector<ClaimStep> left, ClaimRelation relation,
                  std::vector<ClaimStep> right, double margin = 0.0) {
    ClaimStatement statement;
    statement.left = std::move(left);
    statement.right = std::move(right);
    statement.relation = relation;
    statement.margin = margin;
    statement.text = claim.provenance.name;
    claim.statements.push_back(std::move(statement));
    return *this;
  }
};

ClaimStep Number(double value) { return {ClaimOp::kConstant, value, 0}; }
ClaimStep Does(ClaimOp op) { return {op, 0.0, 0}; }

struct Land {
  model::Model model;
  OutcomeId war, war_time, raids, calm_days, quakes;
  model::HappeningId outbreak, raid, mobilised;
};

// War breaks out once at an uncertain rate, raids come at 2 a year while there is no war; `arms`
// doubles the rate of war; `tilt` multiplies it by exp(mood), whose sign is unknown; `idle` does
// nothing.
Land MakeLand() {
  Builder b("land", 730.0);
  Land land;
  const auto state = b.Issue("state", {"peace", "war"});
  const auto rate = b.Param("rate", {model::PriorKind::kLognormal, 0.3 / 365, 0.5, 0.0});
  const auto mood = b.Param("mood", {model::PriorKind::kNormal, 0.0, 1.0, 0.0});
  b.Param("noise", {model::PriorKind::kNormal, 0.0, 1.0, 0.0});
  const auto breaks = b.Rate(state, "peace", "war", b.Value(rate));
  const auto raid = b.Event("raid", b.Number(2.0 / 365), b.In(state, {"peace"}));
  const auto quake = b.Event("quake", b.Number(1.0 / 365));
  land.war = b.Ever("war", b.In(state, {"war"}));
  land.war_time = b.Ask("war_time", model::OutcomeKind::kTimeTo, b.In(state, {"war"}));
  land.raids = b.Count("raids", {raid});
  const auto days = b.pool().Select(b.In(state, {"peace"}), b.Number(730.0), b.Number(0.0));
  land.calm_days = b.Ask("calm_days", model::OutcomeKind::kShareOfTime, days);
  land.quakes = b.Count("quakes", {quake});
  land.outbreak = b.Transition(state, "peace", "war");
  land.raid = raid;
  land.mobilised = b.Happening("mobilised");
  b.Once(land.mobilised, b.In(state, {"war"}));
  const auto scale = [&](model::ExprId value) {
    model::Intervention change;
    change.kind = model::InterventionKind::kScaleChannel;
    change.channels = {breaks};
    change.value = value;
    return change;
  };
  b.AddPolicy("arms", {scale(b.Number(2.0))});
  b.AddPolicy("tilt", {scale(b.pool().Unary(model::Op::kExp, b.Value(mood)))});
  b.AddPolicy("idle", {});
  land.model = b.Build();
  return land;
}

ClaimsResult Check(const model::Model& model, ClaimsOptions options = {}) {
  Result<ClaimsResult> result = CheckClaims(model, options);
  EXPECT_TRUE(result.has_value()) << (result ? "" : result.error().message);
  return result ? std::move(*result) : ClaimsResult{};
}

TEST(Claims, GetTheVerdictsThatTheyDeserve) {
  Land land = MakeLand();
  const auto mean = EstimandKind::kMean;
  std::vector<std::pair<model::Claim, Verdict>> claims;
  const auto add = [&](ClaimMaker& maker, Verdict verdict) {
    claims.emplace_back(maker.claim, verdict);
  };
  {
    ClaimMaker m("arms bring war");
    m.Say({m.Take(mean, land.war, {"arms"})}, ClaimRelation::kGreater, {m.Take(mean, land.war)});
    add(m, Verdict::kSupported);
  }
  {
    ClaimMaker m("arms keep peace");
    m.Say({m.Take(mean, land.war, {"arms"})}, ClaimRelation::kLess, {m.Take(mean, land.war)});
    add(m, Verdict::kContradicted);
  }
  {
    ClaimMaker m("tilt brings war");
    m.Say({m.Take(mean, land.war, {"tilt"})}, ClaimRelation::kGreater, {m.Take(mean, land.war)});
    add(m, Verdict::kDepends);
  }
  {
    ClaimMaker m("idle brings war");  // nothing changes, and `>` says that something does
    m.Say({m.Take(mean, land.war, {"idle"})}, ClaimRelation::kGreater, {m.Take(mean, land.war)});
    add(m, Verdict::kContradicted);
  }
  {
    ClaimMaker m("idle changes nothing");
    m.Say({m.Take(mean, land.war, {"idle"})}, ClaimRelation::kAbout, {m.Take(mean, land.war)},
          0.01);
    add(m, Verdict::kSupported);
  }
  {
    ClaimMaker m("arms leave quakes alone");
    m.Say({m.Take(mean, land.quakes, {"arms"})}, ClaimRelation::kGreaterEqual,
          {m.Take(mean, land.quakes)});
    add(m, Verdict::kSupported);
  }
  {
    // 2 a year of peace, in every draw: rate 2/365 within 15 % either way.
    ClaimMaker m("raids per day of peace");
    m.Say({m.Take(EstimandKind::kRate, land.raids, {}, land.calm_days)}, ClaimRelation::kAbout,
          {Number(2.0 / 365)}, 0.15 * 2.0 / 365);
    add(m, Verdict::kSupported);
  }
  {
    ClaimMaker m("the median war comes sooner with arms");
    m.Say({m.Take(EstimandKind::kQuantile, land.war_time, {"arms"}, {}, 0.25)},
          ClaimRelation::kLess, {m.Take(EstimandKind::kQuantile, land.war_time, {}, {}, 0.25)});
    add(m, Verdict::kSupported);
  }
  {
    ClaimMaker m("few early quantiles");  // both beyond the window: 5 % have no war with arms
    m.Say({m.Take(EstimandKind::kQuantile, land.war_time, {"arms"}, {}, 0.999)},
          ClaimRelation::kLess, {m.Take(EstimandKind::kQuantile, land.war_time, {}, {}, 0.999)});
    add(m, Verdict::kNotTestable);
  }
  {
    // Quakes come once a year, war or not.
    ClaimMaker m("quakes where war came");
    m.Say({m.Take(mean, land.quakes, {}, land.war)}, ClaimRelation::kAbout, {Number(2.0)}, 0.3);
    add(m, Verdict::kSupported);
  }
  {
    ClaimMaker m("twice as often");
    m.Say({Number(1.2), m.Take(mean, land.war), Does(ClaimOp::kMultiply)}, ClaimRelation::kLess,
          {m.Take(mean, land.war, {"arms"})});
    add(m, Verdict::kSupported);
  }
  {
    // Without its one way to begin there is no war; forced, there is.
    ClaimMaker m("the outbreak is the war");
    const model::HappeningId outbreak = land.outbreak;
    for (const EstimandKind kind : {EstimandKind::kNecessity, EstimandKind::kSufficiency}) {
      const ClaimStep step = m.Take(kind, {});
      m.claim.estimands.back().cause = {kind == EstimandKind::kNecessity ? outbreak : land.raid};
      m.claim.estimands.back().effect = {kind == EstimandKind::kNecessity ? land.mobilised
                                                                          : outbreak};
      // Raids bring no war.
      m.Say({step}, kind == EstimandKind::kNecessity ? ClaimRelation::kGreater
                                                     : ClaimRelation::kLess, {Number(0.5)});
    }
    add(m, Verdict::kSupported);
  }
  for (const auto& [claim, verdict] : claims) land.model.claims.push_back(claim);
  for (const std::uint64_t seed : {1u, 2u, 3u}) {
    ClaimsOptions options;
    options.seed = seed;
    const ClaimsResult result = Check(land.model, options);
    ASSERT_EQ(result.claims.size(), claims.size());
    for (std::size_t c = 0; c < claims.size(); ++c) {
      EXPECT_EQ(VerdictName(result.claims[c].verdict), std::string(VerdictName(claims[c].second)))
          << claims[c].first.provenance.name << ": " << result.claims[c].agreement.positive << " ["
          << result.claims[c].agreement.low << ", " << result.claims[c].agreement.high << "] "
          << result.claims[c].why;
    }
    EXPECT_EQ(result.ensembles, 4u);
    // The sign of `mood` decides `tilt`, and nothing else does.
    ASSERT_TRUE(result.claims[2].deciding.has_value());
    EXPECT_EQ(land.model.parameters[result.claims[2].deciding->index()].provenance.name, "mood");
    EXPECT_GT(result.claims[2].correlation, 0.5);
    // A clear verdict needs few worlds.
    EXPECT_LT(result.claims[0].worlds, 32'768u);
    EXPECT_TRUE(result.claims[0].clear);
  }
}

TEST(Claims, CountWorldsThatAConditionLeaves) {
  Builder b("rare", 365.0);
  const auto rare = b.Issue("rare", {"no", "yes"});
  b.Rate(rare, "no", "yes", b.Number(0.01 / 365));
  const auto often = b.Event("often", b.Number(3.0 / 365));
  const OutcomeId had = b.Ever("had", b.In(rare, {"yes"}));
  const OutcomeId count = b.Count("count", {often});
  ClaimMaker m("rarely");
  m.Say({m.Take(EstimandKind::kMean, count, {}, had)}, ClaimRelation::kLess, {Number(4.0)});
  b.model().claims.push_back(m.claim);
  ClaimsOptions options;
  options.worlds = 4'096;
  const ClaimsResult few = Check(b.Build(), options);
  EXPECT_EQ(few.claims[0].verdict, Verdict::kNotTestable);
  EXPECT_NE(few.claims[0].why.find("of 4096 worlds"), std::string::npos) << few.claims[0].why;
  options.worlds = 65'536;
  EXPECT_EQ(Check(b.Build(), options).claims[0].verdict, Verdict::kSupported);
}

TEST(Claims, AreTheSameForAnyThreadsAndTile) {
  Land land = MakeLand();
  ClaimMaker m("tilt");
  m.Say({m.Take(EstimandKind::kMean, land.war_time, {"tilt"})}, ClaimRelation::kLess,
        {m.Take(EstimandKind::kMean, land.war_time)});
  land.model.claims = {m.claim};
  ClaimsOptions options;
  options.worlds = 4'096;
  options.threads = 1;
  const ClaimsResult one = Check(land.model, options);
  options.threads = 2;
  options.tile_width = 24;
  const ClaimsResult other = Check(land.model, options);
  EXPECT_EQ(one.claims[0].statements[0].effect.low, other.claims[0].statements[0].effect.low);
  EXPECT_EQ(one.claims[0].agreement.low, other.claims[0].agreement.low);
  EXPECT_EQ(one.claims[0].correlation, other.claims[0].correlation);
}

// A claim of exactly no effect on average must not be called supported or contradicted more often
// than α = 5 %, whatever look it stops at: P(war) < its exact value, without uncertain parameters.
TEST(Claims, StopAtTheStatedErrorRate) {
  Builder b("plain", 365.0);
  const auto state = b.Issue("state", {"peace", "war"});
  b.Rate(state, "peace", "war", b.Number(0.4 / 365));
  const OutcomeId war = b.Ever("war", b.In(state, {"war"}));
  ClaimMaker m("at its value");
  m.Say({m.Take(EstimandKind::kMean, war)}, ClaimRelation::kLess, {Number(1.0 - std::exp(-0.4))});
  b.model().claims.push_back(m.claim);
  const model::Model model = b.Build();
  int wrong = 0;
  constexpr int kSeeds = 100;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    ClaimsOptions options;
    options.seed = seed;
    options.worlds = 8'192;
    const ClaimsResult result = Check(model, options);
    // Clear or by the average: the last look has no more error than was left.
    wrong += result.claims[0].verdict == Verdict::kSupported ||
                     result.claims[0].verdict == Verdict::kContradicted
                 ? 1
                 : 0;
  }
  // Binomial(100, 0.05) exceeds 11 with probability 0.4 %.
  EXPECT_LE(wrong, 11);
}

// Calls that are not clear: by the average where it is known, undecided where it is not.
TEST(Claims, AreCalledByTheAverageUntilDisagreementIsShown) {
  Land land = MakeLand();
  ClaimMaker m("arms bring war");
  m.Say({m.Take(EstimandKind::kMean, land.war, {"arms"})}, ClaimRelation::kGreater,
        {m.Take(EstimandKind::kMean, land.war)});
  ClaimMaker at("at its value");  // two quakes are expected in two years
  at.Say({at.Take(EstimandKind::kMean, land.quakes)}, ClaimRelation::kLess, {Number(2.0)});
  land.model.claims = {m.claim, at.claim};
  int called = 0;
  constexpr int kSeeds = 40;
  for (std::uint64_t seed = 1; seed <= kSeeds; ++seed) {
    ClaimsOptions options;
    options.seed = seed;
    options.worlds = 480;  // fifteen draws: too few for any share of them
    const ClaimsResult result = Check(land.model, options);
    EXPECT_EQ(result.claims[0].verdict, Verdict::kSupported);
    EXPECT_FALSE(result.claims[0].clear);
    called += result.claims[1].verdict == Verdict::kUndecided ? 0 : 1;
  }
  // Binomial(40, 0.05) exceeds 6 with probability 0.3 %.
  EXPECT_LE(called, 6);
}

// A claim about a model of which no world reaches its end is refused after a few of them.
TEST(Claims, EndWhereEveryWorldFails) {
  Builder b("runaway", 365.0);
  const auto heat = b.AddQuantity("heat", b.Number(1.0));
  const auto spark = b.Event("spark", b.Number(10.0));
  b[spark].effects = {Builder::Assign(
      heat, b.pool().Binary(model::Op::kDivide, b.Number(1.0), b.Number(0.0)))};
  const OutcomeId sparks = b.Count("sparks", {spark});
  ClaimMaker m("sparks");
  m.Say({m.Take(EstimandKind::kMean, sparks)}, ClaimRelation::kLess, {Number(2.0)});
  b.model().claims.push_back(m.claim);
  const auto result = CheckClaims(b.Build(), ClaimsOptions{});
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().message.find("all of the first 256 worlds"), std::string::npos)
      << result.error().message;
}

TEST(Claims, NameWhatIsNotThere) {
  Land land = MakeLand();
  ClaimMaker m("arms_bring_war");
  m.Say({m.Take(EstimandKind::kMean, land.war)}, ClaimRelation::kLess, {Number(2.0)});
  land.model.claims = {m.claim};
  ClaimsOptions options;
  options.names = {"arms_bring_wars"};
  const auto result = CheckClaims(land.model, options);
  ASSERT_FALSE(result.has_value());
  EXPECT_NE(result.error().message.find("arms_bring_war`"), std::string::npos);
}

// ---- estimators ----------------------------------------------------------------------------------

double Uniform(std::uint32_t experiment, std::uint64_t k) {
  return engine::Uniform(engine::PurposeKey(5, engine::Purpose::kChance), Fnv1a64("claims"),
                         experiment, k);
}

// Coverage of 95 % intervals in 300 experiments: below 91 % has probability below 0.5 % at 95 %.
// Draws shift the values, so worlds of one draw hang together.
void ExpectCoverage(EstimandTotals::Shape shape, double level, double truth,
                    WorldShare (*world)(double draw, double u, double v)) {
  int covered = 0;
  constexpr int kExperiments = 300;
  for (std::uint32_t e = 1; e <= kExperiments; ++e) {
    EstimandTotals totals(shape, level, std::numeric_limits<double>::infinity());
    for (std::uint64_t j = 0; j < 128; ++j) {
      WorldShare worlds[8];
      const double draw = Uniform(e, 1'000'000 + j);
      for (std::uint64_t w = 0; w < 8; ++w) {
        worlds[w] = world(draw, Uniform(e, 2 * (8 * j + w)), Uniform(e, 2 * (8 * j + w) + 1));
      }
      totals.AddDraw(worlds, 8);
    }
    const Linearised one = totals.Linearise();
    const engine::Estimate interval =
        IntervalOf(one.value, one.influence, one.unseen_variance, 0.95);
    covered += interval.low <= truth && truth <= interval.high ? 1 : 0;
  }
  EXPECT_GE(covered, kExperiments * 91 / 100);
}

TEST(Estimands, RatiosCover) {
  // Weight uniform in 0.5..1.5, value = (1 + draw) × weight × 2u: the ratio is 1.5.
  ExpectCoverage(EstimandTotals::Shape::kRatio, 0.5, 1.5, [](double draw, double u, double v) {
    const double weight = 0.5 + v;
    return WorldShare{(1.0 + draw) * weight * 2.0 * u, weight};
  });
}

TEST(Estimands, SelectedMeansCover) {
  // Worlds are selected with probability ½; a selected value is draw + u, of mean 1.
  ExpectCoverage(EstimandTotals::Shape::kMean, 0.5, 1.0, [](double draw, double u, double v) {
    return v < 0.5 ? WorldShare{draw + u, 1.0} : WorldShare{};
  });
}

TEST(Estimands, QuantilesCover) {
  // draw + u is triangular on 0..2: its lower quartile is √½.
  ExpectCoverage(EstimandTotals::Shape::kQuantile, 0.25, std::sqrt(0.5),
                 [](double draw, double u, double) { return WorldShare{draw + u, 1.0}; });
}

TEST(Estimands, ARareProbabilityIsNotCertain) {
  EstimandTotals totals(EstimandTotals::Shape::kProbability, 0.5, 0.0);
  const WorldShare never[2] = {{0.0, 1.0}, {0.0, 1.0}};
  for (int j = 0; j < 500; ++j) totals.AddDraw(never, 2);
  const Linearised one = totals.Linearise();
  EXPECT_EQ(one.value, 0.0);
  const engine::Estimate interval =
      IntervalOf(one.value, one.influence, one.unseen_variance, 0.95);
  EXPECT_GT(interval.high, 0.002);
  EXPECT_LT(interval.high, 0.006);
}

// ---- the deciding parameter ----------------------------------------------------------------------

TEST(DecidingParameter, IsFoundOrIsNone) {
  constexpr std::size_t kDraws = 256, kParameters = 20;
  int named = 0;
  for (std::uint32_t e = 1; e <= 60; ++e) {
    std::vector<std::vector<double>> values(kParameters);
    for (std::size_t p = 0; p < kParameters; ++p) {
      for (std::size_t j = 0; j < kDraws; ++j) {
        values[p].push_back(Uniform(1'000 + e, p * kDraws + j));
      }
    }
    const ParameterRanks ranks(values);
    std::vector<double> chance, driven;
    for (std::size_t j = 0; j < kDraws; ++j) {
      chance.push_back(Uniform(2'000 + e, j));
      driven.push_back(-values[7][j] + 2.0 * Uniform(3'000 + e, j));
    }
    named += ranks.Decide(chance, 1, e).has_value() ? 1 : 0;
    const auto deciding = ranks.Decide(driven, 1, e);
    ASSERT_TRUE(deciding.has_value());
    EXPECT_EQ(deciding->parameter, 7u);
    EXPECT_LT(deciding->correlation, -0.2);
  }
  // Binomial(60, 0.05) exceeds 8 with probability 0.4 %.
  EXPECT_LE(named, 8);
}

}  // namespace
}  // namespace entente::analysis
