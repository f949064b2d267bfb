// exp, log, pow, sqrt and the normal quantile, one implementation per SIMD target, as a table of
// function pointers fetched once. Tiles, tails, interpreter and luck all use the same lane
// functions (math_lanes-inl.h), so a number does not depend on how many neighbours it has.
//
// Bit-identity: on one SIMD target, arrays of any length, single values and the virtual machine
// agree in every bit. Across targets (with and without fused multiply-add) results may differ in
// the last places.
// Accuracy, largest error against long double on every target (tests/engine/kernels/math_test.cc):
//   exp  < 1.0 ULP;  log  < 1.0 ULP;  pow  < 2 ULP while |y| <= 32;  sqrt correctly rounded;
//   normal_quantile: error < 1e-15 of the larger of |x| and 1/2.
// Special values: exp(-inf) = 0, exp(+inf) = +inf; log(0) = -inf, log(+inf) = +inf, log of a
// negative number is NaN; NaN in, NaN out; pow as in IEEE 754 (pow(x, 0) = pow(1, y) = 1, negative
// base with a fractional exponent is NaN), pow(x, 2) = x x. normal_quantile: 0 -> -inf, 1 -> +inf,
// outside [0, 1] NaN.
#ifndef ENTENTE_ENGINE_KERNELS_MATH_H_
#define ENTENTE_ENGINE_KERNELS_MATH_H_

#include <cstddef>

namespace entente::engine {

struct TwoDoubles {
  double first;
  double second;
};

// Arrays may be unaligned; `out` may equal an input but must not overlap it otherwise.
struct MathKernels {
  void (*exp)(const double* x, double* out, std::size_t n);
  // out[i] = exp(x[i] y)
  void (*exp_scaled)(const double* x, double y, double* out, std::size_t n);
  // The same for two factors at once: one hides the other's latency.
  void (*exp_scaled_twice)(const double* x, double y0, double y1, double* out0, double* out1,
                           std::size_t n);
  void (*log)(const double* x, double* out, std::size_t n);
  void (*sqrt)(const double* x, double* out, std::size_t n);
  void (*pow)(const double* x, const double* y, double* out, std::size_t n);
  void (*normal_quantile)(const double* p, double* out, std::size_t n);
  double (*exp1)(double x);
  double (*log1)(double x);
  double (*sqrt1)(double x);
  double (*pow1)(double x, double y);
  double (*normal_quantile1)(double p);
  // log1 of finite numbers above 0, unchecked: for luck, one number or two at the price of one.
  double (*log_positive1)(double x);
  TwoDoubles (*log_positive2)(double x, double y);
  const char* target;  // "AVX3", "AVX2", …
  std::size_t lanes;   // doubles in a vector
};

// The table of this machine's best target; chosen at the first call.
const MathKernels& Math();

// The same without remembering: follows hwy::SetSupportedTargetsForTest.
const MathKernels& MathForChosenTarget();

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_KERNELS_MATH_H_
