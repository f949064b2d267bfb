#include "cli/app.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "cli/analysis_commands.h"
#include "cli/commands.h"
#include "cli/filter_command.h"
#include "cli/learn_commands.h"
#include "cli/lsp_command.h"
#include "cli/output.h"
#include "cli/question_commands.h"
#include "cli/record_check_command.h"
#include "cli/record_command.h"
#include "cli/report_command.h"
#include "cli/serve_command.h"
#include "cli/sources_command.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

constexpr const char* kExamples = R"(Examples:
  entente models                                  the models that come along
  entente run northeast_asia                      ten thousand futures, as a table
  entente run northeast_asia --with two_track     the same luck under a policy
  entente run northeast_asia --world 7            one world's story, with causes
  entente run northeast_asia --html report.html   charts, assumptions and sources in one file
  entente compare northeast_asia --with two_track --with liquidate
                                                  what each policy changes, in the same worlds
  entente claims northeast_asia                   which of the authors' claims hold
  entente new my_region                           a small model to start from
  entente check my_region                         what is wrong with it, and where
  entente explain northeast_asia gsomia_lost      why it happens, and without what it would not
  entente uncertainty northeast_asia              chance, unknown numbers, or disagreement?
  entente sources northeast_asia                  which text stands behind which part
  entente filter northeast_asia --to 2023-06-30   the record, and what the model did not see coming
  entente fit northeast_asia --to 2019-06-30      what the record says about the parameters
  entente forecast northeast_asia --from 2019-07-01   what comes next, given the record
  entente report northeast_asia                   all of these in one file, report.html
  entente serve northeast_asia                    the workbench, in a browser
  entente record import events.2018.tab.zip       coded events of the real world into record.db
  entente record series --model northeast_asia --source JPN --target KOR
  entente record check northeast_asia             does the dated record fit the model?

Exit codes: 0 done, 1 the model has errors, 2 usage, 3 a file or the worlds failed,
4 a claim has a verdict of --fail-on, 70 a fault of entente, 130 stopped (with what was done, marked partial).)";

constexpr const char* kModelHelp =
    "folder with main.ent, one .ent file, or the name of a shipped model";

void AddBounds(CLI::App& command, BoundOptions& options) {
  const char* bounds = "Bounds";
  const auto add = [&](const char* name, std::string& text, const char* help) {
    command.add_option(name, text, help)->type_name("N")->group(bounds);
  };
  add("--max-file-bytes", options.file_bytes, "bytes of one file (default 4 MiB)");
  add("--max-elements", options.elements, "elements of one declaration (default 100,000)");
  add("--max-channels", options.channels, "channels (default 20,000)");
  add("--max-nodes", options.nodes, "expression nodes (default 4,000,000)");
}

void AddCheck(CLI::App& app, CheckOptions& options, int& code) {
  CLI::App* command = app.add_subcommand("check", "Check a model's text without running it");
  command->add_option("MODEL", options.model, std::string(kModelHelp) + " (default: this folder)");
  command->add_option("--with", options.with, "apply these policies and scenarios first")
      ->delimiter(',');
  command->add_option("--explain", options.explain,
                      "say in words what drives, raises, lowers and guards NAME")
      ->type_name("NAME");
  command->add_option("--dump", options.dump, "print what a phase of the compiler made of the text")
      ->check(CLI::IsMember({"tokens", "syntax", "model"}))
      ->type_name("tokens|syntax|model");
  command->add_flag("--json", options.json, "the diagnostics as JSON on standard output");
  AddBounds(*command, options.bounds);
  command->callback([&] { code = CheckCommand(options); });
}

void AddFormat(CLI::App& app, FormatOptions& options, int& code) {
  CLI::App* command = app.add_subcommand("fmt", "Rewrite files in the canonical layout");
  command->add_option("FILES", options.files, "files, or folders of models")->required();
  command->add_flag("--check", options.check_only, "write nothing; exit 1 if a file would change");
  command->callback([&] { code = FormatCommand(options); });
}

void AddRunOutputs(CLI::App& command, RunOptions& options) {
  const char* outputs = "Output";
  command.add_option("--json", options.json, "write the results as JSON (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command.add_option("--csv", options.csv, "write the results as CSV (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command.add_option("--html", options.html, "write a report with charts: one file, no network")
      ->type_name("FILE")->group(outputs);
  command.add_option("--world", options.world, "tell the story of one world of this seed")
      ->type_name("N")->group(outputs);
  command.add_flag("--quiet", options.quiet, "no table")->group(outputs);
}

void AddRunChecks(CLI::App& command, RunOptions& options) {
  const char* checks = "Trust, but verify";
  command.add_option("--until", options.until,
                     "stop once every probability's interval is this narrow (0.01 or 1%)")
      ->type_name("WIDTH")->group(checks);
  command.add_option("--level", options.level, "level of the intervals (default 0.95)")
      ->type_name("LEVEL")->group(checks);
  command.add_flag("--exact", options.exact, "solve exactly as well (small models)")->group(checks);
  command.add_flag("--check-step", options.check_step,
                   "run again at half the step, same luck, and show how far outcomes shift")
      ->group(checks);
}

void AddRunMachine(CLI::App& command, RunOptions& options) {
  const char* machine = "Machine (changes no result)";
  command.add_option("--threads", options.threads, "threads (default: all cores)")
      ->type_name("N")->group(machine);
  command.add_option("--tile", options.tile, "worlds simulated side by side")
      ->type_name("W")->group(machine);
  auto* checkpoint = command.add_option("--checkpoint", options.checkpoint,
                                        "keep an archive to resume from; continue it if it exists")
      ->type_name("FILE")->group(machine);
  command.add_option("--resume", options.resume, "continue from this archive")
      ->type_name("FILE")->group(machine)->excludes(checkpoint);
  const char* bounds = "Bounds";
  command.add_option("--max-events", options.max_events, "events in a world (default 100,000)")
      ->type_name("N")->group(bounds);
  command.add_option("--max-rounds", options.max_rounds,
                     "rounds of conditions at one instant (default 64)")
      ->type_name("N")->group(bounds);
}

void AddRun(CLI::App& app, RunOptions& options, int& code) {
  CLI::App* command = app.add_subcommand("run", "Simulate a model's worlds and show what came out");
  command->add_option("MODEL", options.model, std::string(kModelHelp) + " (default: this folder)");
  command->add_option("--worlds", options.worlds,
                      "how many worlds (default 10,000; with --until at most 4,194,304)")
      ->type_name("N");
  command->add_option("--seed", options.seed, "which luck (default 1)")->type_name("S");
  command->add_option("--with", options.with, "policies and scenarios to apply, in this order")
      ->delimiter(',')->type_name("NAMES");
  AddRunOutputs(*command, options);
  AddRunChecks(*command, options);
  AddRunMachine(*command, options);
  AddBounds(*command, options.bounds);
  command->callback([&] { code = RunCommand(options); });
}

// CLI11 says only that a word was not expected; the nearest command is more help.
std::string CommandHint(const CLI::App& app, int argc, const char* const* argv) {
  if (argc < 2 || argv[1][0] == '-') return "";
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  for (const std::string& name : names) {
    if (name == argv[1]) return "";
  }
  const std::string nearest = api::Nearest(argv[1], names);
  std::string hint = fmt::format("no command `{}`", argv[1]);
  return hint + (nearest.empty() ? "" : "; did you mean `" + nearest + "`?");
}

// The first option that its command does not have, with the nearest that it has.
std::string OptionHint(const CLI::App& app, int argc, const char* const* argv) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  std::vector<std::string> names;
  for (const CLI::Option* option : command->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const std::string name = word.substr(0, word.find('='));
    if (word == "--") break;
    if (!name.starts_with("--") || std::find(names.begin(), names.end(), name) != names.end()) {
      continue;
    }
    const std::string nearest = api::Nearest(name, names);
    return fmt::format("`{}` has no option `{}`{}", command->get_name(), name,
                       nearest.empty() ? "" : "; did you mean `" + nearest + "`?");
  }
  return "";
}

int UsageFault(const CLI::App& app, const CLI::ParseError& error, int argc,
               const char* const* argv) {
  if (error.get_exit_code() == 0) {  // --help and --version
    app.exit(error);
    return 0;
  }
  std::string message = CommandHint(app, argc, argv);
  if (message.empty() && dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    message = OptionHint(app, argc, argv);
  }
  if (message.empty()) message = error.what();
  std::fprintf(stderr, "entente: %s\nentente --help shows what there is\n", message.c_str());
  return static_cast<int>(api::Status::kBadRequest);
}

}  // namespace

int Main(int argc, const char* const* argv) {
  CLI::App app("Entente: numerical weather prediction for international politics", "entente");
  app.footer(kExamples);
  app.set_version_flag("--version", "entente " + api::Version());
  app.require_subcommand(0, 1);
  int code = 0;
  CheckOptions check;
  FormatOptions format;
  RunOptions run;
  std::string project;
  bool models_json = false;
  AddRun(app, run, code);
  AddCompare(app, code);
  AddClaims(app, code);
  AddCheck(app, check, code);
  AddFormat(app, format, code);
  AddExplain(app, code);
  AddUncertainty(app, code);
  AddSources(app, code);
  AddLsp(app, code);
  AddFilter(app, code);
  AddFit(app, code);
  AddForecast(app, code);
  AddHindcast(app, code);
  AddLedger(app, code);
  AddReport(app, code);
  AddServe(app, code);
  AddRecord(app, code);
  AddRecordCheck(app, code);
  CLI::App* create = app.add_subcommand("new", "Start a small commented model in a new folder");
  create->add_option("NAME", project, "the folder to make")->required();
  create->callback([&] { code = NewCommand(project); });
  CLI::App* models = app.add_subcommand("models", "List the models that `run` finds by name");
  models->add_flag("--json", models_json, "as JSON");
  models->callback([&] { code = ModelsCommand(models_json); });
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return UsageFault(app, error, argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "entente: internal fault: %s\n", error.what());
    return static_cast<int>(api::Status::kInternal);
  }
  if (app.get_subcommands().empty()) Print(app.help());
  if (!PrintedAll() && code == 0) code = static_cast<int>(api::Status::kFailed);
  return code;
}

}  // namespace entente::cli
