#include "inference/fit/tempered.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include <fmt/format.h>

#include "base/check.h"
#include "inference/filter/resampling.h"
#include "inference/fit/archive.h"
#include "inference/fit/proposal.h"
#include "inference/random/stream.h"

namespace entente::inference {
namespace {

constexpr double kMinusInfinity = -std::numeric_limits<double>::infinity();
constexpr double kWantedAcceptance = 0.25;

// Names of luck: each estimate of a fit has its own.
std::uint64_t LuckOf(std::uint64_t seed, std::size_t stage, std::uint32_t move) {
  return seed + 0x9e3779b97f4a7c15u * (1 + stage * 4096 + move);
}

class Sampler {
 public:
  Sampler(LikelihoodEstimator& likelihood, const TemperedSettings& settings)
      : likelihood_(likelihood), settings_(settings), dimension_(likelihood.dimension()) {}

  Result<TemperedFit> Run() {
    if (Result<void> begun = Begin(); !begun) return Fail(begun.error().message);
    while (power_ < 1.0 && fit_.stages.size() < settings_.max_stages && !Cancelled()) {
      const Result<bool> advanced = Stage();
      if (!advanced) return Fail(advanced.error().message);
      if (!*advanced) break;
      if (settings_.on_stage) settings_.on_stage(fit_.stages.back());
      if (Result<void> saved = Save(); !saved) return Fail(saved.error().message);
    }
    fit_.complete = power_ >= 1.0;
    return std::move(fit_);
  }

 private:
  bool Cancelled() const {
    return settings_.cancel != nullptr && settings_.cancel->load(std::memory_order_relaxed);
  }

  Result<void> Begin() {
    ENTENTE_CHECK(dimension_ > 0 && settings_.points >= 8);
    Result<std::optional<FitArchive>> archive =
        LoadFitArchive(settings_.checkpoint_file, settings_.fingerprint);
    if (!archive) return Fail(archive.error().message);
    if (*archive) {
      Restore(**archive);
      return {};
    }
    fit_.draws.dimension = dimension_;
    fit_.draws.points.resize(settings_.points * dimension_);
    for (std::size_t i = 0; i < settings_.points; ++i) {
      Stream stream(settings_.seed, "fit prior", static_cast<std::uint32_t>(i));
      for (double& z : fit_.draws.point(i)) z = stream.Normal();
    }
    Result<std::vector<double>> estimates =
        likelihood_.Estimate(fit_.draws.points, LuckOf(settings_.seed, 0, 0));
    if (!estimates) return Fail(estimates.error().message);
    fit_.draws.log_likelihood = std::move(*estimates);
    if (LogSumExp(fit_.draws.log_likelihood) == kMinusInfinity) {
      return Fail(fmt::format(
          "none of {} points of the prior gives the record a likelihood above 0: look at what "
          "contradicts it (`entente record check`), or take more points or particles",
          settings_.points));
    }
    return {};
  }

  // The largest power at which the reweighted cloud keeps its share of the effective size.
  double NextPower() const {
    const double wanted = settings_.keep_effective * static_cast<double>(settings_.points);
    if (EffectiveSize(Increments(1.0)) >= wanted) return 1.0;
    // Points of likelihood 0 are lost at any power; if they alone are too many, step on regardless.
    double low = power_, high = 1.0;
    const double smallest = power_ + 1e-9;
    for (int i = 0; i < 60; ++i) {
      const double middle = 0.5 * (low + high);
      (EffectiveSize(Increments(middle)) >= wanted ? low : high) = middle;
    }
    return std::max(low, std::min(1.0, smallest));
  }

  std::vector<double> Increments(double power) const {
    std::vector<double> log_weights;
    log_weights.reserve(settings_.points);
    for (const double value : fit_.draws.log_likelihood) {
      log_weights.push_back(value == kMinusInfinity ? value : (power - power_) * value);
    }
    return log_weights;
  }

  Result<bool> Stage() {
    TemperedStage stage;
    const std::size_t number = fit_.stages.size() + 1;
    stage.power = NextPower();
    const std::vector<double> log_weights = Increments(stage.power);
    stage.effective_size = EffectiveSize(log_weights);
    const double evidence =
        LogSumExp(log_weights) - std::log(static_cast<double>(settings_.points));
    Stream luck(settings_.seed, "fit resampling", static_cast<std::uint32_t>(number));
    std::vector<std::uint32_t> chosen(settings_.points);
    SystematicAncestors(log_weights, luck.Uniform(), 0, chosen);
    Draws cloud;
    cloud.dimension = dimension_;
    for (const std::uint32_t i : chosen) {
      const auto point = fit_.draws.point(i);
      cloud.points.insert(cloud.points.end(), point.begin(), point.end());
      cloud.log_likelihood.push_back(fit_.draws.log_likelihood[i]);
    }
    if (Result<bool> moved = Move(number, stage, cloud); !moved || !*moved) return moved;
    power_ = stage.power;
    fit_.log_evidence += evidence;
    stage.distinct = Distinct(cloud);
    fit_.draws = std::move(cloud);
    fit_.stages.push_back(stage);
    return true;
  }

  // Steps of particle marginal Metropolis–Hastings at the stage's power. False if cancelled.
  Result<bool> Move(std::size_t number, TemperedStage& stage, Draws& cloud) {
    const GaussianProposal proposal(cloud.points, dimension_);
    double accepted_a_point = 0.0;
    std::vector<double> tilt(settings_.points);
    for (std::size_t i = 0; i < settings_.points; ++i) tilt[i] = proposal.LogTilt(cloud.point(i));
    while (stage.moves < settings_.max_moves && accepted_a_point < settings_.wanted_accepts) {
      if (Cancelled()) return false;
      std::vector<double> proposed(cloud.points.size());
      const std::string name = fmt::format("fit move {}.{}", number, stage.moves);
      for (std::size_t i = 0; i < settings_.points; ++i) {
        Stream stream(settings_.seed, name, static_cast<std::uint32_t>(i));
        proposal.Propose(cloud.point(i), step_, stream,
                         std::span<double>(proposed).subspan(i * dimension_, dimension_));
      }
      const Result<std::vector<double>> estimates =
          likelihood_.Estimate(proposed, LuckOf(settings_.seed, number, stage.moves));
      if (!estimates) {
        if (Cancelled()) return false;
        return Fail(estimates.error().message);
      }
      std::size_t accepted = 0;
      for (std::size_t i = 0; i < settings_.points; ++i) {
        const auto fresh = std::span<const double>(proposed).subspan(i * dimension_, dimension_);
        const double fresh_tilt = proposal.LogTilt(fresh);
        const double log_ratio =
            stage.power * ((*estimates)[i] - cloud.log_likelihood[i]) + fresh_tilt - tilt[i];
        Stream luck(settings_.seed, "accept " + name, static_cast<std::uint32_t>(i));
        if (!(std::log(luck.Uniform()) < log_ratio)) continue;
        std::copy(fresh.begin(), fresh.end(), cloud.point(i).begin());
        cloud.log_likelihood[i] = (*estimates)[i];
        tilt[i] = fresh_tilt;
        ++accepted;
      }
      const double share = static_cast<double>(accepted) / static_cast<double>(settings_.points);
      accepted_a_point += share;
      stage.acceptance += share;
      ++stage.moves;
      stage.step = step_;
      // The step is chosen by the last moves' acceptance, before the next is made: with hundreds of
      // points its dependence on any one of them is negligible.
      step_ = std::clamp(step_ * std::exp(2.0 * (share - kWantedAcceptance)), 0.02, 1.0);
    }
    stage.acceptance /= std::max<std::uint32_t>(stage.moves, 1);
    return true;
  }

  std::size_t Distinct(const Draws& cloud) const {
    std::vector<double> first;
    for (std::size_t i = 0; i < cloud.size(); ++i) first.push_back(cloud.point(i)[0]);
    std::sort(first.begin(), first.end());
    return static_cast<std::size_t>(std::unique(first.begin(), first.end()) - first.begin());
  }

  Result<void> Save() const {
    if (settings_.checkpoint_file.empty()) return {};
    FitArchive archive;
    archive.power = power_;
    archive.step = step_;
    archive.log_evidence = fit_.log_evidence;
    archive.draws = fit_.draws;
    for (const TemperedStage& s : fit_.stages) {
      archive.stages.push_back({s.power, s.effective_size, s.acceptance, s.step,
                                static_cast<double>(s.moves), static_cast<double>(s.distinct)});
    }
    return SaveFitArchive(settings_.checkpoint_file, settings_.fingerprint, archive);
  }

  void Restore(FitArchive& archive) {
    power_ = archive.power;
    step_ = archive.step;
    fit_.log_evidence = archive.log_evidence;
    fit_.draws = std::move(archive.draws);
    for (const auto& s : archive.stages) {
      fit_.stages.push_back({s[0], s[1], s[2], s[3], static_cast<std::uint32_t>(s[4]),
                             static_cast<std::size_t>(s[5])});
    }
  }

  LikelihoodEstimator& likelihood_;
  const TemperedSettings& settings_;
  const std::size_t dimension_;
  TemperedFit fit_;
  double power_ = 0.0;
  double step_ = 0.5;
};

}  // namespace

Result<TemperedFit> FitTempered(LikelihoodEstimator& likelihood, const TemperedSettings& settings) {
  return Sampler(likelihood, settings).Run();
}

}  // namespace entente::inference
