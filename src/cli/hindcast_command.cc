#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/learn_commands.h"
#include "cli/output.h"
#include "cli/record_options.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct HindcastOptions : RecordOptions {
  std::string from, to, every, leads, targets;
  bool history = false;
};

int Run(const HindcastOptions& options) {
  api::HindcastRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.from = options.from;
  request.to = options.to;
  request.targets = options.targets;
  request.store = options.store;
  request.threads = options.threads;
  request.history = options.history;
  request.html = !options.html.empty();
  std::string wrong = ReadCounts({{"--particles", options.particles, request.particles},
                                  {"--replicates", options.replicates, request.replicates},
                                  {"--every", options.every, request.every}});
  std::uint64_t worlds = 0;
  if (wrong.empty()) wrong = ReadLeads(options.leads, request.leads);
  if (wrong.empty()) wrong = ReadNumbers(options, worlds, request.seed, request.level);
  if (wrong.empty()) wrong = ReadPosterior(options, request.posterior);
  if (!wrong.empty()) return UsageError(wrong);
  if (!CanDeliverAll({options.json, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.command = RecordCommandLine("hindcast", options,
                                      {{"--from", options.from},
                                       {"--to", options.to},
                                       {"--every", options.every},
                                       {"--leads", options.leads},
                                       {"--targets", options.targets}});
  request.style = StyleOfOutput();
  const api::HindcastAnswer answer = WithProgress([&](const api::Control& control, ProgressLine&) {
    return api::MakeHindcast(request, control);
  });
  const int code = Report(answer);
  if (answer.table.empty()) return code;
  return DeliverAnalysis(options, answer.table, answer.json, "", answer.html, code);
}

}  // namespace

void AddHindcast(CLI::App& app, int& code) {
  const auto options = std::make_shared<HindcastOptions>();
  CLI::App* command = app.add_subcommand(
      "hindcast", "Forecast the past from many days and score it beside every baseline");
  AddRecordOptions(*command, *options,
                   {.particles = "worlds in each filter (default 1,000)",
                    .replicates = "filters at each origin (default 4); with --posterior each has "
                                  "its own draw",
                    .posterior = true,
                    .csv = ""});
  command->add_option("--from", options->from, "first origin: the first of its month")
      ->type_name("DATE");
  command->add_option("--to", options->to, "last origin")->type_name("DATE");
  command->add_option("--every", options->every, "months between origins (default 1)")
      ->type_name("N");
  command->add_option("--leads", options->leads, "months ahead (default 1,3,6,12)")
      ->type_name("LIST");
  command->add_option("--targets", options->targets,
                      "record: does each recorded transition and event happen within so many "
                      "months; observed: counts of the observed series (default with --store)")
      ->type_name("record|observed");
  command->add_flag("--history", options->history,
                    "in the JSON: every forecast beside what happened")->group("Output");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
