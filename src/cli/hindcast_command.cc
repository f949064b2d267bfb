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

struct HindcastOptions {
  std::string model, from, to, every, leads, targets, store, posterior, with;
  std::string particles, replicates, seed, level = "0.95";
  unsigned threads = 0;
  std::string json, html;
  bool history = false, quiet = false;
};

std::string Reproduces(const HindcastOptions& options, const api::HindcastRequest& request) {
  std::string command = "entente hindcast";
  if (!options.model.empty()) command += " " + ShellQuoted(options.model);
  const auto add = [&](const char* option, const std::string& text) {
    if (!text.empty()) command += fmt::format(" {} {}", option, ShellQuoted(text));
  };
  add("--from", options.from);
  add("--to", options.to);
  add("--every", options.every);
  add("--leads", options.leads);
  add("--targets", options.targets);
  add("--store", options.store);
  add("--posterior", options.posterior);
  add("--with", options.with);
  command += fmt::format(" --particles {} --replicates {} --seed {}", request.particles,
                         request.replicates, request.seed);
  add("--html", options.html);
  return command;
}

// A message if a number is none.
std::string ReadNumbers(const HindcastOptions& options, api::HindcastRequest& request) {
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
                                   count("--replicates", options.replicates, request.replicates),
                                   count("--every", options.every, request.every),
                                   count("--seed", options.seed, request.seed)}) {
    if (!wrong.empty()) return wrong;
  }
  if (!options.leads.empty()) {
    request.leads.clear();
    for (const std::string& text : SplitNames(options.leads)) {
      std::uint64_t lead = 0;
      if (const std::string wrong = count("--leads", text, lead); !wrong.empty()) return wrong;
      request.leads.push_back(lead);
    }
  }
  const auto share = ParseShare(options.level);
  if (!share) {
    return fmt::format("`--level {}`: expected a share such as 0.95 or 95%", options.level);
  }
  request.level = *share;
  if (options.json == "-" && options.html == "-") {
    return "only one of the outputs can go to standard output";
  }
  return "";
}

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
  if (const std::string wrong = ReadNumbers(options, request); !wrong.empty()) {
    return UsageError(wrong);
  }
  if (!options.posterior.empty()) {
    if (const std::string wrong = ReadDrawsFile(options.posterior, request.posterior);
        !wrong.empty()) {
      return UsageError(wrong);
    }
  }
  if (!CanDeliverAll({options.json, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.command = Reproduces(options, request);
  request.style = StyleOfOutput();
  const api::HindcastAnswer answer = WithProgress([&](const api::Control& control, ProgressLine&) {
    return api::MakeHindcast(request, control);
  });
  const int code = Report(answer);
  if (answer.table.empty()) return code;
  AnalysisOptions outputs;
  outputs.json = options.json;
  outputs.html = options.html;
  outputs.quiet = options.quiet;
  return DeliverAnalysis(outputs, answer.table, answer.json, "", answer.html, code);
}

}  // namespace

void AddHindcast(CLI::App& app, int& code) {
  const auto options = std::make_shared<HindcastOptions>();
  CLI::App* command = app.add_subcommand(
      "hindcast", "Forecast the past from many days and score it beside every baseline");
  command->add_option("MODEL", options->model,
                      "folder with main.ent, one .ent file, or the name of a shipped model "
                      "(default: this folder)");
  command->add_option("--from", options->from, "first origin")->type_name("DATE");
  command->add_option("--to", options->to, "last origin")->type_name("DATE");
  command->add_option("--every", options->every, "months between origins (default 1)")
      ->type_name("N");
  command->add_option("--leads", options->leads, "months ahead (default 1,3,6,12)")
      ->type_name("LIST");
  command->add_option("--targets", options->targets,
                      "record: does each recorded transition and event happen within so many "
                      "months; observed: counts of the observed series (default with --store)")
      ->type_name("record|observed");
  command->add_option("--store", options->store, "store of coded events")->type_name("FILE");
  command->add_option("--posterior", options->posterior,
                      "draws of `entente fit --draws`, learned from what lies before the first "
                      "origin")
      ->type_name("FILE");
  command->add_option("--with", options->with, "policies and scenarios to apply first")
      ->type_name("NAMES");
  command->add_option("--particles", options->particles,
                      "worlds in each filter (default 1,000)")->type_name("N");
  command->add_option("--replicates", options->replicates,
                      "filters at each origin (default 4); with --posterior each has its own draw")
      ->type_name("N");
  command->add_option("--seed", options->seed, "which luck (default 1)")->type_name("S");
  command->add_option("--level", options->level, "level of the intervals (default 0.95)")
      ->type_name("LEVEL");
  const char* outputs = "Output";
  command->add_option("--json", options->json, "write the results as JSON (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command->add_flag("--history", options->history,
                    "in the JSON: every forecast beside what happened")->group(outputs);
  command->add_option("--html", options->html, "write a page: one file, no network")
      ->type_name("FILE")->group(outputs);
  command->add_flag("--quiet", options->quiet, "no table")->group(outputs);
  command->add_option("--threads", options->threads, "threads (default: all cores)")
      ->type_name("N")->group("Machine (changes no result)");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
