// Random models solved a second time in a way that shares nothing with the solver but the value of
// an expression: the full product space, a dense generator, its matrix exponential by scaling and
// squaring, absorption by zeroed rows and integrals by an augmented matrix (Van Loan 1978).
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "exact/evaluator.h"
#include "exact/exact.h"
#include "support/random_models.h"

namespace entente::exact {
namespace {

using model::Model;
using model::Outcome;
using model::OutcomeKind;

class Matrix {
 public:
  explicit Matrix(std::size_t size) : size_(size), cells_(size * size, 0.0) {}
  static Matrix Identity(std::size_t size) {
    Matrix one(size);
    for (std::size_t i = 0; i < size; ++i) one(i, i) = 1.0;
    return one;
  }
  double& operator()(std::size_t i, std::size_t j) { return cells_[i * size_ + j]; }
  double operator()(std::size_t i, std::size_t j) const { return cells_[i * size_ + j]; }
  std::size_t size() const { return size_; }
  Matrix operator*(const Matrix& other) const {
    Matrix product(size_);
    for (std::size_t i = 0; i < size_; ++i) {
      for (std::size_t k = 0; k < size_; ++k) {
        const double a = (*this)(i, k);
        if (a == 0.0) continue;
        for (std::size_t j = 0; j < size_; ++j) product(i, j) += a * other(k, j);
      }
    }
    return product;
  }

 private:
  std::size_t size_;
  std::vector<double> cells_;
};

// Taylor series of the matrix scaled to a norm below 1/2, squared back.
Matrix Exponential(const Matrix& a, double time) {
  double norm = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    double row = 0.0;
    for (std::size_t j = 0; j < a.size(); ++j) row += std::fabs(a(i, j)) * time;
    norm = std::max(norm, row);
  }
  int squarings = 0;
  while (norm > 0.5) {
    norm /= 2;
    ++squarings;
  }
  const double scale = std::ldexp(time, -squarings);
  Matrix scaled(a.size()), sum = Matrix::Identity(a.size()), term = sum;
  for (std::size_t i = 0; i < a.size(); ++i) {
    for (std::size_t j = 0; j < a.size(); ++j) scaled(i, j) = a(i, j) * scale;
  }
  for (int k = 1; k <= 18; ++k) {
    term = term * scaled;
    for (std::size_t i = 0; i < a.size(); ++i) {
      for (std::size_t j = 0; j < a.size(); ++j) {
        term(i, j) /= k;
        sum(i, j) += term(i, j);
      }
    }
  }
  for (int k = 0; k < squarings; ++k) sum = sum * sum;
  return sum;
}

// The product space in mixed radix and the generator of a model with transitions only.
class Dense {
 public:
  explicit Dense(const Model& model)
      : model_(model), evaluator_(model, none_), size_(SizeOf(model)), generator_(size_) {
    for (std::size_t i = 0; i < size_; ++i) {
      for (const model::Channel& channel : model.channels) AddChannel(i, channel);
    }
  }

  std::vector<double> Start() const {
    State state;
    for (const model::Issue& issue : model_.issues) state.push_back(issue.start);
    std::vector<double> row(size_, 0.0);
    row[IndexOf(state)] = 1.0;
    return row;
  }
  std::vector<double> Carry(const std::vector<double>& row, const Matrix& generator,
                            double time) const {
    const Matrix power = Exponential(generator, time);
    std::vector<double> after(row.size(), 0.0);
    for (std::size_t i = 0; i < row.size(); ++i) {
      for (std::size_t j = 0; j < row.size(); ++j) after[j] += row[i] * power(i, j);
    }
    return after;
  }
  std::vector<double> Values(model::ExprId id) {
    std::vector<double> values;
    for (std::size_t i = 0; i < size_; ++i) values.push_back(ValueIn(i, id));
    return values;
  }
  double Answer(const Outcome& outcome);

 private:
  static std::size_t SizeOf(const Model& model) {
    std::size_t size = 1;
    for (const model::Issue& issue : model.issues) size *= issue.states.size();
    return size;
  }
  State StateOf(std::size_t index) const {
    State state;
    for (const model::Issue& issue : model_.issues) {
      state.push_back(static_cast<model::StateIndex>(index % issue.states.size()));
      index /= issue.states.size();
    }
    return state;
  }
  std::size_t IndexOf(const State& state) const {
    std::size_t index = 0;
    for (std::size_t i = model_.issues.size(); i-- > 0;) {
      index = index * model_.issues[i].states.size() + state[i];
    }
    return index;
  }
  double ValueIn(std::size_t index, model::ExprId id) {
    const State state = StateOf(index);
    evaluator_.Enter(state, 0.0);
    return evaluator_.Value(id);
  }
  double Hazard(std::size_t index, const model::Channel& channel) {
    if (StateOf(index)[channel.issue.index()] != channel.from) return 0.0;
    double hazard = 0.0;
    for (const model::HazardTerm& term : channel.terms) {
      if (term.guard.valid() && ValueIn(index, term.guard) == 0.0) continue;
      hazard += ValueIn(index, term.rate_per_day);
    }
    return std::max(0.0, hazard);
  }
  void AddChannel(std::size_t index, const model::Channel& channel) {
    const double hazard = Hazard(index, channel);
    State to = StateOf(index);
    to[channel.issue.index()] = model_.happenings[channel.outlet.happening.index()].to;
    generator_(index, IndexOf(to)) += hazard;
    generator_(index, index) -= hazard;
  }
  double Passage(const Outcome& outcome, const std::vector<bool>& targets, bool restricted_mean);
  double Extreme(const Outcome& outcome, double sign);
  // ∫ over the window of the expected value of `values`.
  double Integral(const Outcome& outcome, const std::vector<double>& values,
                  const Matrix& generator, std::vector<double> row) const;

  std::vector<double> none_;
  const Model& model_;
  Evaluator evaluator_;
  std::size_t size_;
  Matrix generator_;
};

double Dense::Integral(const Outcome& outcome, const std::vector<double>& values,
                       const Matrix& generator, std::vector<double> row) const {
  Matrix augmented(size_ + 1);
  for (std::size_t i = 0; i < size_; ++i) {
    for (std::size_t j = 0; j < size_; ++j) augmented(i, j) = generator(i, j);
    augmented(i, size_) = values[i];
  }
  row.push_back(0.0);
  return Carry(row, augmented, outcome.to_day - outcome.from_day)[size_];
}

double Dense::Passage(const Outcome& outcome, const std::vector<bool>& targets,
                      bool restricted_mean) {
  Matrix absorbing = generator_;
  std::vector<double> alive(size_, 1.0), there(size_, 0.0);
  for (std::size_t i = 0; i < size_; ++i) {
    if (!targets[i]) continue;
    alive[i] = 0.0;
    there[i] = 1.0;
    for (std::size_t j = 0; j < size_; ++j) absorbing(i, j) = 0.0;
  }
  const std::vector<double> open = Carry(Start(), generator_, outcome.from_day);
  if (restricted_mean) return Integral(outcome, alive, absorbing, open);
  const std::vector<double> end = Carry(open, absorbing, outcome.to_day - outcome.from_day);
  double reached = 0.0;
  for (std::size_t i = 0; i < size_; ++i) reached += end[i] * there[i];
  return reached;
}

double Dense::Extreme(const Outcome& outcome, double sign) {
  std::vector<double> values = Values(outcome.expression), levels;
  for (double& value : values) levels.push_back(value *= sign);
  std::sort(levels.begin(), levels.end());
  double expected = levels.front();
  for (std::size_t k = 1; k < levels.size(); ++k) {
    if (levels[k] == levels[k - 1]) continue;
    std::vector<bool> targets;
    for (const double value : values) targets.push_back(value >= levels[k]);
    expected += (levels[k] - levels[k - 1]) * Passage(outcome, targets, false);
  }
  return sign * expected;
}

double Dense::Answer(const Outcome& outcome) {
  const double length = outcome.to_day - outcome.from_day;
  const auto open = [&] { return Carry(Start(), generator_, outcome.from_day); };
  switch (outcome.kind) {
    case OutcomeKind::kMax:
      return Extreme(outcome, 1.0);
    case OutcomeKind::kMin:
      return Extreme(outcome, -1.0);
    case OutcomeKind::kEver:
    case OutcomeKind::kTimeTo: {
      std::vector<bool> targets;
      for (const double value : Values(outcome.expression)) targets.push_back(value != 0.0);
      return Passage(outcome, targets, outcome.kind == OutcomeKind::kTimeTo);
    }
    case OutcomeKind::kValueAt: {
      const std::vector<double> row = Carry(Start(), generator_, outcome.to_day);
      const std::vector<double> values = Values(outcome.expression);
      double value = 0.0;
      for (std::size_t i = 0; i < size_; ++i) value += row[i] * values[i];
      return value;
    }
    case OutcomeKind::kCount: {
      std::vector<double> rates(size_, 0.0);
      for (const model::Channel& channel : model_.channels) {
        const bool counted = std::find(outcome.counted.begin(), outcome.counted.end(),
                                       channel.outlet.happening) != outcome.counted.end();
        for (std::size_t i = 0; counted && i < size_; ++i) rates[i] += Hazard(i, channel);
      }
      return Integral(outcome, rates, generator_, open());
    }
    default:
      return Integral(outcome, Values(outcome.expression), generator_, open()) / length;
  }
}

TEST(Dense, UniformisationAgreesWithTheMatrixExponential) {
  int compared = 0;
  for (std::uint64_t seed = 1; compared < 25; ++seed) {
    const Model model = testing::RandomModel(seed, {false, false, false});
    std::size_t size = 1;
    for (const model::Issue& issue : model.issues) size *= issue.states.size();
    if (size > 72) continue;  // the dense way is cubic
    ++compared;
    Dense dense(model);
    const Result<ExactResult> result = Solve(model);
    ASSERT_TRUE(result.has_value());
    for (std::size_t i = 0; i < model.outcomes.size(); ++i) {
      const ExactOutcome& outcome = result->outcomes[i];
      ASSERT_TRUE(outcome.solved) << outcome.why_not;
      EXPECT_NEAR(outcome.estimate, dense.Answer(model.outcomes[i]), 1e-9)
          << "seed " << seed << ", " << model.outcomes[i].provenance.name;
    }
  }
}

TEST(RandomModels, AreSolvedWhole) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    const Model model = testing::RandomModel(seed);
    const Result<ExactResult> result = Solve(model);
    ASSERT_TRUE(result.has_value());
    for (const ExactOutcome& outcome : result->outcomes) {
      EXPECT_TRUE(outcome.solved) << "seed " << seed << ", "
                                  << model.outcomes[outcome.outcome.index()].provenance.name << ": "
                                  << outcome.why_not;
      EXPECT_LT(outcome.error_bound, 1e-8);
    }
  }
}

}  // namespace
}  // namespace entente::exact
