#include "cli/filter_command.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/analysis_commands.h"
#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct FilterOptions {
  std::string model, to, with, store;
  std::string particles, replicates;
  std::string seed = "1", level = "0.95";
  std::string look_ahead = "auto";
  unsigned threads = 0;
  std::string json, csv, html;
  bool quiet = false;
};

std::string Reproduces(const FilterOptions& options, const api::FilterRequest& request) {
  std::string command = "entente filter";
  if (!options.model.empty()) command += " " + ShellQuoted(options.model);
  const auto add = [&](const char* option, const std::string& text) {
    if (!text.empty()) command += fmt::format(" {} {}", option, ShellQuoted(text));
  };
  add("--to", options.to);
  add("--with", options.with);
  add("--store", options.store);
  command += fmt::format(" --particles {} --replicates {} --seed {}", request.particles,
                         request.replicates, request.seed);
  if (request.level != 0.95) command += fmt::format(" --level {}", request.level);
  if (options.look_ahead != "auto") add("--look-ahead", options.look_ahead);
  add("--html", options.html);
  return command;
}

// A message if a number is none.
std::string ReadNumbers(const FilterOptions& options, api::FilterRequest& request) {
  const auto count = [](const char* name, const std::string& text, std::uint64_t& into) {
    if (text.empty()) return std::string();
    const auto number = ParseCount(text);
    if (!number) {
      return fmt::format("`{} {}`: expected a whole number such as 2000 or 10k", name, text);
    }
    into = *number;
    return std::string();
  };
  for (const std::string& wrong : {count("--particles", options.particles, request.particles),
                                   count("--replicates", options.replicates, request.replicates),
                                   count("--seed", options.seed, request.seed)}) {
    if (!wrong.empty()) return wrong;
  }
  const auto share = ParseShare(options.level);
  if (!share) {
    return fmt::format("`--level {}`: expected a share such as 0.95 or 95%", options.level);
  }
  request.level = *share;
  if ((options.json == "-") + (options.csv == "-") + (options.html == "-") > 1) {
    return "only one of the outputs can go to standard output";
  }
  return "";
}

int Run(const FilterOptions& options) {
  api::FilterRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.to = options.to;
  request.store = options.store;
  request.look_ahead = options.look_ahead;
  request.threads = options.threads;
  request.html = !options.html.empty();
  if (const std::string wrong = ReadNumbers(options, request); !wrong.empty()) {
    return UsageError(wrong);
  }
  if (!CanDeliverAll({options.json, options.csv, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.command = Reproduces(options, request);
  request.style = StyleOfOutput();
  const api::FilterAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::Filter(request, control); });
  const int code = Report(answer);
  if (answer.text.empty()) return code;
  AnalysisOptions outputs;
  outputs.json = options.json;
  outputs.csv = options.csv;
  outputs.html = options.html;
  outputs.quiet = options.quiet;
  return DeliverAnalysis(outputs, answer.text, answer.json, answer.csv, answer.html, code);
}

}  // namespace

void AddFilter(CLI::App& app, int& code) {
  const auto options = std::make_shared<FilterOptions>();
  CLI::App* command = app.add_subcommand(
      "filter", "Follow the record: how likely, what came as a surprise, and where things stand");
  command->add_option("MODEL", options->model,
                      "folder with main.ent, one .ent file, or the name of a shipped model "
                      "(default: this folder)");
  command->add_option("--to", options->to, "last day to follow (default: the record's end)")
      ->type_name("DATE");
  command->add_option("--with", options->with, "policies and scenarios to apply first")
      ->type_name("NAMES");
  command->add_option("--store", options->store,
                      "store of coded events (see `entente record`), for the series that the model "
                      "observes; without it they are left out")->type_name("FILE");
  command->add_option("--particles", options->particles,
                      "worlds in each filter (default 2,000)")->type_name("N");
  command->add_option("--replicates", options->replicates,
                      "independent filters, for intervals (default 8)")->type_name("N");
  command->add_option("--seed", options->seed, "which luck (default 1)")->type_name("S");
  command->add_option("--level", options->level, "level of the intervals (default 0.95)")
      ->type_name("LEVEL");
  command->add_option("--look-ahead", options->look_ahead,
                      "choose particles with a view to the next recorded happening: if plain "
                      "weighting degenerates (auto), always or never")
      ->type_name("auto|always|never");
  const char* outputs = "Output";
  command->add_option("--json", options->json, "write the results as JSON (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command->add_option("--csv", options->csv,
                      "write the recorded happenings as CSV (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command->add_option("--html", options->html, "write a page: one file, no network")
      ->type_name("FILE")->group(outputs);
  command->add_flag("--quiet", options->quiet, "no table")->group(outputs);
  command->add_option("--threads", options->threads, "threads (default: all cores)")
      ->type_name("N")->group("Machine (changes no result)");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
