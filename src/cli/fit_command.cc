#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/learn_commands.h"
#include "cli/output.h"
#include "cli/record_options.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

// `csv` holds the file of draws.
struct FitOptions : RecordOptions {
  std::string to, method = "smc", only;
  std::string points, chains, warmup, steps, passes;
  std::string checkpoint;
};

int Run(const FitOptions& options) {
  api::FitRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.to = options.to;
  request.store = options.store;
  request.method = options.method;
  request.parameters = SplitNames(options.only);
  request.threads = options.threads;
  request.checkpoint_file = options.checkpoint;
  std::string wrong = ReadCounts({{"--particles", options.particles, request.particles},
                                  {"--points", options.points, request.points},
                                  {"--chains", options.chains, request.chains},
                                  {"--warmup", options.warmup, request.warmup},
                                  {"--steps", options.steps, request.steps},
                                  {"--passes", options.passes, request.passes}});
  std::uint64_t worlds = 0;
  double level = 0.95;
  if (wrong.empty()) wrong = ReadNumbers(options, worlds, request.seed, level);
  if (!wrong.empty()) return UsageError(wrong);
  if (!CanDeliverAll({options.json, options.csv, options.html, options.checkpoint})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.html = !options.html.empty();
  request.command = RecordCommandLine("fit", options,
                                      {{"--to", options.to},
                                       {"--method", options.method == "smc" ? "" : options.method},
                                       {"--parameters", options.only},
                                       {"--points", options.points},
                                       {"--chains", options.chains},
                                       {"--warmup", options.warmup},
                                       {"--steps", options.steps},
                                       {"--passes", options.passes}});
  request.style = StyleOfOutput();
  const api::FitAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::Fit(request, control); });
  const int code = Report(answer);
  if (answer.table.empty()) return code;
  return DeliverAnalysis(options, answer.table, answer.json, answer.draws, answer.html, code);
}

}  // namespace

void AddFit(CLI::App& app, int& code) {
  const auto options = std::make_shared<FitOptions>();
  CLI::App* command =
      app.add_subcommand("fit", "Learn the parameters from the record, with their uncertainty");
  AddRecordOptions(*command, *options,
                   {.particles = "worlds in the filter of each point (default 500)",
                    .replicates = "",
                    .level = false,
                    .csv = ""});
  command->add_option("--to", options->to, "last day of the record to use (default: its end)")
      ->type_name("DATE");
  command->add_option("--parameters", options->only,
                      "learn only these; the others are drawn from their priors (default: all)")
      ->type_name("NAMES");
  command->add_option("--method", options->method,
                      "smc: a cloud of points led from prior to posterior (default); pmmh: Markov "
                      "chains; if2: the point that makes the record likeliest")
      ->type_name("smc|pmmh|if2");
  command->add_option("--points", options->points, "smc: points of the cloud (default 128)")
      ->type_name("N");
  command->add_option("--chains", options->chains, "pmmh: chains (default 8)")->type_name("N");
  command->add_option("--warmup", options->warmup, "pmmh: steps thrown away (default 200)")
      ->type_name("N");
  command->add_option("--steps", options->steps, "pmmh: steps kept of each chain (default 300)")
      ->type_name("N");
  command->add_option("--passes", options->passes, "if2: passes through the record (default 40)")
      ->type_name("N");
  command->add_option("--draws", options->csv,
                      "write the posterior's draws as CSV, for `forecast --posterior`")
      ->type_name("FILE")->group("Output");
  command->add_option("--checkpoint", options->checkpoint,
                      "smc: keep an archive after each stage; continue it if it exists")
      ->type_name("FILE")->group("Machine (changes no result)");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
