#include "inference/baselines/baselines.h"

#include <utility>

#include "inference/baselines/rules.h"

namespace entente::inference {
namespace {

using Rule = Predictive (*)(const std::vector<PastWindow>&, int month);

Forecaster ByWindows(std::string name, std::string summary, Rule rule) {
  return {std::move(name), std::move(summary),
          [rule](const Past& past, std::span<const Question> questions, std::uint64_t) {
            std::vector<Predictive> made;
            for (const Question& question : questions) {
              made.push_back(rule(PastWindows(past, question), MonthOf(question, past)));
            }
            return made;
          }};
}

}  // namespace

const std::vector<Forecaster>& Baselines() {
  static const std::vector<Forecaster> all = {
      ByWindows("zero", "nothing happens", &ZeroRule),
      ByWindows("climatology", "as in any month of the past", &ClimatologyRule),
      ByWindows("seasonal", "as in the same month of past years", &SeasonalRule),
      ByWindows("last", "about as many as in the last month", &LastRule),
      ByWindows("ewma", "an exponentially weighted mean of past months", &EwmaRule),
      ByWindows("conflictology", "as in one of the last twelve months", &ConflictologyRule),
      ByWindows("poisson", "one rate, fitted to the whole past", &PoissonRule),
      ByWindows("negative_binomial", "one rate with overdispersion, fitted to the whole past",
                &NegativeBinomialRule),
      {"hawkes", "acts breed acts, within and between all series", &HawkesForecast},
  };
  return all;
}

}  // namespace entente::inference
