#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <limits>
#include <memory>

#include "cli/analysis_commands.h"
#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/question_commands.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct ExplainOptions : AnalysisOptions {
  std::string name, with, causes;
  std::string world, without;  // one world told twice
};

std::string Reproduces(const ExplainOptions& options, const api::CausesRequest& request) {
  std::string command = "entente explain " + ShellQuoted(options.model) + " " +
                        ShellQuoted(options.name);
  if (!options.with.empty()) command += " --with " + ShellQuoted(options.with);
  command += fmt::format(" --worlds {} --seed {} --causes {}", request.worlds, request.seed,
                         request.causes);
  if (request.level != 0.95) command += fmt::format(" --level {}", request.level);
  if (!options.html.empty()) command += " --html " + ShellQuoted(options.html);
  return command;
}

int TellTwice(const ExplainOptions& options) {
  const auto world = ParseCount(options.world);
  const auto seed = ParseCount(options.seed);
  if (!world || *world > std::numeric_limits<std::uint32_t>::max()) {
    return UsageError(fmt::format("`--world {}`: expected the number of a world, from 0",
                                  options.world));
  }
  if (!seed) return UsageError(fmt::format("`--seed {}`: expected a whole number", options.seed));
  if (!options.html.empty()) {
    return UsageError("a single world is told as text or with `--json`, not as HTML");
  }
  api::WithoutRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.seed = *seed;
  request.world = static_cast<std::uint32_t>(*world);
  request.event = options.without;
  request.style = StyleOfOutput();
  const api::WithoutAnswer answer = api::Without(request);
  const int code = Report(answer);
  if (answer.text.empty()) return code;
  return DeliverAnalysis(options, answer.text, answer.json, "", "", code);
}

int Run(const ExplainOptions& options) {
  if (options.world.empty() != options.without.empty()) {
    return UsageError("`--world N` and `--without EVENT` go together: one world, told as it is and "
                      "without EVENT");
  }
  if (!options.world.empty()) return TellTwice(options);
  if (options.name.empty()) {
    return UsageError("explain what? an outcome, or something that happens, such as `gsomia -> "
                      "notice`");
  }
  api::CausesRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.name = options.name;
  if (const std::string wrong =
          ReadNumbers(options, request.worlds, request.seed, request.level);
      !wrong.empty()) {
    return UsageError(wrong);
  }
  if (!options.causes.empty()) {
    const auto count = ParseCount(options.causes);
    if (!count || *count == 0) {
      return UsageError(fmt::format("`--causes {}`: expected a whole number above 0",
                                    options.causes));
    }
    request.causes = static_cast<std::size_t>(*count);
  }
  request.threads = options.threads;
  request.html = !options.html.empty();
  if (!CanDeliverAll({options.json, options.csv, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.command = Reproduces(options, request);
  request.style = StyleOfOutput();
  const api::CausesAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::Causes(request, control); });
  const int code = Report(answer);
  if (answer.text.empty()) return code;
  return DeliverAnalysis(options, answer.text, answer.json, "", answer.html, code);
}

}  // namespace

void AddExplain(CLI::App& app, int& code) {
  CLI::App* command = app.add_subcommand(
      "explain", "Why something happens: causes ranked, chains, worlds worth reading");
  const auto options = std::make_shared<ExplainOptions>();
  AddAnalysisOptions(*command, *options, "worlds, each also without its causes (default 4,096)",
                     false);
  command->add_option("WHAT", options->name,
                      "an outcome, \"issue -> state\", an event, or decision.option");
  command->add_option("--with", options->with, "policies and scenarios to apply first")
      ->type_name("NAMES");
  command->add_option("--causes", options->causes,
                      "how many candidates to examine (default 16)")
      ->type_name("N");
  command->add_option("--world", options->world, "with --without: the world to tell twice")
      ->type_name("N");
  command->add_option("--without", options->without,
                      "that world side by side with itself without the first EVENT, or the Nth")
      ->type_name("EVENT[#N]");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
