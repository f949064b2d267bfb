#include "exact/questions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "base/check.h"

namespace entente::exact {
namespace {

using model::OutcomeKind;

constexpr double kLevels[] = {0.05, 0.25, 0.5, 0.75, 0.95};
constexpr std::size_t kMaxLevels = 64;  // distinct values of an expression whose max is asked

void Refuse(const Question& question, const std::string& why) {
  question.answer->solved = false;
  question.answer->why_not = why;
}

bool AllFinite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double x) { return std::isfinite(x); });
}

double Largest(const std::vector<double>& values) {
  double largest = 0.0;
  for (const double value : values) largest = std::max(largest, std::fabs(value));
  return largest;
}

}  // namespace

Questions::Questions(Chain& chain, const ExactOptions& options)
    : chain_(chain), options_(options) {}

// Days at which something changes for these questions: dates of jumps and edges of windows.
std::vector<double> Questions::Days(const std::vector<Question>& questions) const {
  std::set<double> days{0.0};
  double last = 0.0;
  for (const Question& question : questions) {
    days.insert(question.outcome->from_day);
    days.insert(question.outcome->to_day);
    last = std::max(last, question.outcome->to_day);
  }
  for (const Jump& jump : chain_.jumps()) {
    if (jump.day <= last) days.insert(jump.day);
  }
  return {days.begin(), days.end()};
}

const Jump* Questions::JumpAt(double day) const {
  for (const Jump& jump : chain_.jumps()) {
    if (jump.day == day) return &jump;
  }
  return nullptr;
}

void Questions::Apply(const Jump& jump, std::vector<double>& probability) const {
  std::vector<double> after(probability.size(), 0.0);
  for (std::size_t i = 0; i < probability.size(); ++i) {
    if (probability[i] == 0.0) continue;
    ENTENTE_CHECK(i < jump.rows());
    for (std::size_t k = jump.row_begin[i]; k < jump.row_begin[i + 1]; ++k) {
      after[jump.targets[k]] += probability[i] * jump.weights[k];
    }
  }
  probability.swap(after);
}

// ---- linear outcomes
// -------------------------------------------------------------------------------

void Questions::AnswerLinear(const std::vector<Question>& questions) {
  std::vector<std::vector<double>> values;
  for (const Question& question : questions) {
    values.push_back(question.outcome->kind == OutcomeKind::kCount
                         ? chain_.count_rate(question.counted_set)
                         : chain_.Values(question.outcome->expression));
    if (!AllFinite(values.back())) {
      for (const Question& other : questions) Refuse(other, "a value of it is not finite");
      return;
    }
    question.answer->solved = true;
  }
  const std::vector<double> days = Days(questions);
  std::vector<double> probability(chain_.size(), 0.0);
  probability[0] = 1.0;
  double work = 0.0, cut = 0.0;
  for (std::size_t d = 0; d < days.size(); ++d) {
    const double day = days[d];
    const Jump* jump = JumpAt(day);
    for (std::size_t q = 0; q < questions.size() && jump != nullptr; ++q) {
      const model::Outcome& outcome = *questions[q].outcome;
      if (outcome.kind != OutcomeKind::kCount || day < outcome.from_day || day > outcome.to_day) {
        continue;
      }
      const std::vector<double>& counts = jump->counts[questions[q].counted_set];
      for (std::size_t i = 0; i < counts.size(); ++i) {
        questions[q].answer->estimate += probability[i] * counts[i];
      }
    }
    if (jump != nullptr) Apply(*jump, probability);
    for (std::size_t q = 0; q < questions.size(); ++q) {
      const model::Outcome& outcome = *questions[q].outcome;
      if (outcome.to_day != day) continue;
      const bool instant =
          outcome.from_day == outcome.to_day && outcome.kind != OutcomeKind::kCount;
      if (outcome.kind != OutcomeKind::kValueAt && !instant) continue;
      double value = 0.0;
      for (std::size_t i = 0; i < probability.size(); ++i) value += probability[i] * values[q][i];
      questions[q].answer->estimate = value;
      questions[q].answer->error_bound = cut * Largest(values[q]);
    }
    if (d + 1 == days.size()) break;
    const double next = days[d + 1];
    std::vector<const std::vector<double>*> watch;
    std::vector<std::size_t> watching;
    for (std::size_t q = 0; q < questions.size(); ++q) {
      const model::Outcome& outcome = *questions[q].outcome;
      if (outcome.kind == OutcomeKind::kValueAt || outcome.from_day > day ||
          outcome.to_day < next) {
        continue;
      }
      watch.push_back(&values[q]);
      watching.push_back(q);
    }
    const Stretch stretch = Carry(chain_, next - day, watch, {}, options_, work, probability);
    if (!stretch.problem.empty()) {
      for (const Question& question : questions) Refuse(question, stretch.problem);
      return;
    }
    for (std::size_t w = 0; w < watching.size(); ++w) {
      ExactOutcome& answer = *questions[watching[w]].answer;
      double error = 0.0;
      answer.estimate += stretch.Integral(stretch.watched[w], options_.truncation, error);
      answer.error_bound += error + cut * Largest(*watch[w]) * (next - day);
    }
    cut += stretch.cut;
  }
  for (const Question& question : questions) {
    const model::Outcome& outcome = *question.outcome;
    const double length = outcome.to_day - outcome.from_day;
    double divisor = 1.0;
    if (outcome.kind == OutcomeKind::kMean || outcome.kind == OutcomeKind::kShareOfTime) {
      divisor = length > 0.0 ? length : 1.0;
    } else if (outcome.kind == OutcomeKind::kCount && outcome.per_days > 0.0 && length > 0.0) {
      divisor = length / outcome.per_days;
    }
    question.answer->estimate /= divisor;
    question.answer->error_bound /= divisor;
  }
}

// ---- first passage
// --------------------------------------------------------------------------------

struct Questions::Passage {
  struct Part {
    double from = 0.0;     // days since the start
    double reached = 0.0;  // probability by the part's beginning, its jump included
    Stretch stretch;
  };
  std::vector<Part> parts;
  double open = 0.0;     // reached at the window's very beginning
  double reached = 0.0;  // by the window's end
  double restricted_mean = 0.0;
  double error = 0.0;  // of `reached`
  double mean_error = 0.0;
};

bool Questions::FirstPassage(const std::vector<bool>& targets, const Question& question,
                             Passage& passage) {
  const double from = question.outcome->from_day, to = question.outcome->to_day;
  const std::vector<double> days = Days({question});
  std::vector<double> probability(chain_.size(), 0.0);
  probability[0] = 1.0;
  double work = 0.0;
  const std::vector<bool> none;
  for (std::size_t d = 0; d < days.size() && days[d] <= to; ++d) {
    const double day = days[d];
    if (const Jump* jump = JumpAt(day)) Apply(*jump, probability);
    if (day >= from) {
      for (std::size_t i = 0; i < targets.size(); ++i) {
        if (!targets[i]) continue;
        passage.reached += probability[i];
        probability[i] = 0.0;
      }
      if (day == from) passage.open = passage.reached;
    }
    if (day >= to || d + 1 == days.size()) break;
    const double length = days[d + 1] - day;
    Stretch stretch =
        Carry(chain_, length, {}, day >= from ? targets : none, options_, work, probability);
    if (!stretch.problem.empty()) {
      Refuse(question, stretch.problem);
      return false;
    }
    passage.error += stretch.cut;
    if (day < from) continue;
    double error = 0.0;
    const double absorbed_days = stretch.Integral(stretch.absorbed, options_.truncation, error);
    passage.restricted_mean += (1.0 - passage.reached) * length - absorbed_days;
    passage.mean_error += error + passage.error * length;
    const double before = passage.reached;
    passage.reached += stretch.ValueAt(stretch.absorbed, length, options_.truncation);
    passage.parts.push_back({day, before, std::move(stretch)});
  }
  return true;
}

// The first time at which the distribution function is at least `level`: the part is found by its
// ends, the place in it by bisection (the function is continuous and increasing within a part).
double Questions::Quantile(const Passage& passage, double level) const {
  if (passage.parts.empty() || passage.open >= level) {
    return passage.open >= level ? 0.0 : std::numeric_limits<double>::infinity();
  }
  const double start = passage.parts.front().from;
  for (std::size_t i = 0; i < passage.parts.size(); ++i) {
    const Passage::Part& part = passage.parts[i];
    if (part.reached >= level) return part.from - start;  // it leapt there at a date
    const Stretch& stretch = part.stretch;
    const auto reached = [&](double days) {
      return part.reached + stretch.ValueAt(stretch.absorbed, days, options_.truncation);
    };
    if (reached(stretch.length) < level) continue;
    double low = 0.0, high = stretch.length;
    for (int round = 0; round < 100 && high - low > 1e-12 * stretch.length; ++round) {
      const double middle = 0.5 * (low + high);
      (reached(middle) >= level ? high : low) = middle;
    }
    return part.from - start + high;
  }
  const Passage::Part& last = passage.parts.back();
  return passage.reached >= level ? last.from + last.stretch.length - start
                                  : std::numeric_limits<double>::infinity();
}

// E max = lowest + Σ (v_i − v_{i−1}) P(the value is ever at least v_i), over the distinct values.
void Questions::AnswerExtreme(const Question& question, const std::vector<double>& values) {
  const double sign = question.outcome->kind == OutcomeKind::kMax ? 1.0 : -1.0;
  std::set<double> levels;
  for (const double value : values) levels.insert(sign * value);
  if (levels.size() > kMaxLevels) {
    Refuse(question, fmt::format("it takes more than {} values", kMaxLevels));
    return;
  }
  double previous = *levels.begin();
  double expected = previous;
  for (auto it = std::next(levels.begin()); it != levels.end(); ++it) {
    std::vector<bool> targets(values.size());
    for (std::size_t i = 0; i < values.size(); ++i) targets[i] = sign * values[i] >= *it;
    Passage passage;
    if (!FirstPassage(targets, question, passage)) return;
    expected += (*it - previous) * passage.reached;
    question.answer->error_bound += (*it - previous) * passage.error;
    previous = *it;
  }
  question.answer->solved = true;
  question.answer->estimate = sign * expected;
}

void Questions::AnswerPassage(const Question& question) {
  const std::vector<double> values = chain_.Values(question.outcome->expression);
  if (!AllFinite(values)) return Refuse(question, "a value of it is not finite");
  const OutcomeKind kind = question.outcome->kind;
  if (kind == OutcomeKind::kMax || kind == OutcomeKind::kMin) {
    return AnswerExtreme(question, values);
  }
  std::vector<bool> targets(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) targets[i] = values[i] != 0.0;
  Passage passage;
  if (!FirstPassage(targets, question, passage)) return;
  ExactOutcome& answer = *question.answer;
  answer.solved = true;
  answer.reached = passage.reached;
  if (kind == OutcomeKind::kEver) {
    answer.estimate = passage.reached;
    answer.error_bound = passage.error;
    return;
  }
  answer.estimate = passage.restricted_mean;
  answer.error_bound = passage.mean_error;
  for (const double level : kLevels) answer.quantiles.push_back({level, Quantile(passage, level)});
}

}  // namespace entente::exact
