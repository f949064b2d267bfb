// The tables of math.h, one per SIMD target: loops of full vectors, the rest one lane at a time.
#include "engine/kernels/math.h"

#include <cstddef>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "engine/kernels/math.cc"
#include "hwy/foreach_target.h"  // IWYU pragma: keep

#include "hwy/highway.h"

#include "engine/kernels/math_lanes-inl.h"

HWY_BEFORE_NAMESPACE();
namespace entente::engine {
namespace HWY_NAMESPACE {
namespace {

using OneLane = hn::CappedTag<double, 1>;

struct ExpFunction {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V x) const { return LaneExp(d, x); }
};
struct LogFunction {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V x) const { return LaneLog(d, x); }
};
struct SqrtFunction {
  template <class D, class V>
  HWY_INLINE V operator()(D, V x) const { return hn::Sqrt(x); }
};
struct NormalQuantileFunction {
  template <class D, class V>
  HWY_INLINE V operator()(D d, V x) const { return LaneNormalQuantile(d, x); }
};

template <class Function>
HWY_ATTR double Map1(double x) {
  const OneLane d;
  return hn::GetLane(Function()(d, hn::Set(d, x)));
}

template <class Function>
HWY_ATTR void Map(const double* x, double* out, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(Function()(d, hn::LoadU(d, x + i)), d, out + i);
  }
  for (; i < n; ++i) out[i] = Map1<Function>(x[i]);
}

HWY_ATTR void ExpScaled(const double* x, double y, double* out, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto scale = hn::Set(d, y);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(LaneExp(d, hn::Mul(hn::LoadU(d, x + i), scale)), d, out + i);
  }
  for (; i < n; ++i) out[i] = Map1<ExpFunction>(x[i] * y);
}

HWY_ATTR void ExpScaledTwice(const double* x, double y0, double y1, double* out0, double* out1,
                             std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto scale0 = hn::Set(d, y0);
  const auto scale1 = hn::Set(d, y1);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    const auto v = hn::LoadU(d, x + i);
    hn::StoreU(LaneExp(d, hn::Mul(v, scale0)), d, out0 + i);
    hn::StoreU(LaneExp(d, hn::Mul(v, scale1)), d, out1 + i);
  }
  for (; i < n; ++i) {
    out0[i] = Map1<ExpFunction>(x[i] * y0);
    out1[i] = Map1<ExpFunction>(x[i] * y1);
  }
}

HWY_ATTR double Pow1(double x, double y) {
  const OneLane d;
  return hn::GetLane(LanePow(d, hn::Set(d, x), hn::Set(d, y)));
}

HWY_ATTR void Pow(const double* x, const double* y, double* out, std::size_t n) {
  const hn::ScalableTag<double> d;
  const std::size_t lanes = hn::Lanes(d);
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hn::StoreU(LanePow(d, hn::LoadU(d, x + i), hn::LoadU(d, y + i)), d, out + i);
  }
  for (; i < n; ++i) out[i] = Pow1(x[i], y[i]);
}

HWY_ATTR double LogPositive1(double x) {
  const OneLane d;
  return hn::GetLane(LaneLogPositive(d, hn::Set(d, x)));
}

HWY_ATTR TwoDoubles LogPositive2(double x, double y) {
#if HWY_TARGET == HWY_SCALAR
  return {LogPositive1(x), LogPositive1(y)};
#else
  const hn::FixedTag<double, 2> d;
  HWY_ALIGN double lanes[2] = {x, y};
  hn::Store(LaneLogPositive(d, hn::Load(d, lanes)), d, lanes);
  return {lanes[0], lanes[1]};
#endif
}

const MathKernels& MathTable() {
  static const MathKernels table = {
      &Map<ExpFunction>,  &ExpScaled,             &ExpScaledTwice,
      &Map<LogFunction>,  &Map<SqrtFunction>,
      &Pow,               &Map<NormalQuantileFunction>,
      &Map1<ExpFunction>, &Map1<LogFunction>,     &Map1<SqrtFunction>,
      &Pow1,              &Map1<NormalQuantileFunction>,
      &LogPositive1,      &LogPositive2,
      hwy::TargetName(HWY_TARGET),
      hn::Lanes(hn::ScalableTag<double>()),
  };
  return table;
}

}  // namespace
}  // namespace HWY_NAMESPACE
}  // namespace entente::engine
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace entente::engine {

HWY_EXPORT(MathTable);

const MathKernels& MathForChosenTarget() { return HWY_DYNAMIC_DISPATCH(MathTable)(); }

const MathKernels& Math() {
  static const MathKernels& table = MathForChosenTarget();
  return table;
}

}  // namespace entente::engine
#endif  // HWY_ONCE
