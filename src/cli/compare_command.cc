#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/analysis_commands.h"
#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/terminal.h"

namespace entente::cli {
namespace {

constexpr std::uint64_t kWorldsOfAllPolicies = 2'048;

struct CompareOptions : AnalysisOptions {
  std::vector<std::string> with;  // each with commas
  std::string outcomes, lower, higher, survival, per_draw;
  bool combine = false, scenarios = false;
};

// The command that makes the same numbers again: only what they depend on.
std::string Reproduces(const CompareOptions& options, const api::CompareRequest& request) {
  std::string command = "entente compare";
  if (!options.model.empty()) command += " " + ShellQuoted(options.model);
  for (const std::string& names : options.with) command += " --with " + ShellQuoted(names);
  if (options.combine) command += " --combine";
  if (options.scenarios) command += " --all-scenarios";
  const auto add = [&](const char* option, const std::string& text) {
    if (!text.empty()) command += fmt::format(" {} {}", option, ShellQuoted(text));
  };
  add("--outcomes", options.outcomes);
  add("--lower-is-better", options.lower);
  add("--higher-is-better", options.higher);
  add("--survival", options.survival);
  command += fmt::format(" --worlds {} --worlds-per-draw {} --seed {}", request.worlds,
                         request.worlds_per_draw, request.seed);
  if (request.level != 0.95) command += fmt::format(" --level {}", request.level);
  add("--html", options.html);
  return command;
}

int Run(const CompareOptions& options) {
  api::CompareRequest request;
  request.source.model = options.model;
  if (const std::string wrong =
          ReadNumbers(options, request.worlds, request.seed, request.level);
      !wrong.empty()) {
    return UsageError(wrong);
  }
  if (const std::string wrong = ReadPerDraw(options.per_draw, request.worlds_per_draw);
      !wrong.empty()) {
    return UsageError(wrong);
  }
  if (!options.survival.empty()) {
    const auto share = ParseShare(options.survival);
    if (!share) {
      return UsageError(fmt::format("`--survival {}`: expected a share such as 0.9 or 90%",
                                    options.survival));
    }
    request.survival_share = *share;
  }
  // Every policy of a model takes minutes with as many worlds as one can bear for a few.
  if (options.with.empty() && options.worlds.empty()) request.worlds = kWorldsOfAllPolicies;
  for (const std::string& names : options.with) {
    request.combinations.push_back(SplitNames(names));
  }
  request.combine = options.combine;
  request.all_scenarios = options.scenarios;
  request.outcomes = SplitNames(options.outcomes);
  request.lower_is_better = SplitNames(options.lower);
  request.higher_is_better = SplitNames(options.higher);
  request.threads = options.threads;
  request.tile_width = options.tile;
  request.json = !options.json.empty();
  request.csv = !options.csv.empty();
  request.html = !options.html.empty();
  if (!CanDeliverAll({options.json, options.csv, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.command = Reproduces(options, request);
  request.style = StyleOfOutput();
  const api::CompareAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::Compare(request, control); });
  const int code = Report(answer);
  if (answer.table.empty()) return code;
  return DeliverAnalysis(options, answer.table, answer.json, answer.csv, answer.html, code);
}

}  // namespace

void AddCompare(CLI::App& app, int& code) {
  CLI::App* command =
      app.add_subcommand("compare", "What policies and scenarios change, world by world");
  auto options = std::make_shared<CompareOptions>();
  AddAnalysisOptions(*command, *options,
                     "worlds of each combination (default 16,384; without --with 2,048)", true);
  command->add_option("--with", options->with,
                      "a policy, a scenario, or some of both that go together; may be repeated "
                      "(default: every policy)")
      ->type_name("NAMES")->allow_extra_args(false);
  command->add_flag("--combine", options->combine, "every pair of these policies, too");
  command->add_flag("--all-scenarios", options->scenarios, "in every scenario of the model");
  command->add_option("--outcomes", options->outcomes, "only these questions")
      ->type_name("NAMES");
  command->add_option("--lower-is-better", options->lower,
                      "outcomes of which one wants less: their regret is shown")
      ->type_name("NAMES");
  command->add_option("--higher-is-better", options->higher, "outcomes of which one wants more")
      ->type_name("NAMES");
  command->add_option("--survival", options->survival,
                      "share of parameter draws that must agree on a sign (default 0.9)")
      ->type_name("SHARE");
  command->add_option("--worlds-per-draw", options->per_draw,
                      "worlds that share their parameters, an even number (default 16)")
      ->type_name("N");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
