#include "engine/luck/prior.h"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <cmath>

#include "base/check.h"

namespace entente::engine {
namespace {

// The same policy everywhere: no promotion to long double (bits must not depend on its width), and
// no exceptions for overflow, which CheckPrior excludes in practice.
using Policy = boost::math::policies::policy<
    boost::math::policies::promote_double<false>,
    boost::math::policies::overflow_error<boost::math::policies::ignore_error>>;

double BetaQuantile(double a, double b, double u) {
  return boost::math::quantile(boost::math::beta_distribution<double, Policy>(a, b), u);
}

double GammaQuantile(double shape, double rate, double u) {
  return boost::math::quantile(boost::math::gamma_distribution<double, Policy>(shape, 1.0), u) /
         rate;
}

// The logistic function without overflow on either side.
double Logistic(const MathKernels& math, double x) {
  const double small = math.exp1(-std::fabs(x));
  return x >= 0.0 ? 1.0 / (1.0 + small) : small / (1.0 + small);
}

double TriangularQuantile(const MathKernels& math, double low, double mode, double high, double u) {
  const double width = high - low;
  if (width == 0.0) return low;
  const double below_mode = (mode - low) / width;
  if (u < below_mode) return low + math.sqrt1(u * width * (mode - low));
  return high - math.sqrt1((1.0 - u) * width * (high - mode));
}

}  // namespace

double PriorQuantile(const MathKernels& math, const model::Prior& prior, double u) {
  const double a = prior.a;
  const double b = prior.b;
  switch (prior.kind) {
    case model::PriorKind::kPoint: return a;
    case model::PriorKind::kNormal: return a + b * math.normal_quantile1(u);
    case model::PriorKind::kLognormal: return a * math.exp1(b * math.normal_quantile1(u));
    case model::PriorKind::kLogitNormal: return Logistic(math, a + b * math.normal_quantile1(u));
    case model::PriorKind::kBeta: return BetaQuantile(a, b, u);
    case model::PriorKind::kUniform: return a + (b - a) * u;
    case model::PriorKind::kGamma: return GammaQuantile(a, b, u);
    case model::PriorKind::kTriangular: return TriangularQuantile(math, a, b, prior.c, u);
  }
  ENTENTE_CHECK(false && "unknown prior kind");
  return 0.0;
}

double PriorMedian(const MathKernels& math, const model::Prior& prior) {
  return PriorQuantile(math, prior, 0.5);
}

Result<void> CheckPrior(const model::Prior& prior) {
  const double a = prior.a;
  const double b = prior.b;
  const double c = prior.c;
  if (!std::isfinite(a) || !std::isfinite(b) || !std::isfinite(c)) {
    return Fail("the prior has an argument that is not finite");
  }
  switch (prior.kind) {
    case model::PriorKind::kPoint: return {};
    case model::PriorKind::kNormal:
    case model::PriorKind::kLogitNormal:
      if (b < 0.0) return Fail("the prior's standard deviation is negative");
      return {};
    case model::PriorKind::kLognormal:
      if (a <= 0.0) return Fail("the lognormal prior's median must be above 0");
      if (b < 0.0) return Fail("the prior's standard deviation is negative");
      return {};
    case model::PriorKind::kBeta:
      if (a <= 0.0 || b <= 0.0) return Fail("the beta prior's shapes must be above 0");
      return {};
    case model::PriorKind::kGamma:
      if (a <= 0.0 || b <= 0.0) return Fail("the gamma prior's shape and rate must be above 0");
      return {};
    case model::PriorKind::kUniform:
      if (a > b) return Fail("the uniform prior's low end lies above its high end");
      return {};
    case model::PriorKind::kTriangular:
      if (a > b || b > c) return Fail("the triangular prior's mode must lie between its ends");
      return {};
  }
  return Fail("the prior is of an unknown kind");
}

}  // namespace entente::engine
