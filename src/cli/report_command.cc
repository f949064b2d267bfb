#include "cli/report_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/analysis_commands.h"
#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct ReportOptions {
  std::string model, with, out = "report.html";
  std::string worlds, claims, compare_worlds, explain_worlds, uncertainty;
  std::string seed = "1", level = "0.95", scenarios;
  std::vector<std::string> explain, compare;
  bool all_scenarios = false;
  unsigned threads = 0;
};

// An option that counts worlds, with the request's member that it sets.
struct Budget {
  const char* option;
  const std::string* text;
  std::uint64_t* worlds;
};

std::string ReadNumbers(const ReportOptions& options, api::ReportRequest& request) {
  for (const Budget& budget : {Budget{"--worlds", &options.worlds, &request.worlds},
                               Budget{"--claims-worlds", &options.claims, &request.claims_worlds},
                               Budget{"--compare-worlds", &options.compare_worlds,
                                      &request.compare_worlds},
                               Budget{"--explain-worlds", &options.explain_worlds,
                                      &request.explain_worlds},
                               Budget{"--uncertainty-worlds", &options.uncertainty,
                                      &request.uncertainty_worlds}}) {
    if (budget.text->empty()) continue;
    const auto count = ParseCount(*budget.text);
    if (!count) {
      return fmt::format("`{} {}`: expected a whole number such as 1000 or 1k, or 0 to leave the "
                         "part out", budget.option, *budget.text);
    }
    *budget.worlds = *count;
  }
  const auto seed = ParseCount(options.seed);
  if (!seed) return fmt::format("`--seed {}`: expected a whole number", options.seed);
  request.seed = *seed;
  const auto level = ParseShare(options.level);
  if (!level) {
    return fmt::format("`--level {}`: expected a share such as 0.95 or 95%", options.level);
  }
  request.level = *level;
  return "";
}

// The command that makes the same report again: only what its numbers depend on.
std::string Reproduces(const ReportOptions& options, const api::ReportRequest& request) {
  std::string command = "entente report";
  if (!options.model.empty()) command += " " + ShellQuoted(options.model);
  const auto add = [&](const char* option, const std::string& text) {
    if (!text.empty()) command += fmt::format(" {} {}", option, ShellQuoted(text));
  };
  add("--with", options.with);
  for (const std::string& names : options.compare) add("--compare", names);
  if (options.all_scenarios) command += " --all-scenarios";
  for (const std::string& name : options.explain) add("--explain", name);
  add("--scenarios", options.scenarios);
  command += fmt::format(
      " --worlds {} --claims-worlds {} --compare-worlds {} --explain-worlds {} "
      "--uncertainty-worlds {} --seed {}",
      request.worlds, request.claims_worlds, request.compare_worlds, request.explain_worlds,
      request.uncertainty_worlds, request.seed);
  if (request.level != 0.95) command += fmt::format(" --level {}", request.level);
  add("--out", options.out);
  return command;
}

int Run(const ReportOptions& options) {
  api::ReportRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  if (const std::string wrong = ReadNumbers(options, request); !wrong.empty()) {
    return UsageError(wrong);
  }
  if (!CanDeliver(options.out)) return static_cast<int>(api::Status::kFailed);
  request.explain = options.explain;
  for (const std::string& names : options.compare) {
    request.combinations.push_back(SplitNames(names));
  }
  request.all_scenarios = options.all_scenarios;
  request.scenarios = SplitNames(options.scenarios);
  request.threads = options.threads;
  request.command = Reproduces(options, request);
  const api::ReportAnswer answer =
      WithProgress([&](const api::Control& control, ProgressLine& progress) {
        request.on_part = [&](const std::string& title) { progress.Say(title); };
        return api::WholeReport(request, control);
      });
  const int code = Report(answer);
  if (answer.html.empty()) return code;
  if (!Deliver(options.out, answer.html)) return static_cast<int>(api::Status::kFailed);
  if (options.out == "-") return code;
  for (const api::ReportPartAnswer& part : answer.parts) {
    if (!part.message.empty()) Print(fmt::format("{}: {}\n", part.id, part.message));
  }
  Print("The report is in " + options.out + "\n");
  return code;
}

void AddBudgets(CLI::App& command, ReportOptions& options) {
  const char* budgets = "Worlds of each part (0 leaves it out)";
  const auto add = [&](const char* name, std::string& text, const char* help) {
    command.add_option(name, text, help)->type_name("N")->group(budgets);
  };
  add("--worlds", options.worlds, "of the run (default 10,000)");
  add("--claims-worlds", options.claims, "at most, for each set of policies (default 1,024)");
  add("--compare-worlds", options.compare_worlds, "of each combination (default 512)");
  add("--explain-worlds", options.explain_worlds, "of each explanation (default 1,024)");
  add("--uncertainty-worlds", options.uncertainty, "in all (default 20,000)");
}

}  // namespace

void AddReport(CLI::App& app, int& code) {
  CLI::App* command = app.add_subcommand(
      "report", "Everything in one file: outcomes, claims, policies, causes, uncertainty, sources");
  const auto options = std::make_shared<ReportOptions>();
  command->add_option("MODEL", options->model,
                      "folder with main.ent, one .ent file, or the name of a shipped model "
                      "(default: this folder)");
  command->add_option("--out", options->out,
                      "the file to write (default report.html; - for standard output)")
      ->type_name("FILE");
  command->add_option("--with", options->with, "policies and scenarios to apply first")
      ->type_name("NAMES");
  command->add_option("--seed", options->seed, "which luck (default 1)")->type_name("S");
  command->add_option("--level", options->level, "level of the intervals (default 0.95)")
      ->type_name("LEVEL");
  command->add_option("--explain", options->explain,
                      "what to explain; may be repeated (default: the first two `ever` outcomes "
                      "that happen in some worlds)")
      ->type_name("NAME")->allow_extra_args(false);
  command->add_option("--compare", options->compare,
                      "policies and scenarios to compare, as in `compare --with`; may be repeated "
                      "(default: every policy)")
      ->type_name("NAMES")->allow_extra_args(false);
  command->add_flag("--all-scenarios", options->all_scenarios,
                    "compare in every scenario of the model, too");
  command->add_option("--scenarios", options->scenarios,
                      "scenarios that people disagree about, for the uncertainty")
      ->type_name("NAMES");
  AddBudgets(*command, *options);
  command->add_option("--threads", options->threads, "threads (default: all cores)")
      ->type_name("N")->group("Machine (changes no result)");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
