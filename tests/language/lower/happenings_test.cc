// Issues, events, decisions, reactions and effects as they arrive in the model.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "language/compile_text.h"

namespace entente::language {
namespace {

constexpr double kYear = 365.2425;
const char* const kActors =
    "actor KOR : state\nactor JPN : state\norgan courts of KOR\ntrack history, security\n";

const model::Trigger* TriggerNamed(const model::Model& model, const std::string& name) {
  return Named(model.triggers, name);
}

TEST(Issues, RatesBecomeChannelsAndSeveralAdd) {
  const model::Model model = ModelOf(
      "quantity q in 0..1 { starts 0.5 }\n"
      "issue i { states a, b, c  starts a\n"
      "  a -> b  rate 2 per year * q while c2 is x  rate 1 per year\n"
      "  each of { a, b } -> c  rate 0.5 per year }\n"
      "issue c2 { states x, y  starts x  x -> y rate 1 per year }\n"
      "outcome o = ever i is c\n");
  ASSERT_EQ(model.channels.size(), 4U);
  const model::Channel* both = Named(model.channels, "i.a->b");
  ASSERT_EQ(both->terms.size(), 2U);
  EXPECT_EQ(both->from, 0);
  EXPECT_TRUE(both->terms[0].guard.valid());
  EXPECT_FALSE(both->terms[1].guard.valid());
  ASSERT_EQ(both->terms[0].factors.size(), 3U);
  EXPECT_EQ(both->terms[0].factors[0].text, "2 per year");
  EXPECT_EQ(both->terms[0].factors[1].text, "q");
  EXPECT_EQ(both->terms[0].factors[2].text, "while c2 is x");
  Named(model.channels, "i.a->c");
  const model::Happening* way = Named(model.happenings, "i.b->c");
  EXPECT_EQ(way->kind, model::HappeningKind::kTransition);
  EXPECT_EQ(way->from, 1);
  EXPECT_EQ(way->to, 2);
}

TEST(Issues, TriggersOfEveryKind) {
  const model::Model model = ModelOf(
      "quantity q in 0..1 { starts 0.5 }\n"
      "issue i { states a, b, c, d, e, f, g  starts a\n"
      "  a -> b  on 2021-01-01 with probability 0.3\n"
      "  b -> c  on next 11-23\n"
      "  c -> d  after 6 months\n"
      "  d -> e  after 18 to 36 months\n"
      "  e -> f  once q > 0.7\n"
      "  f -> g  whenever q > 0.8 while q < 0.9\n"
      "  g -> a  every year on 03-01 }\n"
      "outcome o = ever i is g\n");
  const model::Trigger* dated = TriggerNamed(model, "i.a->b on 2021-01-01");
  EXPECT_EQ(dated->kind, model::TriggerKind::kDates);
  EXPECT_EQ(dated->days, std::vector<double>{366});
  EXPECT_TRUE(dated->probability.valid());
  EXPECT_EQ(dated->issue.index(), 0U);
  EXPECT_EQ(dated->from, 0);
  const model::Trigger* next = TriggerNamed(model, "i.b->c on next 11-23");
  EXPECT_EQ(next->trigger_class, model::TriggerClass::kDeadline);
  EXPECT_EQ(next->month, 11);
  EXPECT_EQ(next->day, 23);
  const model::Trigger* after = TriggerNamed(model, "i.c->d after");
  EXPECT_EQ(after->kind, model::TriggerKind::kAfter);
  EXPECT_EQ(after->delay, (Duration{0, 6}));
  const model::Trigger* between = TriggerNamed(model, "i.d->e after");
  EXPECT_EQ(between->kind, model::TriggerKind::kAfterBetween);
  EXPECT_EQ(between->delay, (Duration{0, 18}));
  EXPECT_EQ(between->delay_high, (Duration{0, 36}));
  EXPECT_EQ(TriggerNamed(model, "i.e->f once")->kind, model::TriggerKind::kOnce);
  const model::Trigger* whenever = TriggerNamed(model, "i.f->g whenever");
  EXPECT_EQ(whenever->trigger_class, model::TriggerClass::kCondition);
  EXPECT_TRUE(whenever->guard.valid());
  const model::Trigger* every = TriggerNamed(model, "i.g->a every");
  ASSERT_EQ(every->days.size(), 10U);
  EXPECT_EQ(every->days[0], 60);   // 2020-03-01, a leap year
  EXPECT_EQ(every->days[1], 425);  // 2021-03-01
}

TEST(Issues, AProbabilityThinsARate) {
  const model::Model model = ModelOf(
      "issue i { states a, b  starts a  a -> b rate 2 per year with probability 0.25 }\n"
      "outcome o = ever i is b\n");
  const auto& term = model.channels.at(0).terms.at(0);
  EXPECT_DOUBLE_EQ(model.expressions.ConstantValue(term.rate_per_day), 0.5 / kYear);
}

TEST(Issues, IndexedIssuesAreIssuesOfTheirOwn) {
  const model::Model model = ModelOf(
      "set topics { climate, pandemic }\n"
      "issue nts[x in topics] { states calm, hot  starts calm\n"
      "  calm -> hot rate 1 per year * (2 if x == climate else 1)\n"
      "  hot -> calm rate 1 per year while nts[climate] is hot }\n"
      "outcome o = count of nts -> hot\n");
  Named(model.issues, "nts[climate]");
  EXPECT_EQ(Named(model.happenings, "nts[pandemic].calm->hot")->provenance.family, "nts");
  EXPECT_EQ(Named(model.outcomes, "o")->counted.size(), 2U);
  const auto& channel = *Named(model.channels, "nts[climate].calm->hot");
  EXPECT_NEAR(model.expressions.ConstantValue(channel.terms[0].rate_per_day), 2 / kYear, 1e-15);
}

TEST(Issues, StateAttributesBecomeTables) {
  const model::Model model = ModelOf(
      "issue i { states a { level 0 }, b { level 2 }  starts a  a -> b rate 1 per year }\n"
      "define level = i.level * 3\noutcome o = final of level\n");
  const model::Expression value =
      model.expressions[model.expressions[Named(model.definitions, "level")->value].a];
  EXPECT_EQ(value.op, model::Op::kStateValue);
  EXPECT_EQ(model.state_tables.at(value.table.index()), (std::vector<double>{0, 2}));
}

TEST(Acts, OrgansActForTheirPrincipals) {
  const model::Model model =
      ModelOf(std::string(kActors) +
              "issue i between KOR, JPN about history { states a, b  starts a\n"
              "  a -> b rate 1 per year weight -8 by courts toward JPN }\noutcome o = ever i is b\n");
  const model::Happening* way = Named(model.happenings, "i.a->b");
  ASSERT_TRUE(way->act.has_value());
  EXPECT_EQ(model.actors[way->act->by.at(0).index()].provenance.name, "KOR");
  EXPECT_EQ(model.tracks[way->act->track.index()].provenance.name, "history");
  EXPECT_EQ(model.expressions.ConstantValue(way->act->weight), -8);
}

TEST(Acts, OptionsTakeWhoAndAboutFromTheirDecision) {
  const model::Model model =
      ModelOf(std::string(kActors) +
              "issue i { states a, b, c  starts a  a -> b rate 1 per year  b -> c after 90 days\n"
              "  b -> a by decision d }\n"
              "decision d by KOR about security {\n"
              "  every year between 07-25 and 08-24 while i is a\n"
              "  1 day before i leaves b\n"
              "  rate 2 per year while i is c\n"
              "  option hold utility 1\n"
              "  option back utility 2 toward JPN weight -7 while i is b then i -> a\n"
              "  rationality 2.5 }\n"
              "outcome o = ever i is c\n");
  const model::Decision* decision = Named(model.decisions, "d");
  ASSERT_EQ(decision->options.size(), 2U);
  EXPECT_TRUE(decision->options[1].guard.valid());
  const model::Happening* back = Named(model.happenings, "d.back");
  EXPECT_EQ(back->kind, model::HappeningKind::kOption);
  ASSERT_TRUE(back->act.has_value());
  EXPECT_EQ(model.actors[back->act->by.at(0).index()].provenance.name, "KOR");
  EXPECT_EQ(model.tracks[back->act->track.index()].provenance.name, "security");
  ASSERT_EQ(back->effects.size(), 1U);
  const model::Trigger* windows = TriggerNamed(model, "d every");
  EXPECT_EQ(windows->kind, model::TriggerKind::kWindows);
  EXPECT_EQ(windows->days.size(), 10U);
  EXPECT_EQ(windows->window_ends[0] - windows->days[0], 30);
  const model::Trigger* before = TriggerNamed(model, "d before leaving");
  EXPECT_EQ(before->kind, model::TriggerKind::kBeforeLeaving);
  EXPECT_EQ(model.triggers[before->deadline.index()].provenance.name, "i.b->c after");
  EXPECT_EQ(Named(model.channels, "d")->outlet.decision.index(), 0U);
}

TEST(Effects, LoopsUnrollAndGuardsJoin) {
  const model::Model model =
      ModelOf("set s { x, y }\nquantity q[a in s] in 0..1 { starts 0.5 }\n"
              "issue i { states a, b  starts a  a -> b by effect }\n"
              "event e { rate 1 per year  then for k in s { q[k] += 0.1 }, q[x] *= 0.5 while i is a,\n"
              "  i -> b, with probability 0.3 q[y] = 0.9 }\n"
              "outcome o = final of q[x] + q[y]\n");
  const auto& effects = Named(model.happenings, "e")->effects;
  ASSERT_EQ(effects.size(), 5U);
  EXPECT_EQ(effects[1].kind, model::EffectKind::kIncrease);
  EXPECT_EQ(effects[2].kind, model::EffectKind::kScale);
  EXPECT_TRUE(effects[2].guard.valid());
  EXPECT_EQ(effects[3].kind, model::EffectKind::kMove);
  EXPECT_EQ(effects[4].luck_name, "e then q[y]");
  EXPECT_TRUE(effects[4].probability.valid());
}

TEST(Effects, AGroupUnderOneDrawIsDecidedOnce) {
  const model::Model model =
      ModelOf("quantity q in 0..9 { starts 0 }\n"
              "event e { rate 1 per year }\n"
              "upon e with probability 0.3 { then q += 1, q += 2 }\n"
              "outcome o = final of q\n");
  const auto& reaction = Named(model.happenings, "e")->reactions.at(0);
  ASSERT_EQ(reaction.effects.size(), 4U);
  EXPECT_TRUE(reaction.effects[0].probability.valid());  // throws the switch
  EXPECT_FALSE(reaction.effects[1].probability.valid());
  EXPECT_TRUE(reaction.effects[1].guard.valid());
  EXPECT_FALSE(reaction.effects[3].guard.valid());  // and it falls back
  EXPECT_EQ(model.issues.at(0).kind, model::IssueKind::kHidden);
}

TEST(Reactions, VariablesBindToTheIndicesOfWhatHappened) {
  const model::Model model =
      ModelOf(std::string(kActors) +
              "quantity g[a, b in states where a != b] in 0..1 { starts 0.5 }\n"
              "event rebuke[a, b in states where a != b] { rate 1 per year }\n"
              "upon rebuke[x, y] { then g[y, x] += 0.02 }\n"
              "outcome o = final of g[KOR, JPN]\n");
  const auto& reaction = Named(model.happenings, "rebuke[KOR,JPN]")->reactions.at(0);
  EXPECT_EQ(model.quantities[reaction.effects.at(0).quantity.index()].provenance.name,
            "g[JPN,KOR]");
}

TEST(Luck, KeysKeepTheLuckOfARenamedThing) {
  const model::Model model = ModelOf(
      "issue i key \"old\" { states a, b  starts a  a -> b rate 1 per year }\n"
      "outcome o = ever i is b\n");
  EXPECT_EQ(Named(model.channels, "i.a->b")->provenance.luck_name, "old.a->b");
}

TEST(Order, BeforeThenNames) {
  const model::Model model = ModelOf(
      "event c { on 2021-01-01 before b }\nevent b { on 2021-01-01 }\nevent a { on 2021-01-01 }\n"
      "outcome o = count of a, b, c\n");
  const auto order = [&](const char* name) { return TriggerNamed(model, name)->order; };
  EXPECT_LT(order("c on 2021-01-01"), order("b on 2021-01-01"));
  EXPECT_LT(order("a on 2021-01-01"), order("c on 2021-01-01"));
}

TEST(Faults, OfTriggersAndArcs) {
  EXPECT_EQ(FaultsOf("issue i { states a, b  starts a  a -> b rate 1 per year  a -> a by effect }\n"),
            (Faults{"undeclared-arc@1:58"}));
  EXPECT_EQ(FaultsOf("event e { on next 11-23 }\n"), (Faults{"misplaced-trigger@1:11"}));
  EXPECT_EQ(FaultsOf("issue i { states a, b  starts a  a -> b rate 1 per year }\n"
                     "decision d { 1 day before i leaves a  option x utility 0  option y utility 1\n"
                     "  rationality 1 }\n"),
            (Faults{"misplaced-trigger@2:14"}));
}

}  // namespace
}  // namespace entente::language
