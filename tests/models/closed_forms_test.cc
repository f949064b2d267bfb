// The teaching models against the closed forms that their pages in docs/models state. Simulated
// numbers may be off by four standard errors each: fewer than one false alarm in 15,000 a number,
// and seeds are fixed. The arms race has no luck in it and must be right to its step's error.
#include <cmath>
#include <string>
#include <utility>

#include "models/shipped.h"

namespace entente {
namespace {

#ifdef NDEBUG
constexpr std::uint64_t kWorlds = 100'000;
#else
constexpr std::uint64_t kWorlds = 10'000;  // unoptimised builds: the same laws, less power
#endif

class Answers {
 public:
  explicit Answers(model::Model model) : model_(std::move(model)) {
    result_ = RunWorlds(model_, kWorlds, 20'241);
  }
  void Expect(const std::string& name, double truth) const {
    const engine::OutcomeSummary& summary = Find(model_, result_, name);
    ASSERT_GT(summary.worlds, 0U) << name;
    const double p = summary.estimate.value;
    const bool share = model_.outcomes[summary.outcome.index()].kind == model::OutcomeKind::kEver;
    const double deviation = share ? std::sqrt(p * (1 - p)) : summary.standard_deviation;
    const double error = deviation / std::sqrt(static_cast<double>(summary.worlds));
    ASSERT_GT(error, 0.0) << name;
    EXPECT_NEAR(p, truth, 4 * error) << name;
  }

 private:
  model::Model model_;
  engine::RunResult result_;
};

TEST(ClosedForms, ImmigrationAndDeath) {
  const Answers answers(Shipped("birth_death"));
  const double t = 10.0, arrivals = 3.0, leaving = 0.5, start = 2.0;
  const double p = std::exp(-leaving * t);
  const double mean = arrivals / leaving * (1 - p) + start * p;
  const double variance = arrivals / leaving * (1 - p) + start * p * (1 - p);
  answers.Expect("members_end", mean);
  answers.Expect("members_squared", variance + mean * mean);
  answers.Expect("joined", arrivals * t);
}

TEST(ClosedForms, LinearBirthAndDeath) {
  const Answers answers(Shipped("birth_death"));
  const double t = 10.0, birth = 0.2, death = 0.3, start = 10.0;
  const double growth = std::exp((birth - death) * t);
  const double mean = start * growth;
  const double variance = start * (birth + death) / (birth - death) * growth * (growth - 1);
  answers.Expect("tellers_end", mean);
  answers.Expect("tellers_squared", variance + mean * mean);
  answers.Expect("rumour_gone",
                 std::pow(death * (growth - 1) / (birth * growth - death), start));
}

// Rates of a Hawkes process with branching ratios n: base / (1 - n), or (I - n)^-1 base. After the
// five years left out, what remains of the start is below e^-7.
void ExpectHawkes(const Answers& answers, double answered) {
  const double alone = 0.25 * answered, c_by_d = 0.2 * answered, d_by_c = 0.3 * answered;
  answers.Expect("strike_rate", 0.5 / (1 - alone));
  const double first = (0.4 + c_by_d * 0.6) / (1 - c_by_d * d_by_c);
  answers.Expect("first_rate", first);
  answers.Expect("second_rate", 0.6 + d_by_c * first);
}

TEST(ClosedForms, ActsThatBreedActs) {
  const Answers answers(Shipped("hawkes_pair"));
  ExpectHawkes(answers, 1.0);
  const double decay = 2.0, n = 0.25, base = 0.5, t = 10.0;
  const double gap = decay * (1 - n);  // the rate closes on base / (1 - n) from base at this speed
  answers.Expect("strikes_in_10", base / (1 - n) * t - (base / (1 - n) - base) / gap *
                                                           (1 - std::exp(-gap * t)));
}

TEST(ClosedForms, CoolerHeadsAnswerHalf) {
  ExpectHawkes(Answers(Under(Shipped("hawkes_pair"), {"cooler_heads"})), 0.5);
}

TEST(ClosedForms, FourLinkedIssues) {
  const Answers answers(Shipped("net4"));
  answers.Expect("top0_at_10", 0.1966558);
  answers.Expect("all_top_in_10", 0.0738241);
  answers.Expect("two_top_in_2", 0.0071582);
  answers.Expect("top0_stationary", 0.2065948);
  answers.Expect("moves_in_10", 44.368129);
}

// Richardson's race: the sum and the difference of the arms part ways.
void ExpectRace(const model::Model& model, double reaction) {
  const double fatigue = 0.5, grudge = 1.0;
  const double level = 2 * grudge / (fatigue - reaction);
  const auto sum = [&](double t) {
    return level + (5 - level) * std::exp(-(fatigue - reaction) * t);
  };
  const double apart = -3 * std::exp(-(fatigue + reaction) * 5);
  const engine::RunResult result = RunWorlds(model, 8, 1);
  const auto expect = [&](const char* name, double truth) {
    const engine::OutcomeSummary& summary = Find(model, result, name);
    EXPECT_NEAR(summary.estimate.value, truth, 2e-4 * truth) << name;
    EXPECT_EQ(summary.minimum, summary.maximum) << name;
  };
  expect("red_5y", (sum(5) + apart) / 2);
  expect("blue_5y", (sum(5) - apart) / 2);
  expect("together_20y", sum(20));
}

TEST(ClosedForms, ArmsRace) {
  const model::Model race = Shipped("two_rivals");
  ExpectRace(Under(race, {"no_crises"}), 0.3);
  ExpectRace(Under(race, {"no_crises", "freeze"}), 0.1);
  ExpectRace(Under(race, {"no_crises", "runaway"}), 0.6);
}

}  // namespace
}  // namespace entente
