#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/hash.h"
#include "entente/forecast.h"
#include "entente/text.h"
#include "inference/fit/density.h"
#include "inference/fit/draws_file.h"
#include "inference/fit/filter_likelihood.h"
#include "inference/fit/iterated_filtering.h"
#include "inference/fit/learned.h"
#include "inference/fit/pmmh.h"
#include "inference/fit/tempered.h"
#include "report/data/filter_view.h"
#include "report/data/fit_view.h"
#include "report/html/fit_page.h"
#include "report/text/fit.h"
#include "service/evidence.h"
#include "service/guard.h"
#include "service/run_parts.h"
#include "service/stop_signal.h"

namespace entente::api {
namespace {

using service::Refuse;

constexpr std::uint64_t kMostParticles = 1'000'000;
constexpr std::uint64_t kMostPoints = 100'000;
// Beyond this standard deviation of the log-likelihood estimate chains stick (Doucet, Pitt,
// Deligiannidis and Kohn 2015 advise 1 to 1.7).
constexpr double kNoisy = 2.0;
constexpr std::size_t kMostPictures = 12;  // of densities: the rest have a row of the table

std::string CheckNumbers(const FitRequest& request) {
  if (request.method != "smc" && request.method != "pmmh" && request.method != "if2") {
    return "method `" + request.method + "`: expected `smc`, `pmmh` or `if2`";
  }
  if (request.particles < 2 || request.particles > kMostParticles) {
    return fmt::format("{} particles: there can be 2 to {}", request.particles, kMostParticles);
  }
  if (request.points < 8 || request.points > kMostPoints) {
    return fmt::format("{} points: there can be 8 to {}", request.points, kMostPoints);
  }
  if (request.chains < 2 || request.chains > 1'000 || request.steps < 4 ||
      request.steps * request.chains > 10'000'000 || request.warmup > 1'000'000) {
    return "chains: there can be 2 to 1000, with at least 4 steps each and ten million in all";
  }
  if (request.passes < 1 || request.passes > 10'000) return "passes: there can be 1 to 10000";
  return "";
}

class Fitting {
 public:
  Fitting(const FitRequest& request, const Control& control, const service::Evidence& evidence,
          const inference::Coordinates& coordinates)
      : request_(request),
        control_(control),
        evidence_(evidence),
        coordinates_(coordinates),
        view_{evidence.made->model, request.method, "", request.particles, request.seed,
              evidence.made->data.teacher.happenings.size(), evidence.made->data.cells.size(),
              false, {}, {}, 0.0, nullptr, nullptr, nullptr, {}, evidence.notes,
              request.source.with, {}} {
    settings_.filter.particles = request.particles;
    settings_.filter.threads = request.threads;
    settings_.filter.cancel = service::FlagOf(control);
    settings_.to_day = evidence.until;
    view_.to = report::DateOf(evidence.made->model, evidence.until - 1.0);
  }

  FitAnswer Run(FitAnswer answer) {
    Result<inference::FilterLikelihood> likelihood = inference::FilterLikelihood::Make(
        evidence_.made->model, evidence_.made->data, coordinates_, settings_);
    if (!likelihood) return Refuse(std::move(answer), Status::kFailed, likelihood.error().message);
    const Result<void> done = request_.method == "smc"    ? Smc(*likelihood)
                              : request_.method == "pmmh" ? Pmmh(*likelihood)
                                                          : If2(*likelihood);
    if (!done) {
      const bool stopped = control_.stop != nullptr && control_.stop->stopped();
      return Refuse(std::move(answer), stopped ? Status::kStopped : Status::kFailed,
                    stopped ? "stopped before there was anything to show" : done.error().message);
    }
    if (draws_.size() > 0 && !view_.partial) CheckNoise(*likelihood);
    return Render(std::move(answer));
  }

 private:
  void Progress(std::uint64_t done, std::uint64_t all) const {
    if (control_.on_progress) control_.on_progress(done, all);
  }

  Result<void> Smc(inference::FilterLikelihood& likelihood) {
    inference::TemperedSettings settings;
    settings.points = request_.points;
    settings.seed = request_.seed;
    settings.cancel = service::FlagOf(control_);
    settings.checkpoint_file = request_.checkpoint_file;
    settings.fingerprint = Fingerprint();
    // The power that is reached: how far it is, if not how long it takes.
    settings.on_stage = [&](const inference::TemperedStage& stage) {
      Progress(static_cast<std::uint64_t>(1'000.0 * std::sqrt(stage.power)), 1'000);
    };
    Result<inference::TemperedFit> fit = inference::FitTempered(likelihood, settings);
    if (!fit) return tl::unexpected(fit.error());
    smc_ = std::move(*fit);
    draws_ = smc_.draws;
    view_.smc = &smc_;
    view_.partial = !smc_.complete;
    // The fewest that any stage was left with: moves spread them again, but how far is not known.
    view_.independent = static_cast<double>(draws_.size());
    for (const inference::TemperedStage& stage : smc_.stages) {
      view_.independent = std::min(view_.independent, stage.effective_size);
    }
    return {};
  }

  Result<void> Pmmh(inference::FilterLikelihood& likelihood) {
    inference::PmmhSettings settings;
    settings.chains = request_.chains;
    settings.warmup = request_.warmup;
    settings.steps = request_.steps;
    settings.seed = request_.seed;
    settings.cancel = service::FlagOf(control_);
    settings.on_step = [&](std::size_t done, std::size_t all) { Progress(done, all); };
    Result<inference::PmmhFit> fit = inference::FitPmmh(likelihood, settings);
    if (!fit) return tl::unexpected(fit.error());
    pmmh_ = std::move(*fit);
    draws_ = pmmh_.draws;
    view_.pmmh = &pmmh_;
    view_.partial = !pmmh_.complete;
    view_.independent =
        pmmh_.effective_size.empty()
            ? 1.0
            : std::max(1.0, *std::min_element(pmmh_.effective_size.begin(),
                                              pmmh_.effective_size.end()));
    return {};
  }

  Result<void> If2(inference::FilterLikelihood& likelihood) {
    inference::ShakenFilter filter(evidence_.made->model, evidence_.made->data, coordinates_,
                                   settings_);
    inference::IteratedFilteringSettings settings;
    settings.particles = 4 * request_.particles;
    settings.passes = request_.passes;
    settings.seed = request_.seed;
    settings.cancel = service::FlagOf(control_);
    settings.on_pass = [&](std::size_t done, std::size_t all) { Progress(done, all); };
    Result<inference::IteratedFilteringFit> fit =
        inference::FitIteratedFiltering(filter, likelihood, settings);
    if (!fit) return tl::unexpected(fit.error());
    if2_ = std::move(*fit);
    view_.if2 = &if2_;
    view_.partial = !if2_.complete;
    std::vector<double> values(coordinates_.dimension());
    coordinates_.Values(if2_.point, values);
    for (std::size_t j = 0; j < values.size(); ++j) {
      view_.point.emplace_back(coordinates_.name(j), values[j]);
    }
    return {};
  }

  // How much the estimate of the likelihood varies in the middle of the posterior.
  void CheckNoise(inference::FilterLikelihood& likelihood) {
    constexpr std::size_t kTimes = 16;
    std::size_t best = 0;
    for (std::size_t i = 0; i < draws_.size(); ++i) {
      if (draws_.log_likelihood[i] > draws_.log_likelihood[best]) best = i;
    }
    std::vector<double> copies;
    for (std::size_t i = 0; i < kTimes; ++i) {
      const auto point = draws_.point(best);
      copies.insert(copies.end(), point.begin(), point.end());
    }
    const Result<std::vector<double>> estimates = likelihood.Estimate(copies, request_.seed + 17);
    if (!estimates) return;
    double mean = 0.0, squares = 0.0;
    for (const double value : *estimates) mean += value / static_cast<double>(kTimes);
    for (const double value : *estimates) squares += (value - mean) * (value - mean);
    const double sd = std::sqrt(squares / static_cast<double>(kTimes - 1));
    view_.noise = sd;
    if (!(sd <= kNoisy)) {
      view_.notes.push_back(fmt::format(
          "the estimated log-likelihood varies by {:.1f} from filter to filter; above {} the "
          "posterior is too narrow and lumpy: take more particles",
          sd, kNoisy));
    }
  }

  std::uint64_t Fingerprint() const {
    std::string all = evidence_.opened.hash;
    all += fmt::format(" {} {} {} {} {}", view_.to, request_.particles, request_.points,
                       request_.seed, evidence_.until);
    for (std::size_t j = 0; j < coordinates_.dimension(); ++j) all += " " + coordinates_.name(j);
    for (const engine::TaughtHappening& row : evidence_.made->data.teacher.happenings) {
      all += fmt::format(" {}@{}", row.happening.index(), row.day);
    }
    for (const inference::ObservedCell& cell : evidence_.made->data.cells) {
      all += fmt::format(" {}:{}={}", cell.observation, cell.from, cell.value);
    }
    return Fnv1a64(all);
  }

  FitAnswer Render(FitAnswer answer) {
    if (draws_.size() > 0) {
      view_.learned = inference::WhatWasLearned(coordinates_, draws_, view_.independent);
      std::stable_sort(view_.learned.begin(), view_.learned.end(),
                       [](const inference::Learned& a, const inference::Learned& b) {
                         return a.told != b.told ? a.told : a.bits > b.bits;
                       });
      answer.draws = inference::WriteDraws(coordinates_, draws_);
    }
    for (const inference::Learned& one : view_.learned) {
      answer.parameters.push_back({one.name, one.prior_low, one.prior_median, one.prior_high,
                                   one.low, one.median, one.high, one.bits, one.told});
    }
    answer.partial = view_.partial;
    answer.log_evidence = smc_.log_evidence;
    answer.log_likelihood = if2_.log_likelihood;
    answer.table = report::FitText(view_, service::StyleOf(request_.style));
    answer.json = report::FitJson(view_);
    if (request_.html) {
      for (std::size_t i = 0; i < view_.learned.size() && i < kMostPictures; ++i) {
        if (!view_.learned[i].told) break;
        view_.densities.push_back(inference::DensitiesOf(
            coordinates_, draws_, view_.learned[i].coordinate, view_.independent));
      }
      answer.html = report::FitPage(
          view_, {request_.command, Version(), evidence_.opened.hash,
                  service::RenderDiagnostics(evidence_.opened, false, false)});
    }
    if (view_.partial) {
      answer.status = Status::kStopped;
      answer.message = "stopped before the fit was done: what is shown is where it stood";
    }
    return answer;
  }

  const FitRequest& request_;
  const Control& control_;
  const service::Evidence& evidence_;
  const inference::Coordinates& coordinates_;
  inference::FilterLikelihoodSettings settings_;
  inference::Draws draws_;
  inference::TemperedFit smc_;
  inference::PmmhFit pmmh_;
  inference::IteratedFilteringFit if2_;
  report::FitView view_;
};

FitAnswer FitGuarded(const FitRequest& request, const Control& control) {
  FitAnswer answer;
  if (const std::string wrong = CheckNumbers(request); !wrong.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest, wrong);
  }
  const service::Evidence evidence = service::ReadEvidence(
      {request.source, request.store, request.to, true}, request.style.colour, answer);
  if (evidence.made == nullptr) return answer;
  if (evidence.made->data.teacher.happenings.empty() && evidence.made->data.cells.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  "the record has nothing in the model's time: there is nothing to learn from");
  }
  const Result<inference::Coordinates> coordinates =
      inference::Coordinates::Make(evidence.made->model, request.parameters);
  if (!coordinates) {
    return Refuse(std::move(answer), Status::kBadRequest, coordinates.error().message);
  }
  return Fitting(request, control, evidence, *coordinates).Run(std::move(answer));
}

}  // namespace

FitAnswer Fit(const FitRequest& request, const Control& control) {
  return service::Guarded<FitAnswer>("fit of `" + request.source.model + "`",
                                     [&] { return FitGuarded(request, control); });
}

}  // namespace entente::api
