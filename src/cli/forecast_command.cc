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

struct ForecastOptions : RecordOptions {
  std::string from;
};

int Run(const ForecastOptions& options) {
  api::ForecastRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.from = options.from;
  request.store = options.store;
  request.threads = options.threads;
  request.html = !options.html.empty();
  std::string wrong = ReadCounts({{"--particles", options.particles, request.particles},
                                  {"--replicates", options.replicates, request.replicates}});
  std::uint64_t worlds = 0;
  if (wrong.empty()) wrong = ReadNumbers(options, worlds, request.seed, request.level);
  if (wrong.empty()) wrong = ReadPosterior(options, request.posterior);
  if (!wrong.empty()) return UsageError(wrong);
  if (!CanDeliverAll({options.json, options.csv, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.command = RecordCommandLine("forecast", options, {{"--from", options.from}});
  request.style = StyleOfOutput();
  const api::ForecastAnswer answer = WithProgress([&](const api::Control& control, ProgressLine&) {
    return api::MakeForecast(request, control);
  });
  const int code = Report(answer);
  if (answer.table.empty()) return code;
  return DeliverAnalysis(options, answer.table, answer.json, answer.csv, answer.html, code);
}

}  // namespace

void AddForecast(CLI::App& app, int& code) {
  const auto options = std::make_shared<ForecastOptions>();
  CLI::App* command = app.add_subcommand(
      "forecast", "What comes next: worlds that followed the record up to a day go on from there");
  AddRecordOptions(*command, *options,
                   {.particles = "worlds in each filter (default 2,000)",
                    .replicates = "independent filters, for intervals (default 8); with "
                                  "--posterior each has its own draw: take more",
                    .posterior = true,
                    .csv = "write the results as CSV (- for standard output)"});
  command->add_option("--from", options->from,
                      "the day of the forecast; nothing that was known later is seen")
      ->type_name("DATE");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
