#include "inference/fit/proposal.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"

namespace entente::inference {
namespace {

constexpr double kInflation = 1.2;
constexpr double kSmallestVariance = 1e-6;

using Points =
    Eigen::Map<const Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>>;

Eigen::Map<const Eigen::VectorXd> Vector(std::span<const double> z) {
  return {z.data(), static_cast<Eigen::Index>(z.size())};
}

}  // namespace

GaussianProposal::GaussianProposal(std::size_t dimension)
    : mean_(Eigen::VectorXd::Zero(static_cast<Eigen::Index>(dimension))),
      factor_(Eigen::MatrixXd::Identity(static_cast<Eigen::Index>(dimension),
                                        static_cast<Eigen::Index>(dimension))) {}

GaussianProposal::GaussianProposal(std::span<const double> points, std::size_t dimension) {
  ENTENTE_CHECK(dimension > 0 && !points.empty() && points.size() % dimension == 0);
  const auto d = static_cast<Eigen::Index>(dimension);
  const auto n = static_cast<Eigen::Index>(points.size() / dimension);
  const Points all(points.data(), n, d);
  mean_ = all.colwise().mean().transpose();
  const Eigen::MatrixXd centred = all.rowwise() - mean_.transpose();
  Eigen::MatrixXd covariance =
      (centred.transpose() * centred) / static_cast<double>(std::max<Eigen::Index>(n - 1, 1));
  const double keep = static_cast<double>(n) / static_cast<double>(n + 2 * d);
  for (Eigen::Index i = 0; i < d; ++i) {
    for (Eigen::Index j = 0; j < d; ++j) {
      if (i != j) covariance(i, j) *= keep;
    }
    covariance(i, i) = std::max(covariance(i, i), kSmallestVariance);
  }
  covariance *= kInflation;
  const Eigen::LLT<Eigen::MatrixXd> cholesky(covariance);
  // A diagonally dominated sum of a semidefinite matrix and positive variances; still, rounding.
  if (cholesky.info() == Eigen::Success) {
    factor_ = cholesky.matrixL();
  } else {
    factor_ = covariance.diagonal().cwiseSqrt().asDiagonal();
  }
}

void GaussianProposal::Propose(std::span<const double> from, double beta, Stream& stream,
                               std::span<double> to) const {
  Eigen::VectorXd noise(mean_.size());
  for (Eigen::Index i = 0; i < noise.size(); ++i) noise(i) = stream.Normal();
  const double keep = std::sqrt(std::max(0.0, 1.0 - beta * beta));
  const Eigen::VectorXd step = factor_.triangularView<Eigen::Lower>() * noise;
  const Eigen::VectorXd fresh = mean_ + keep * (Vector(from) - mean_) + beta * step;
  std::copy(fresh.begin(), fresh.end(), to.begin());
}

double GaussianProposal::LogTilt(std::span<const double> z) const {
  const Eigen::VectorXd white =
      factor_.triangularView<Eigen::Lower>().solve(Vector(z) - mean_);
  return 0.5 * (white.squaredNorm() - Vector(z).squaredNorm());
}

}  // namespace entente::inference
