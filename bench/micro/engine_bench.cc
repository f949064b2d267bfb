// Random numbers and SIMD arithmetic: nanoseconds a number, scalar and vectorised.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "engine/kernels/math.h"
#include "engine/kernels/philox.h"
#include "engine/luck/luck.h"

namespace entente::engine {
namespace {

constexpr std::size_t kCount = 1024;

void PhiloxScalar(benchmark::State& state) {
  std::uint64_t k = 0;
  for (auto _ : state) benchmark::DoNotOptimize(LuckBits(42, 7, 1, k += 2));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(PhiloxScalar);

void UnitExponentialScalar(benchmark::State& state) {
  const MathKernels& math = Math();
  std::uint64_t k = 0;
  for (auto _ : state) benchmark::DoNotOptimize(UnitExponential(math, 42, 7, 1, k += 2));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(UnitExponentialScalar);

void Fill(benchmark::State& state, FillRow fill) {
  std::vector<double> out(kCount);
  std::uint64_t k = 0;
  for (auto _ : state) {
    fill(42, 7, 0, k++, out.data(), out.size());
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount));
}
BENCHMARK_CAPTURE(Fill, uniform, Philox().fill_uniform);
BENCHMARK_CAPTURE(Fill, unit_exponential, Philox().fill_unit_exponential);
BENCHMARK_CAPTURE(Fill, normal, Philox().fill_normal);

void Map(benchmark::State& state, void (*kernel)(const double*, double*, std::size_t)) {
  std::vector<double> x(kCount);
  std::vector<double> out(kCount);
  for (std::size_t i = 0; i < kCount; ++i) x[i] = 0.01 * static_cast<double>(i + 1);
  for (auto _ : state) {
    kernel(x.data(), out.data(), kCount);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount));
}
BENCHMARK_CAPTURE(Map, exp, Math().exp);
BENCHMARK_CAPTURE(Map, log, Math().log);
BENCHMARK_CAPTURE(Map, sqrt, Math().sqrt);

void Pow(benchmark::State& state) {
  std::vector<double> x(kCount, 1.7);
  std::vector<double> y(kCount, 2.3);
  std::vector<double> out(kCount);
  for (auto _ : state) {
    Math().pow(x.data(), y.data(), out.data(), kCount);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(kCount));
}
BENCHMARK(Pow);

}  // namespace
}  // namespace entente::engine
