// Lane functions: exp, log, pow and the normal quantile on Highway vectors of doubles of any width.
// Included once per target by the kernels (math.cc, philox.cc, the virtual machine); each lane's
// result depends on that lane's input only, not on the width. Every file that needs one of these
// functions takes it from here, so that all agree bit for bit.
#if defined(ENTENTE_ENGINE_KERNELS_MATH_LANES_INL_H_) == defined(HWY_TARGET_TOGGLE)
#ifndef ENTENTE_ENGINE_KERNELS_MATH_LANES_INL_H_
#define ENTENTE_ENGINE_KERNELS_MATH_LANES_INL_H_
#else
#undef ENTENTE_ENGINE_KERNELS_MATH_LANES_INL_H_
#endif

#include <cstdint>
#include <limits>

// Highway's templates are judged by our warnings because foreach_target compiles them again here.
#include "hwy/highway.h"
#include "hwy/contrib/math/math-inl.h"

HWY_BEFORE_NAMESPACE();
namespace entente::engine {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// e^x for every double, to less than one unit in the last place. x = n ln 2 + r with |r| <= ln 2 / 2,
// and e^r = 1 + r + r^2 q(r), where q interpolates (e^r - 1 - r) / r^2 in eleven Chebyshev nodes
// (relative error of e^r: 3.3e-19). Where every lane's result is normal, 2^n is added to the
// exponent in one piece; else it is multiplied on in two. Both ways give the same bits.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LaneExp(D d, V x) {
  const hn::RebindToSigned<D> di;
  const V one = hn::Set(d, 1.0);
  const auto normal = hn::And(hn::Ge(x, hn::Set(d, -707.0)), hn::Le(x, hn::Set(d, 709.0)));
  const bool plain = hn::AllTrue(d, normal);
  // Beyond the clamp the result is 0 or +inf anyway. A NaN is put back at the end.
  const V y = plain ? x : hn::Min(hn::Max(x, hn::Set(d, -750.0)), hn::Set(d, 720.0));
  // 1.5 * 2^52 + n: its low bits are n.
  const V magic = hn::Set(d, 0x1.8p52);
  const V shifted = hn::MulAdd(y, hn::Set(d, 1.44269504088896340736), magic);
  const V n = hn::Sub(shifted, magic);
  V r = hn::NegMulAdd(n, hn::Set(d, 6.93147180369123816490e-01), y);
  r = hn::NegMulAdd(n, hn::Set(d, 1.90821492927058770002e-10), r);
  const V r2 = hn::Mul(r, r);
  const V r4 = hn::Mul(r2, r2);
  const V q01 = hn::MulAdd(r, hn::Set(d, 0x1.5555555555557p-3), hn::Set(d, 0x1.0000000000000p-1));
  const V q23 = hn::MulAdd(r, hn::Set(d, 0x1.11111111100cep-7), hn::Set(d, 0x1.5555555555556p-5));
  const V q45 = hn::MulAdd(r, hn::Set(d, 0x1.a01a01abef415p-13), hn::Set(d, 0x1.6c16c16c162ccp-10));
  const V q67 = hn::MulAdd(r, hn::Set(d, 0x1.71de021a90822p-19), hn::Set(d, 0x1.a01a01a6dcaffp-16));
  const V q89 = hn::MulAdd(r, hn::Set(d, 0x1.af4e196027428p-26), hn::Set(d, 0x1.27e4db57442fbp-22));
  const V q03 = hn::MulAdd(r2, q23, q01);
  const V q47 = hn::MulAdd(r2, q67, q45);
  const V q810 = hn::MulAdd(r2, hn::Set(d, 0x1.1f731ea5352cap-29), q89);
  const V q410 = hn::MulAdd(r4, q810, q47);
  const V q = hn::MulAdd(r4, q410, q03);
  const V grown = hn::Add(one, hn::MulAdd(r2, q, r));
  const auto bits = hn::BitCast(di, shifted);
  if (plain) {
    return hn::BitCast(d, hn::Add(hn::BitCast(di, grown), hn::ShiftLeft<52>(bits)));
  }
  const auto whole = hn::Sub(bits, hn::BitCast(di, magic));
  const auto first = hn::ShiftRight<1>(whole);
  const auto bias = hn::Set(di, 1023);
  const auto power = [&](const auto& exponent) HWY_ATTR {
    return hn::BitCast(d, hn::ShiftLeft<52>(hn::Add(exponent, bias)));
  };
  const V scaled = hn::Mul(hn::Mul(grown, power(first)), power(hn::Sub(whole, first)));
  return hn::IfThenElse(hn::Eq(x, x), scaled, x);
}

// ln x for finite x > 0: no checks. Equals LaneLog there.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LaneLogPositive(D d, V x) {
  return hn::Log(d, x);
}

// ln x for every double.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LaneLog(D d, V x) {
  const V infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  const V nan = hn::Set(d, std::numeric_limits<double>::quiet_NaN());
  const V at_zero = hn::IfThenElse(hn::Eq(x, hn::Zero(d)), hn::Neg(infinity), nan);
  const V finite = hn::IfThenElse(hn::Gt(x, hn::Zero(d)), LaneLogPositive(d, x), at_zero);
  return hn::IfThenElse(hn::Eq(x, infinity), x, finite);
}

// An unevaluated sum hi + lo.
template <class V>
struct DoubleLanes {
  V hi;
  V lo;
};

// x y exactly (Dekker 1971, with the halves cut by a mask). The same bits with and without fused
// multiply-add. x and y must not be so small that the error underflows.
template <class D, class V = hn::Vec<D>>
HWY_INLINE DoubleLanes<V> LaneTwoProduct(D d, V x, V y) {
  const hn::RebindToUnsigned<D> du;
  const V mask = hn::BitCast(d, hn::Set(du, 0xFFFFFFFFF8000000ULL));
  const V x_high = hn::And(x, mask);
  const V y_high = hn::And(y, mask);
  const V x_low = hn::Sub(x, x_high);
  const V y_low = hn::Sub(y, y_high);
  const V product = hn::Mul(x, y);
  V error = hn::Sub(hn::Mul(x_high, y_high), product);
  error = hn::Add(error, hn::Mul(x_high, y_low));
  error = hn::Add(error, hn::Mul(x_low, y_high));
  error = hn::Add(error, hn::Mul(x_low, y_low));
  return {product, error};
}

// ln x to about 65 bits for finite x > 0: x = 2^k m, m in [sqrt(1/2), sqrt(2)), and
// ln m = 2 atanh(s), s = (m - 1) / (m + 1), with s carried in two parts (as in fdlibm's pow).
template <class D, class V = hn::Vec<D>>
HWY_INLINE DoubleLanes<V> LaneLogExtended(D d, V x) {
  const hn::RebindToSigned<D> di;
  const V one = hn::Set(d, 1.0);
  const auto subnormal = hn::Lt(x, hn::Set(d, std::numeric_limits<double>::min()));
  const V scaled = hn::IfThenElse(subnormal, hn::Mul(x, hn::Set(d, 0x1p54)), x);
  const auto bits = hn::BitCast(di, scaled);
  const auto offset = hn::Sub(bits, hn::Set(di, 0x3FE6A09E667F3BCDLL));
  const auto exponent_mask = hn::Set(di, static_cast<std::int64_t>(0xFFF0000000000000ULL));
  const V m = hn::BitCast(d, hn::Sub(bits, hn::And(offset, exponent_mask)));
  V k = hn::ConvertTo(d, hn::ShiftRight<52>(offset));
  k = hn::IfThenElse(subnormal, hn::Sub(k, hn::Set(d, 54.0)), k);

  const V f = hn::Sub(m, one);
  const V sum = hn::Add(m, one);
  const V sum_low = hn::Sub(m, hn::Sub(sum, one));
  const V s = hn::Div(f, sum);
  const DoubleLanes<V> back = LaneTwoProduct(d, s, sum);
  const V rest = hn::Sub(hn::Sub(hn::Sub(f, back.hi), back.lo), hn::Mul(s, sum_low));
  const V s_low = hn::Div(rest, sum);
  // 2 atanh(s) = 2 s + s^3 (2/3 + 2/5 s^2 + …); the series is short because |s| < 0.1716.
  const V z = hn::Mul(s, s);
  V series = hn::Set(d, 2.0 / 23.0);
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 21.0));
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 19.0));
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 17.0));
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 15.0));
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 13.0));
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 11.0));
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 9.0));
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 7.0));
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 5.0));
  series = hn::MulAdd(series, z, hn::Set(d, 2.0 / 3.0));
  const V tail = hn::Mul(hn::Mul(s, z), series);

  // k ln2 in two parts; the first is exact because its last 21 bits are zero.
  const V k_ln2 = hn::Mul(k, hn::Set(d, 6.93147180369123816490e-01));
  const V k_ln2_low = hn::Mul(k, hn::Set(d, 1.90821492927058770002e-10));
  const V two_s = hn::Add(s, s);
  // |k ln2| > |2 s| unless k = 0, so the fast two-sum is exact.
  const V high = hn::Add(k_ln2, two_s);
  const V high_error = hn::Add(hn::Sub(k_ln2, high), two_s);
  const V low = hn::Add(hn::Add(high_error, k_ln2_low), hn::Add(hn::Add(s_low, s_low), tail));
  const V sum_high = hn::Add(high, low);
  return {sum_high, hn::Add(hn::Sub(high, sum_high), low)};
}

// x^y for every pair of doubles, special values as in IEEE 754's pow.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LanePow(D d, V x, V y) {
  const V zero = hn::Zero(d);
  const V one = hn::Set(d, 1.0);
  const V infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  const V nan = hn::Set(d, std::numeric_limits<double>::quiet_NaN());
  const V base = hn::Abs(x);

  const DoubleLanes<V> extended = LaneLogExtended(d, base);
  const auto base_is_zero = hn::Eq(base, zero);
  const auto base_is_edge = hn::Or(base_is_zero, hn::Eq(base, infinity));
  const V edge = hn::IfThenElse(base_is_zero, hn::Neg(infinity), infinity);
  const V log_high = hn::IfThenElse(base_is_edge, edge, extended.hi);
  const DoubleLanes<V> product = LaneTwoProduct(d, log_high, y);
  const V product_low = hn::MulAdd(extended.lo, y, product.lo);
  const V power = LaneExp(d, product.hi);
  // The correction is only meant where everything is finite; there it is tiny.
  const auto correctable = hn::And(hn::Lt(power, infinity), hn::Lt(hn::Abs(product_low), one));
  V result = hn::IfThenElse(correctable, hn::MulAdd(power, product_low, power), power);

  const auto y_is_whole = hn::Eq(hn::Floor(y), y);
  const V half = hn::Mul(y, hn::Set(d, 0.5));
  const auto y_is_odd = hn::AndNot(hn::Eq(hn::Floor(half), half), y_is_whole);
  const V sign = hn::And(x, hn::SignBit(d));
  const auto negative_base = hn::And(hn::Lt(x, zero), hn::Lt(base, infinity));
  const auto y_is_fractional =
      hn::AndNot(y_is_whole, hn::Lt(hn::Abs(y), infinity));
  result = hn::IfThenElse(y_is_odd, hn::Or(result, sign), result);
  result = hn::IfThenElse(hn::And(negative_base, y_is_fractional), nan, result);
  // People write squares, and expect them to be products.
  result = hn::IfThenElse(hn::Eq(y, hn::Set(d, 2.0)), hn::Mul(x, x), result);
  result = hn::IfThenElse(hn::Eq(y, one), x, result);
  result = hn::IfThenElse(hn::Eq(x, x), result, x);
  result = hn::IfThenElse(hn::Eq(y, y), result, y);
  // pow(1, anything) and pow(anything, 0) are 1, even for NaN; so is pow(-1, ±inf).
  const auto unit_to_infinity = hn::And(hn::Eq(base, one), hn::Eq(hn::Abs(y), infinity));
  const auto is_one = hn::Or(hn::Or(hn::Eq(x, one), hn::Eq(y, zero)), unit_to_infinity);
  return hn::IfThenElse(is_one, one, result);
}

// c0 + c1 r + … + c7 r^7.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LanePolynomial7(D d, V r, const double (&c)[8]) {
  V sum = hn::Set(d, c[7]);
  for (int i = 6; i >= 0; --i) sum = hn::MulAdd(sum, r, hn::Set(d, c[i]));
  return sum;
}

// Φ⁻¹(p): M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution",
// Applied Statistics 37 (1988), routine PPND16. 0 -> -inf, 1 -> +inf, outside [0, 1] NaN.
template <class D, class V = hn::Vec<D>>
HWY_INLINE V LaneNormalQuantile(D d, V p) {
  static constexpr double kA[8] = {
      3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3,
      1.3731693765509461125e+4, 4.5921953931549871457e+4, 6.7265770927008700853e+4,
      3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static constexpr double kB[8] = {
      1.0,                      4.2313330701600911252e+1, 6.8718700749205790830e+2,
      5.3941960214247511077e+3, 2.1213794301586595867e+4, 3.9307895800092710610e+4,
      2.8729085735721942674e+4, 5.2264952788528545610e+3};
  static constexpr double kC[8] = {
      1.42343711074968357734e0,  4.63033784615654529590e0,  5.76949722146069140550e0,
      3.64784832476320460504e0,  1.27045825245236838258e0,  2.41780725177450611770e-1,
      2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static constexpr double kD[8] = {
      1.0,                       2.05319162663775882187e0,  1.67638483018380384940e0,
      6.89767334985100004550e-1, 1.48103976427480074590e-1, 1.51986665636164571966e-2,
      5.47593808499534494600e-4, 1.05075007164441684324e-9};
  static constexpr double kE[8] = {
      6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,
      2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
      2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr double kF[8] = {
      1.0,                       5.99832206555887937690e-1, 1.36929880922735805310e-1,
      1.48753612908506148525e-2, 7.86869131145613259100e-4, 1.84631831751005468180e-5,
      1.42151175831644588870e-7, 2.04426310338993978564e-15};
  const V zero = hn::Zero(d);
  const V one = hn::Set(d, 1.0);
  const V infinity = hn::Set(d, std::numeric_limits<double>::infinity());
  const V q = hn::Sub(p, hn::Set(d, 0.5));
  const auto is_central = hn::Le(hn::Abs(q), hn::Set(d, 0.425));

  const V r_central = hn::Sub(hn::Set(d, 0.180625), hn::Mul(q, q));
  const V central = hn::Div(hn::Mul(q, LanePolynomial7(d, r_central, kA)),
                            LanePolynomial7(d, r_central, kB));

  const V tail_p = hn::Min(p, hn::Sub(one, p));
  // Central lanes and nonsense are given a harmless 1/2.
  const auto has_tail = hn::AndNot(is_central, hn::Gt(tail_p, zero));
  const V safe_p = hn::IfThenElse(has_tail, tail_p, hn::Set(d, 0.5));
  const V r = hn::Sqrt(hn::Neg(LaneLogPositive(d, safe_p)));
  const auto is_near = hn::Le(r, hn::Set(d, 5.0));
  const V r_near = hn::Sub(r, hn::Set(d, 1.6));
  const V r_far = hn::Sub(r, hn::Set(d, 5.0));
  const V near = hn::Div(LanePolynomial7(d, r_near, kC), LanePolynomial7(d, r_near, kD));
  const V far = hn::Div(LanePolynomial7(d, r_far, kE), LanePolynomial7(d, r_far, kF));
  const V magnitude = hn::IfThenElse(is_near, near, far);
  const V tail = hn::IfThenElse(hn::Lt(q, zero), hn::Neg(magnitude), magnitude);

  V result = hn::IfThenElse(is_central, central, tail);
  result = hn::IfThenElse(hn::Eq(p, zero), hn::Neg(infinity), result);
  result = hn::IfThenElse(hn::Eq(p, one), infinity, result);
  const auto inside = hn::And(hn::Ge(p, zero), hn::Le(p, one));
  return hn::IfThenElse(inside, result,
                        hn::Set(d, std::numeric_limits<double>::quiet_NaN()));
}

}  // namespace HWY_NAMESPACE
}  // namespace entente::engine
HWY_AFTER_NAMESPACE();

#endif  // per-target include guard
