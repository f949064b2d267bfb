// Answers the outcomes of one scope on its chain: linear ones (means, counts, values) in a single
// sweep over time, first-passage ones (ever, time to, max, min) each with their own absorbing
// sweep.
#ifndef ENTENTE_EXACT_QUESTIONS_H_
#define ENTENTE_EXACT_QUESTIONS_H_

#include <cstddef>
#include <vector>

#include "exact/chain.h"
#include "exact/exact.h"
#include "exact/propagate.h"

namespace entente::exact {

// An outcome to be answered on a chain. `counted_set` is its set in the chain, for counts.
struct Question {
  const model::Outcome* outcome = nullptr;
  std::size_t counted_set = 0;
  ExactOutcome* answer = nullptr;
};

class Questions {
 public:
  Questions(Chain& chain, const ExactOptions& options);

  // Fills estimate, error bound and, for `time to`, quantiles; or why_not.
  void AnswerLinear(const std::vector<Question>& questions);
  void AnswerPassage(const Question& question);

 private:
  struct Passage;  // a distribution function of the first time, stretch by stretch

  std::vector<double> Days(const std::vector<Question>& questions) const;
  const Jump* JumpAt(double day) const;
  void Apply(const Jump& jump, std::vector<double>& probability) const;
  bool FirstPassage(const std::vector<bool>& targets, const Question& question, Passage& passage);
  double Quantile(const Passage& passage, double level) const;
  void AnswerExtreme(const Question& question, const std::vector<double>& values);

  Chain& chain_;
  const ExactOptions& options_;
};

}  // namespace entente::exact

#endif  // ENTENTE_EXACT_QUESTIONS_H_
