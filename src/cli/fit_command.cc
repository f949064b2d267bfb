#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/analysis_commands.h"
#include "cli/learn_commands.h"
#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct FitOptions {
  std::string model, to, store, with, method = "smc", only;
  std::string particles, points, chains, warmup, steps, passes, seed;
  unsigned threads = 0;
  std::string checkpoint, json, draws;
  bool quiet = false;
};

// A message if a number is none.
std::string ReadNumbers(const FitOptions& options, api::FitRequest& request) {
  const auto count = [](const char* name, const std::string& text, std::uint64_t& into) {
    if (text.empty()) return std::string();
    const auto number = ParseCount(text);
    if (!number) {
      return fmt::format("`{} {}`: expected a whole number such as 500 or 2k", name, text);
    }
    into = *number;
    return std::string();
  };
  for (const std::string& wrong : {count("--particles", options.particles, request.particles),
                                   count("--points", options.points, request.points),
                                   count("--chains", options.chains, request.chains),
                                   count("--warmup", options.warmup, request.warmup),
                                   count("--steps", options.steps, request.steps),
                                   count("--passes", options.passes, request.passes),
                                   count("--seed", options.seed, request.seed)}) {
    if (!wrong.empty()) return wrong;
  }
  if (options.json == "-" && options.draws == "-") {
    return "only one of the outputs can go to standard output";
  }
  return "";
}

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
  if (const std::string wrong = ReadNumbers(options, request); !wrong.empty()) {
    return UsageError(wrong);
  }
  if (!CanDeliverAll({options.json, options.draws})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.style = StyleOfOutput();
  const api::FitAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::Fit(request, control); });
  const int code = Report(answer);
  if (answer.table.empty()) return code;
  AnalysisOptions outputs;
  outputs.json = options.json;
  outputs.csv = options.draws;
  outputs.quiet = options.quiet;
  return DeliverAnalysis(outputs, answer.table, answer.json, answer.draws, "", code);
}

}  // namespace

void AddFit(CLI::App& app, int& code) {
  const auto options = std::make_shared<FitOptions>();
  CLI::App* command =
      app.add_subcommand("fit", "Learn the parameters from the record, with their uncertainty");
  command->add_option("MODEL", options->model,
                      "folder with main.ent, one .ent file, or the name of a shipped model "
                      "(default: this folder)");
  command->add_option("--to", options->to, "last day of the record to use (default: its end)")
      ->type_name("DATE");
  command->add_option("--store", options->store,
                      "store of coded events, for the series that the model observes")
      ->type_name("FILE");
  command->add_option("--with", options->with, "policies and scenarios to apply first")
      ->type_name("NAMES");
  command->add_option("--parameters", options->only,
                      "learn only these; the others are drawn from their priors (default: all)")
      ->type_name("NAMES");
  command->add_option("--method", options->method,
                      "smc: a cloud of points led from prior to posterior (default); pmmh: Markov "
                      "chains; if2: the point that makes the record likeliest")
      ->type_name("smc|pmmh|if2");
  command->add_option("--particles", options->particles,
                      "worlds in the filter of each point (default 500)")->type_name("N");
  command->add_option("--points", options->points, "smc: points of the cloud (default 128)")
      ->type_name("N");
  command->add_option("--chains", options->chains, "pmmh: chains (default 8)")->type_name("N");
  command->add_option("--warmup", options->warmup, "pmmh: steps thrown away (default 200)")
      ->type_name("N");
  command->add_option("--steps", options->steps, "pmmh: steps kept of each chain (default 300)")
      ->type_name("N");
  command->add_option("--passes", options->passes, "if2: passes through the record (default 40)")
      ->type_name("N");
  command->add_option("--seed", options->seed, "which luck (default 1)")->type_name("S");
  const char* outputs = "Output";
  command->add_option("--draws", options->draws,
                      "write the posterior's draws as CSV, for `forecast --posterior`")
      ->type_name("FILE")->group(outputs);
  command->add_option("--json", options->json, "write the results as JSON (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command->add_flag("--quiet", options->quiet, "no table")->group(outputs);
  const char* machine = "Machine (changes no result)";
  command->add_option("--threads", options->threads, "threads (default: all cores)")
      ->type_name("N")->group(machine);
  command->add_option("--checkpoint", options->checkpoint,
                      "smc: keep an archive after each stage; continue it if it exists")
      ->type_name("FILE")->group(machine);
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
