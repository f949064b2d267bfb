#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/analysis_commands.h"
#include "cli/output.h"
#include "cli/question_commands.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct UncertaintyOptions : AnalysisOptions {
  std::string with, scenarios, outcomes;
};

std::string Reproduces(const UncertaintyOptions& options,
                       const api::UncertaintyRequest& request) {
  std::string command = "entente uncertainty";
  if (!options.model.empty()) command += " " + ShellQuoted(options.model);
  const auto add = [&](const char* option, const std::string& text) {
    if (!text.empty()) command += fmt::format(" {} {}", option, ShellQuoted(text));
  };
  add("--with", options.with);
  add("--scenarios", options.scenarios);
  add("--outcomes", options.outcomes);
  command += fmt::format(" --worlds {} --seed {}", request.worlds, request.seed);
  if (request.level != 0.95) command += fmt::format(" --level {}", request.level);
  add("--html", options.html);
  return command;
}

int Run(const UncertaintyOptions& options) {
  api::UncertaintyRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.scenarios = SplitNames(options.scenarios);
  request.outcomes = SplitNames(options.outcomes);
  if (const std::string wrong =
          ReadNumbers(options, request.worlds, request.seed, request.level);
      !wrong.empty()) {
    return UsageError(wrong);
  }
  request.threads = options.threads;
  request.html = !options.html.empty();
  if (!CanDeliverAll({options.json, options.csv, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.command = Reproduces(options, request);
  request.style = StyleOfOutput();
  const api::UncertaintyAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::Uncertainty(request, control); });
  const int code = Report(answer);
  if (answer.text.empty()) return code;
  return DeliverAnalysis(options, answer.text, answer.json, "", answer.html, code);
}

}  // namespace

void AddUncertainty(CLI::App& app, int& code) {
  CLI::App* command = app.add_subcommand(
      "uncertainty", "How much of each outcome is chance, unknown numbers, and disagreement");
  const auto options = std::make_shared<UncertaintyOptions>();
  AddAnalysisOptions(*command, *options, "worlds in all (default 100,000)", false);
  command->add_option("--with", options->with, "policies and scenarios to apply first")
      ->type_name("NAMES");
  command->add_option("--scenarios", options->scenarios,
                      "scenarios that people disagree about, each against the model as it is")
      ->type_name("NAMES");
  command->add_option("--outcomes", options->outcomes, "only these questions")
      ->type_name("NAMES");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
