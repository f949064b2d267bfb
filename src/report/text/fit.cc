#include "report/text/fit.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "report/text/columns.h"
#include "report/text/numbers.h"
#include "report/text/styled_table.h"
#include "report/words/priors.h"

namespace entente::report {
namespace {

constexpr std::size_t kMostUntold = 12;  // names of parameters that the record says nothing about

std::string Dimmed(const std::string& words, const Style& style) {
  std::string text;
  for (const std::string& line : Wrap(words, std::max(40, style.width))) {
    text += Paint(line, Tone::kDim, style) + "\n";
  }
  return text;
}

std::string ShownValue(const model::Parameter& parameter, double stored) {
  return ParameterValue(parameter, stored * parameter.unit.scale);
}

std::string Posterior(const FitView& view, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  std::string untold;
  std::size_t nothing = 0;
  for (const inference::Learned& one : view.learned) {
    if (!one.told) {
      if (nothing++ < kMostUntold) untold += (untold.empty() ? "" : ", ") + one.name;
      continue;
    }
    const model::Parameter& parameter = ParameterNamed(view, one.name);
    const auto range = [&](double low, double median, double high) {
      return fmt::format("{} [{}, {}]", ShownValue(parameter, median), ShownValue(parameter, low),
                         ShownValue(parameter, high));
    };
    rows.push_back({one.name, range(one.prior_low, one.prior_median, one.prior_high),
                    range(one.low, one.median, one.high), Fixed(one.bits, 2)});
  }
  std::string text;
  if (!rows.empty()) {
    text += "\n" + StyledTable({{"learned", Align::kLeft, true},
                                {"before", Align::kLeft, false},
                                {"after", Align::kLeft, false},
                                {"bits", Align::kRight, false}},
                               rows, style);
    text += Dimmed("Median [5 %, 95 %]. Bits: how far the posterior lies from the prior.", style);
  }
  if (nothing > 0) {
    if (nothing > kMostUntold) untold += fmt::format(" and {} more", nothing - kMostUntold);
    text += "\n" + Dimmed(fmt::format("The record says nothing that {} draws can show about {} of {} "
                                      "parameters: {}.",
                                      Fixed(view.independent, 0), nothing, view.learned.size(),
                                      untold),
                          style);
  }
  return text;
}

std::string Point(const FitView& view, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [name, value] : view.point) {
    const model::Parameter& parameter = ParameterNamed(view, name);
    const PriorRange prior = RangeOf(parameter);
    rows.push_back({name, ShownValue(parameter, value),
                    fmt::format("{} [{}, {}]", ParameterValue(parameter, prior.median),
                                ParameterValue(parameter, prior.low),
                                ParameterValue(parameter, prior.high))});
  }
  return "\n" + StyledTable({{"parameter", Align::kLeft, true},
                             {"makes the record likeliest", Align::kLeft, false},
                             {"prior median [10 %, 90 %]", Align::kLeft, false}},
                            rows, style);
}

}  // namespace

std::string MethodWords(const FitView& view) {
  if (view.smc != nullptr) {
    return fmt::format("{} points from prior to posterior in {} stages (SMC), {} particles each",
                       Thousands(view.smc->draws.size()), view.smc->stages.size(),
                       Thousands(view.particles));
  }
  if (view.pmmh != nullptr) {
    return fmt::format("{} chains, {} draws (PMMH), {} particles each", view.pmmh->chains,
                       Thousands(view.pmmh->draws.size()), Thousands(view.particles));
  }
  return fmt::format("iterated filtering, {} passes", view.if2->shaken_log_likelihood.size());
}

std::string FitText(const FitView& view, const Style& style) {
  std::string text = Paint(view.model.name + " · learned from the record to " + view.to,
                           Tone::kStrong, style) +
                     "\n";
  text += Dimmed(fmt::format("{} · seed {} · {} · {}{}", MethodWords(view), view.seed,
                             Counted(view.rows, "recorded happening"),
                             Counted(view.cells, "observed cell"), view.partial ? " · PARTIAL" : ""),
                 style);
  if (view.smc != nullptr && !view.partial) {
    text += "\n" + Paint("Log-evidence of the record", Tone::kStrong, style) + "  " +
            Fixed(view.smc->log_evidence, 2) + "\n";
  }
  if (view.if2 != nullptr && !view.partial) {
    text += "\n" + Paint("Log-likelihood at the point", Tone::kStrong, style) +
            fmt::format("  {} ± {}\n", Fixed(view.if2->log_likelihood, 2),
                        Fixed(view.if2->log_likelihood_se, 2));
  }
  text += view.if2 != nullptr ? Point(view, style) : Posterior(view, style);
  if (view.pmmh != nullptr && !view.pmmh->r_hat.empty()) {
    const double worst = *std::max_element(view.pmmh->r_hat.begin(), view.pmmh->r_hat.end());
    if (worst > kMixedRHat) {
      text += Paint(fmt::format("! the chains have not mixed: R̂ is {:.2f} at worst; take more steps "
                                "or particles\n",
                                worst),
                    Tone::kWarn, style);
    }
  }
  for (const std::string& note : view.notes) {
    text += Paint("! " + note, Tone::kWarn, style) + "\n";
  }
  return Plain(std::move(text), style);
}

}  // namespace entente::report
