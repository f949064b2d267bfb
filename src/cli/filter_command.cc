#include "cli/filter_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/output.h"
#include "cli/record_options.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct FilterOptions : RecordOptions {
  std::string to;
  std::string look_ahead = "auto";
};

int Run(const FilterOptions& options) {
  api::FilterRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.to = options.to;
  request.store = options.store;
  request.look_ahead = options.look_ahead;
  request.threads = options.threads;
  request.html = !options.html.empty();
  std::string wrong = ReadCounts({{"--particles", options.particles, request.particles},
                                  {"--replicates", options.replicates, request.replicates}});
  std::uint64_t worlds = 0;
  if (wrong.empty()) wrong = ReadNumbers(options, worlds, request.seed, request.level);
  if (!wrong.empty()) return UsageError(wrong);
  if (!CanDeliverAll({options.json, options.csv, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.command = RecordCommandLine(
      "filter", options,
      {{"--to", options.to},
       {"--look-ahead", options.look_ahead == "auto" ? "" : options.look_ahead}});
  request.style = StyleOfOutput();
  const api::FilterAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::Filter(request, control); });
  const int code = Report(answer);
  if (answer.text.empty()) return code;
  return DeliverAnalysis(options, answer.text, answer.json, answer.csv, answer.html, code);
}

}  // namespace

void AddFilter(CLI::App& app, int& code) {
  const auto options = std::make_shared<FilterOptions>();
  CLI::App* command = app.add_subcommand(
      "filter", "Follow the record: how likely, what came as a surprise, and where things stand");
  AddRecordOptions(*command, *options,
                   {.particles = "worlds in each filter (default 2,000)",
                    .replicates = "independent filters, for intervals (default 8)",
                    .csv = "write the recorded happenings as CSV (- for standard output)"});
  command->add_option("--to", options->to, "last day to follow (default: the record's end)")
      ->type_name("DATE");
  command->add_option("--look-ahead", options->look_ahead,
                      "choose particles with a view to the next recorded happening: if plain "
                      "weighting degenerates (auto), always or never")
      ->type_name("auto|always|never");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
