#include "model/verify.h"

#include <gtest/gtest.h>

#include <functional>

#include "base/check.h"
#include "model/builder.h"
#include "support/nets.h"

namespace entente::model {
namespace {

// A sound model with one element of most kinds.
Builder Sound() {
  Builder b("sound", 100.0);
  const ActorId actor = b.AddActor("KOR");
  b.AddTrack("history");
  const ParameterId p = b.Param("p", Prior{PriorKind::kBeta, 2, 2, 0});
  const DefinitionId d = b.Define("d", b.Value(p));
  const QuantityId q = b.AddQuantity("q", b.Number(0.5), 0.0, 1.0);
  b.Relax(q, b.Value(d), b.Number(30));
  b.Noise(q, b.Number(0.01));
  const IssueId x = b.Issue("x", {"low", "high"});
  b.Rate(x, "low", "high", b.Value(p));
  const HappeningId event = b.Event("rebuke", b.Number(0.1));
  b[event].effects.push_back(Builder::Increase(q, b.Number(0.1)));
  const LinkageId linkage = b.ActLinkage("retaliation", b.Number(0.6), b.Number(90));
  const PressureId pressure = b.AddPressure("retaliation>hostile", linkage);
  Act act;
  act.by = {actor};
  act.weight = b.Number(-2);
  b[event].act = act;
  b[event].feeds.push_back({pressure, b.Number(0.12)});
  b.On(b.Transition(x, "high", "low"), {10.0, 20.0});
  b.Ever("ever_high", b.In(x, {"high"}));
  Intervention forbid;
  forbid.kind = InterventionKind::kForbid;
  forbid.happenings = {event};
  b.AddPolicy("silence", {forbid});
  return b;
}

TEST(Verify, FindsNothingInASoundModel) {
  EXPECT_EQ(Verify(Sound().model()), std::vector<std::string>{});
  EXPECT_EQ(Verify(testing::Net4()), std::vector<std::string>{});
}

struct Break {
  const char* name;
  std::function<void(Builder&)> how;
  const char* expected;  // part of a fault
};

class VerifyBreaks : public ::testing::TestWithParam<Break> {};

TEST_P(VerifyBreaks, EachBrokenRuleIsNamed) {
  Builder b = Sound();
  GetParam().how(b);
  const std::vector<std::string> faults = Verify(b.model());
  ASSERT_FALSE(faults.empty());
  bool found = false;
  for (const std::string& fault : faults) {
    found = found || fault.find(GetParam().expected) != std::string::npos;
  }
  EXPECT_TRUE(found) << faults.front();
  EXPECT_THROW(b.Build(), InternalError);
}

const Break kBreaks[] = {
    {"id_out_of_range",
     [](Builder& b) { b.model().channels[0].terms[0].rate_per_day = ExprId(std::size_t{9999}); },
     "no expression of the model"},
    {"leaf_names_nothing", [](Builder& b) { b.pool().Leaf(Op::kQuantity, 77); }, "names nothing"},
    {"mask_of_no_state", [](Builder& b) { b.In(IssueId(std::size_t{0}), StateMask{8}); },
     "names nothing"},
    {"table_of_wrong_size", [](Builder& b) { b.ByState(IssueId(std::size_t{0}), {1.0, 2.0, 3.0}); },
     "names nothing"},
    {"same_name", [](Builder& b) { b.Param("p", 1.0); }, "are named `p`"},
    {"same_luck",
     [](Builder& b) {
       b.Param("other", 1.0);
       b.model().parameters.back().provenance.luck_name = "p";
     },
     "have one hash"},
    {"no_luck", [](Builder& b) { b.model().channels[0].provenance.luck_name.clear(); },
     "no luck name"},
    {"cycle",
     [](Builder& b) {
       const DefinitionId d = b.Define("e", b.Number(1));
       b.model().definitions[0].value = b.pool().Add(b.Value(d), b.Number(1));
       b.model().definitions[d.index()].value = b.Value(DefinitionId(std::size_t{0}));
     },
     "leads back to itself"},
    {"start_outside", [](Builder& b) { b.model().issues[0].start = 2; }, "none of its states"},
    {"too_many_states", [](Builder& b) { b.Issue("big", std::vector<std::string>(65, "s")); },
     "1 to 64 states"},
    {"target_outside", [](Builder& b) { b.model().happenings[0].to = 5; }, "does not exist"},
    {"two_outlets",
     [](Builder& b) { b.model().channels[0].outlet.decision = DecisionId(std::size_t{0}); },
     "exactly one thing"},
    {"dates_in_disorder", [](Builder& b) { b.model().triggers[0].days = {5.0, 4.0}; },
     "not in order"},
    {"condition_missing", [](Builder& b) { b.model().triggers[0].kind = TriggerKind::kOnce; },
     "no condition"},
    {"bad_prior", [](Builder& b) { b.Param("sd", Prior{PriorKind::kNormal, 0, -1, 0}); },
     "must not be negative"},
    {"empty_range", [](Builder& b) { b.model().quantities[0].lower = 2.0; }, "range is empty"},
    {"window_past_horizon", [](Builder& b) { b.model().outcomes[0].to_day = 101.0; }, "window"},
    {"step_of_nothing", [](Builder& b) { b.model().time.steps[0].step = {}; },
     "longer than nothing"},
    {"too_many_grid_points", [](Builder& b) { b.model().time.steps[0].step = {1e-4, 0}; },
     "grid points"},
    {"effect_on_nothing", [](Builder& b) { b.model().happenings[1].effects[0].quantity = {}; },
     "writes no quantity"},
    {"feed_of_nothing", [](Builder& b) { b.model().happenings[1].feeds[0].pressure = {}; },
     "feeds a pressure"},
    {"policy_on_nothing",
     [](Builder& b) {
       b.model().policies[0].interventions[0].happenings = {HappeningId(std::size_t{99})};
     },
     "changes what does not exist"},
};

INSTANTIATE_TEST_SUITE_P(Rules, VerifyBreaks, ::testing::ValuesIn(kBreaks),
                         [](const ::testing::TestParamInfo<Break>& test) {
                           return std::string(test.param.name);
                         });

}  // namespace
}  // namespace entente::model
