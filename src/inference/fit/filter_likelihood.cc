#include "inference/fit/filter_likelihood.h"

#include <algorithm>

#include "inference/random/stream.h"

namespace entente::inference {
namespace {

constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15u;

}  // namespace

Result<FilterLikelihood> FilterLikelihood::Make(const model::Model& model, const Data& data,
                                                const Coordinates& coordinates,
                                                const FilterLikelihoodSettings& settings) {
  FilterLikelihood made(model, data, coordinates, settings);
  made.settings_.filter.outcomes.clear();
  made.settings_.filter.sample_days.clear();
  return made;
}

Result<std::vector<double>> FilterLikelihood::Estimate(std::span<const double> points,
                                                       std::uint64_t luck) {
  const std::size_t n = points.size() / dimension(), particles = settings_.filter.particles;
  const std::size_t most = std::max<std::size_t>(settings_.slots_at_once / particles, 1);
  const std::size_t groups = std::min(n, most);
  if (filter_ == nullptr || groups_ != groups) {
    FilterSettings wide = settings_.filter;
    wide.groups = groups;
    Result<ParticleFilter> made = ParticleFilter::Make(*model_, *data_, wide);
    if (!made) return Fail(made.error().message);
    filter_ = std::make_unique<ParticleFilter>(std::move(*made));
    groups_ = groups;
  }
  std::vector<double> estimates;
  estimates.reserve(n);
  for (std::size_t first = 0; first < n; first += groups) {
    // Groups past the last point repeat it: nobody reads them.
    std::vector<double> chunk;
    for (std::size_t g = 0; g < groups; ++g) {
      const auto point = points.subspan(std::min(first + g, n - 1) * dimension(), dimension());
      chunk.insert(chunk.end(), point.begin(), point.end());
    }
    const engine::ParameterValues values = ValuesByGroup(*coordinates_, chunk, particles);
    // Chunks of one call are told apart by the first point's number.
    if (Result<void> begun = filter_->Restart(luck ^ (kGolden * first), &values); !begun) {
      return Fail(begun.error().message);
    }
    if (Result<void> done = filter_->AdvanceTo(settings_.to_day); !done) {
      return Fail(done.error().message);
    }
    for (std::size_t g = 0; g < groups && first + g < n; ++g) {
      estimates.push_back(filter_->log_likelihood(g));
    }
  }
  return estimates;
}

ShakenFilter::ShakenFilter(const model::Model& model, const Data& data,
                           const Coordinates& coordinates,
                           const FilterLikelihoodSettings& settings)
    : model_(model), data_(data), coordinates_(coordinates), settings_(settings) {
  for (const engine::TaughtHappening& taught : data.teacher.happenings) {
    days_.push_back(taught.day);
  }
  for (const ObservedCell& cell : data.cells) days_.push_back(cell.to);
  days_.push_back(settings.to_day);
  std::sort(days_.begin(), days_.end());
  days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
  while (days_.back() > settings.to_day) days_.pop_back();
}

Result<double> ShakenFilter::Pass(std::vector<double>& swarm, double sd, std::uint64_t luck) {
  const std::size_t d = dimension(), particles = swarm.size() / d;
  Stream stream(luck, "shake");
  const auto shake = [&] {
    for (double& z : swarm) z += sd * stream.Normal();
    return ValuesByGroup(coordinates_, swarm, 1);
  };
  if (filter_ == nullptr || particles_ != particles) {
    FilterSettings settings = settings_.filter;
    settings.groups = 1;
    settings.particles = particles;
    settings.look_ahead = LookAhead::kNever;
    Result<ParticleFilter> made = ParticleFilter::Make(model_, data_, settings);
    if (!made) return Fail(made.error().message);
    filter_ = std::make_unique<ParticleFilter>(std::move(*made));
    particles_ = particles;
  }
  engine::ParameterValues values = shake();
  if (Result<void> begun = filter_->Restart(luck, &values); !begun) {
    return Fail(begun.error().message);
  }
  // The swarm follows its particles through every resampling.
  std::size_t epochs = 0;
  const auto follow = [&] {
    const std::vector<engine::ResamplingEpoch>& all = filter_->particles().epochs();
    for (; epochs < all.size(); ++epochs) {
      std::vector<double> next(swarm.size());
      for (std::size_t i = 0; i < particles; ++i) {
        const std::size_t from = all[epochs].ancestors[i];
        std::copy_n(&swarm[from * d], d, &next[i * d]);
      }
      swarm = std::move(next);
    }
  };
  for (const double day : days_) {
    values = shake();
    if (Result<void> set = filter_->SetParameters(values); !set) return Fail(set.error().message);
    if (Result<void> done = filter_->AdvanceTo(day); !done) return Fail(done.error().message);
    follow();
  }
  const double total = filter_->log_likelihood(0);
  if (Result<void> even = filter_->Equalise(); !even) return Fail(even.error().message);
  follow();
  return total;
}

}  // namespace entente::inference
