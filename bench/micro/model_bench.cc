// The way of a model's text to its worlds, stage by stage, on shipped models.
#include <benchmark/benchmark.h>

#include <string>

#include "engine/run.h"
#include "language/compile.h"
#include "language/format/format.h"
#include "language/parse/parse.h"

namespace entente {
namespace {

std::string PathOf(const char* model) { return std::string(ENTENTE_SOURCE_DIR "/models/") + model; }

void Parse(benchmark::State& state, const char* model) {
  const language::DiskFiles files;
  std::size_t bytes = 0;
  for (auto _ : state) {
    DiagnosticSink sink;
    const auto loaded = language::LoadModel(PathOf(model), files, sink);
    bytes = 0;
    for (std::uint32_t i = 0; loaded && i < loaded->sources.size(); ++i) {
      bytes += loaded->sources.file(FileId(i)).text().size();
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
}
BENCHMARK_CAPTURE(Parse, northeast_asia, "northeast_asia")->Unit(benchmark::kMillisecond);

void Compile(benchmark::State& state, const char* model) {
  for (auto _ : state) benchmark::DoNotOptimize(language::Compile(PathOf(model)));
}
BENCHMARK_CAPTURE(Compile, northeast_asia, "northeast_asia")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(Compile, net24, "net24")->Unit(benchmark::kMillisecond);

void RunWorlds(benchmark::State& state, const char* model, std::uint64_t worlds) {
  const auto compiled = language::Compile(PathOf(model));
  if (!compiled || !compiled->ok()) return state.SkipWithError("the model does not compile");
  engine::RunOptions options;
  options.threads = 1;
  options.worlds = worlds;
  std::uint64_t events = 0;
  for (auto _ : state) {
    const auto result = engine::Run(*compiled->model, options);
    if (!result) return state.SkipWithError("the run failed");
    events += result->events;
    ++options.seed;
  }
  state.SetItemsProcessed(static_cast<std::int64_t>(events));
}
// One world: what planning a run costs.
BENCHMARK_CAPTURE(RunWorlds, northeast_asia_1, "northeast_asia", 1)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(RunWorlds, northeast_asia_1024, "northeast_asia", 1024)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(RunWorlds, net24_1024, "net24", 1024)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(RunWorlds, net4_1024, "net4", 1024)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(RunWorlds, two_rivals_1024, "two_rivals", 1024)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace entente
