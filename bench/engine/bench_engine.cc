// Runs a model of ours for bench/run and prints one line of JSON: how long it took to compile, to
// get the first world, to run all worlds; events, peak memory, and the outcomes to compare by.
//
//   bench_engine MODEL_PATH WORLDS THREADS [SEED] [TILE_WIDTH]
#include <sys/resource.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>

#include "engine/run.h"
#include "language/compile.h"

namespace {

double Now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

int Failed(const std::string& message) {
  std::fprintf(stderr, "bench_engine: %s\n", message.c_str());
  return 1;
}

long PeakKilobytes() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

void PrintOutcomes(const entente::model::Model& model, const entente::engine::RunResult& result) {
  const char* comma = "";
  for (const auto& outcome : result.outcomes) {
    const auto& e = outcome.estimate;
    if (!std::isfinite(e.value) || !std::isfinite(e.low) || !std::isfinite(e.high)) continue;
    std::printf("%s\"%s\":[%.9g,%.9g,%.9g]", comma,
                model.outcomes[outcome.outcome.index()].provenance.name.c_str(),
                outcome.estimate.value, outcome.estimate.low, outcome.estimate.high);
    comma = ",";
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) return Failed("usage: bench_engine MODEL_PATH WORLDS THREADS [SEED] [TILE_WIDTH]");
  const double start = Now();
  const auto compiled = entente::language::Compile(argv[1]);
  if (!compiled) return Failed(compiled.error().message);
  if (!compiled->ok()) return Failed("the model has errors");
  const entente::model::Model& model = *compiled->model;
  const double compiled_at = Now();

  entente::engine::RunOptions options;
  options.threads = static_cast<unsigned>(std::strtoul(argv[3], nullptr, 10));
  options.seed = argc > 4 ? std::strtoull(argv[4], nullptr, 10) : 1;
  options.tile_width = argc > 5 ? static_cast<unsigned>(std::strtoul(argv[5], nullptr, 10)) : 0;
  options.worlds = 1;
  if (const auto first = entente::engine::Run(model, options); !first) {
    return Failed(first.error().message);
  }
  const double first_at = Now();

  options.worlds = std::strtoull(argv[2], nullptr, 10);
  const std::clock_t cpu_start = std::clock();
  const auto result = entente::engine::Run(model, options);
  if (!result) return Failed(result.error().message);
  const double wall = Now() - first_at;
  const double cpu = static_cast<double>(std::clock() - cpu_start) / CLOCKS_PER_SEC;
  // One thread is compared with hand-written programs by processor time, as they are.
  const double seconds = options.threads == 1 ? cpu : wall;
  const auto worlds = static_cast<double>(result->worlds);
  const auto events = static_cast<double>(result->events);
  std::printf(
      "{\"program\":\"bench_engine\",\"model\":\"%s\",\"worlds\":%.0f,\"failed\":%.0f,"
      "\"compile_seconds\":%.6f,\"first_world_seconds\":%.6f,\"wall_seconds\":%.6f,"
      "\"cpu_seconds\":%.6f,"
      "\"worlds_per_second\":%.0f,\"events\":%.0f,\"events_per_second\":%.0f,"
      "\"events_per_world\":%.6f,\"peak_kilobytes\":%ld,\"outcomes\":{",
      model.name.c_str(), worlds, static_cast<double>(result->failed), compiled_at - start,
      first_at - compiled_at, wall, cpu, worlds / seconds, events, events / seconds, events / worlds,
      PeakKilobytes());
  PrintOutcomes(model, *result);
  std::printf("}}\n");
  return 0;
}
