#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>
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

struct ForecastOptions {
  std::string model, from, store, with, posterior;
  std::string particles, replicates, seed = "1", level = "0.95";
  unsigned threads = 0;
  std::string json, csv, html;
  bool quiet = false;
};

std::string Reproduces(const ForecastOptions& options, const api::ForecastRequest& request) {
  std::string command = "entente forecast";
  if (!options.model.empty()) command += " " + ShellQuoted(options.model);
  const auto add = [&](const char* option, const std::string& text) {
    if (!text.empty()) command += fmt::format(" {} {}", option, ShellQuoted(text));
  };
  add("--from", options.from);
  add("--with", options.with);
  add("--store", options.store);
  add("--posterior", options.posterior);
  command += fmt::format(" --particles {} --replicates {} --seed {}", request.particles,
                         request.replicates, request.seed);
  if (request.level != 0.95) command += fmt::format(" --level {}", request.level);
  add("--html", options.html);
  return command;
}

std::string ReadNumbers(const ForecastOptions& options, api::ForecastRequest& request) {
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

int Run(const ForecastOptions& options) {
  api::ForecastRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.from = options.from;
  request.store = options.store;
  request.threads = options.threads;
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
  if (!CanDeliverAll({options.json, options.csv, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  request.command = Reproduces(options, request);
  request.style = StyleOfOutput();
  const api::ForecastAnswer answer = WithProgress([&](const api::Control& control, ProgressLine&) {
    return api::MakeForecast(request, control);
  });
  const int code = Report(answer);
  if (answer.table.empty()) return code;
  AnalysisOptions outputs;
  outputs.json = options.json;
  outputs.csv = options.csv;
  outputs.html = options.html;
  outputs.quiet = options.quiet;
  return DeliverAnalysis(outputs, answer.table, answer.json, answer.csv, answer.html, code);
}

}  // namespace

std::string ReadDrawsFile(const std::string& path, std::string& text) {
  std::ifstream in(path, std::ios::binary);
  if (!in) return fmt::format("cannot read the draws `{}`: {}", path, std::strerror(errno));
  text.assign(std::istreambuf_iterator<char>(in), {});
  return text.empty() ? "`" + path + "` is empty: `entente fit --draws FILE` writes a posterior"
                      : "";
}

void AddForecast(CLI::App& app, int& code) {
  const auto options = std::make_shared<ForecastOptions>();
  CLI::App* command = app.add_subcommand(
      "forecast", "What comes next: worlds that followed the record up to a day go on from there");
  command->add_option("MODEL", options->model,
                      "folder with main.ent, one .ent file, or the name of a shipped model "
                      "(default: this folder)");
  command->add_option("--from", options->from,
                      "the day of the forecast; nothing that was known later is seen")
      ->type_name("DATE");
  command->add_option("--with", options->with, "policies and scenarios, from that day on")
      ->type_name("NAMES");
  command->add_option("--store", options->store,
                      "store of coded events, for the series that the model observes")
      ->type_name("FILE");
  command->add_option("--posterior", options->posterior,
                      "draws that `entente fit --draws` wrote (default: the priors, weighed by the "
                      "record on the way)")
      ->type_name("FILE");
  command->add_option("--particles", options->particles,
                      "worlds in each filter (default 2,000)")->type_name("N");
  command->add_option("--replicates", options->replicates,
                      "independent filters, for intervals (default 8); with --posterior each has "
                      "its own draw: take more")
      ->type_name("N");
  command->add_option("--seed", options->seed, "which luck (default 1)")->type_name("S");
  command->add_option("--level", options->level, "level of the intervals (default 0.95)")
      ->type_name("LEVEL");
  const char* outputs = "Output";
  command->add_option("--json", options->json, "write the results as JSON (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command->add_option("--csv", options->csv, "write the results as CSV (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command->add_option("--html", options->html, "write a report with charts: one file, no network")
      ->type_name("FILE")->group(outputs);
  command->add_flag("--quiet", options->quiet, "no table")->group(outputs);
  command->add_option("--threads", options->threads, "threads (default: all cores)")
      ->type_name("N")->group("Machine (changes no result)");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
