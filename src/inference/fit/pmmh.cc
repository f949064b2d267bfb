#include "inference/fit/pmmh.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "base/check.h"
#include "inference/fit/proposal.h"
#include "inference/random/stream.h"

namespace entente::inference {
namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();
constexpr double kWantedAcceptance = 0.25;
constexpr std::size_t kStartTries = 64;

class Chains {
 public:
  Chains(LikelihoodEstimator& likelihood, const PmmhSettings& settings)
      : likelihood_(likelihood),
        settings_(settings),
        dimension_(likelihood.dimension()),
        proposal_(dimension_) {}

  Result<PmmhFit> Run() {
    ENTENTE_CHECK(settings_.chains >= 2 && settings_.steps >= 4);
    if (Result<void> begun = Begin(); !begun) return Fail(begun.error().message);
    PmmhFit fit;
    fit.chains = settings_.chains;
    std::vector<Draws> kept(settings_.chains);
    const std::size_t all = settings_.warmup + settings_.steps;
    std::size_t accepted = 0, done = 0;
    for (; done < all && !Cancelled(); ++done) {
      const Result<std::size_t> moved = Step(done);
      if (!moved) {
        if (Cancelled()) break;
        return Fail(moved.error().message);
      }
      if (done < settings_.warmup) {
        Adapt(done, *moved);
      } else {
        accepted += *moved;
        for (std::size_t c = 0; c < settings_.chains; ++c) {
          const auto point = now_.point(c);
          kept[c].points.insert(kept[c].points.end(), point.begin(), point.end());
          kept[c].log_likelihood.push_back(now_.log_likelihood[c]);
        }
      }
      if (settings_.on_step) settings_.on_step(done + 1, all);
    }
    fit.complete = done == all;
    fit.draws.dimension = dimension_;
    for (const Draws& chain : kept) {
      fit.draws.points.insert(fit.draws.points.end(), chain.points.begin(), chain.points.end());
      fit.draws.log_likelihood.insert(fit.draws.log_likelihood.end(),
                                      chain.log_likelihood.begin(), chain.log_likelihood.end());
    }
    Judge(fit);
    if (fit.draws.size() > 0) {
      fit.acceptance = static_cast<double>(accepted) / static_cast<double>(fit.draws.size());
    }
    return fit;
  }

 private:
  bool Cancelled() const {
    return settings_.cancel != nullptr && settings_.cancel->load(std::memory_order_relaxed);
  }
  std::uint64_t Luck(std::size_t step) const {
    return settings_.seed + 0x9e3779b97f4a7c15u * (2 + step);
  }

  // Each chain at a point that the record allows: the likelier of many tries of the prior, drawn in
  // proportion to their likelihoods' order.
  Result<void> Begin() {
    const std::size_t n = settings_.chains;
    now_.dimension = dimension_;
    std::vector<double> tries = settings_.start;
    if (tries.empty()) {
      tries.resize(kStartTries * dimension_);
      Stream stream(settings_.seed, "pmmh start");
      for (double& z : tries) z = stream.Normal();
    }
    const std::size_t count = tries.size() / dimension_;
    const Result<std::vector<double>> estimates = likelihood_.Estimate(tries, Luck(0) - 1);
    if (!estimates) return Fail(estimates.error().message);
    std::vector<std::size_t> order;
    for (std::size_t i = 0; i < count; ++i) {
      if ((*estimates)[i] > kMinusInfinity) order.push_back(i);
    }
    if (order.empty()) {
      return Fail(fmt::format(
          "none of {} points where chains could begin gives the record a likelihood above 0: look "
          "at what contradicts it (`entente record check`), or take more particles",
          count));
    }
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return (*estimates)[a] > (*estimates)[b] || ((*estimates)[a] == (*estimates)[b] && a < b);
    });
    // Overdispersed, so that agreement in the end means something: from the better half.
    const std::size_t better = std::max(std::min(order.size(), n), order.size() / 2);
    for (std::size_t c = 0; c < n; ++c) {
      const std::size_t from = order[c * better / n % order.size()];
      const auto point = std::span<const double>(tries).subspan(from * dimension_, dimension_);
      now_.points.insert(now_.points.end(), point.begin(), point.end());
      now_.log_likelihood.push_back((*estimates)[from]);
    }
    if (!settings_.start.empty()) proposal_ = GaussianProposal(settings_.start, dimension_);
    return {};
  }

  // One step of every chain; how many accepted.
  Result<std::size_t> Step(std::size_t step) {
    std::vector<double> proposed(now_.points.size());
    const std::string name = fmt::format("pmmh {}", step);
    for (std::size_t c = 0; c < settings_.chains; ++c) {
      Stream stream(settings_.seed, name, static_cast<std::uint32_t>(c));
      proposal_.Propose(now_.point(c), beta_, stream,
                        std::span<double>(proposed).subspan(c * dimension_, dimension_));
    }
    const Result<std::vector<double>> estimates = likelihood_.Estimate(proposed, Luck(step));
    if (!estimates) return Fail(estimates.error().message);
    std::size_t accepted = 0;
    for (std::size_t c = 0; c < settings_.chains; ++c) {
      const auto fresh = std::span<const double>(proposed).subspan(c * dimension_, dimension_);
      const double log_ratio = (*estimates)[c] - now_.log_likelihood[c] +
                               proposal_.LogTilt(fresh) - proposal_.LogTilt(now_.point(c));
      Stream luck(settings_.seed, "accept " + name, static_cast<std::uint32_t>(c));
      if (!(std::log(luck.Uniform()) < log_ratio)) continue;
      std::copy(fresh.begin(), fresh.end(), now_.point(c).begin());
      now_.log_likelihood[c] = (*estimates)[c];
      ++accepted;
    }
    return accepted;
  }

  // Warm-up: the step's length after every step (Robbins and Monro), the Gaussian at each quarter
  // from what the chains did in the last one.
  void Adapt(std::size_t step, std::size_t accepted) {
    const double share = static_cast<double>(accepted) / static_cast<double>(settings_.chains);
    const double gain = 1.0 / std::sqrt(1.0 + static_cast<double>(step));
    beta_ = std::clamp(beta_ * std::exp(gain * (share - kWantedAcceptance)), 0.01, 1.0);
    warm_.insert(warm_.end(), now_.points.begin(), now_.points.end());
    const std::size_t quarter = std::max<std::size_t>(settings_.warmup / 4, 1);
    if ((step + 1) % quarter != 0 || step + 1 == settings_.warmup) return;
    proposal_ = GaussianProposal(warm_, dimension_);
    warm_.clear();
  }

  void Judge(PmmhFit& fit) const {
    const std::size_t length = fit.draws.size() / settings_.chains;
    if (length < 4) return;
    for (std::size_t j = 0; j < dimension_; ++j) {
      std::vector<double> values;
      for (std::size_t i = 0; i < fit.draws.size(); ++i) values.push_back(fit.draws.point(i)[j]);
      fit.r_hat.push_back(SplitRHat(values, settings_.chains));
      fit.effective_size.push_back(ChainEffectiveSize(values, settings_.chains));
    }
  }

  LikelihoodEstimator& likelihood_;
  const PmmhSettings& settings_;
  const std::size_t dimension_;
  GaussianProposal proposal_;
  double beta_ = 0.5;
  Draws now_;
  std::vector<double> warm_;
};

}  // namespace

Result<PmmhFit> FitPmmh(LikelihoodEstimator& likelihood, const PmmhSettings& settings) {
  return Chains(likelihood, settings).Run();
}

}  // namespace entente::inference
