#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "cli/learn_commands.h"
#include "cli/output.h"
#include "cli/record_options.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

constexpr int kFailed = static_cast<int>(api::Status::kFailed);

struct PublishOptions : RecordOptions {
  std::string ledger, from, leads, targets;
};

std::string Today() {
  const std::chrono::year_month_day today(
      std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(today.year()),
                     static_cast<unsigned>(today.month()), static_cast<unsigned>(today.day()));
}

int RunPublish(const PublishOptions& options) {
  api::PublishRequest request;
  request.source.model = options.model;
  request.source.with = SplitNames(options.with);
  request.ledger = options.ledger;
  request.from = options.from;
  request.targets = options.targets;
  request.store = options.store;
  request.threads = options.threads;
  request.published = Today();
  std::string wrong = ReadCounts({{"--particles", options.particles, request.particles},
                                  {"--replicates", options.replicates, request.replicates}});
  std::uint64_t worlds = 0;
  double level = 0.95;
  if (wrong.empty()) wrong = ReadLeads(options.leads, request.leads);
  if (wrong.empty()) wrong = ReadNumbers(options, worlds, request.seed, level);
  if (wrong.empty()) wrong = ReadPosterior(options, request.posterior);
  if (!wrong.empty()) return UsageError(wrong);
  const api::PublishAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::Publish(request, control); });
  const int code = Report(answer);
  if (answer.head.empty()) return code;
  if (!options.quiet) {
    Print(answer.added ? fmt::format("{} forecasts are published in {}\n", answer.forecasts,
                                     options.ledger)
                       : fmt::format("{} holds these {} forecasts already\n", options.ledger,
                                     answer.forecasts));
  }
  // The one thing to be kept, quiet or not.
  Print("head " + answer.head + (options.quiet ? "\n" : "  (keep it elsewhere: `--head` then shows "
                                                       "whether lines were dropped)\n"));
  return code;
}

void AddPublish(CLI::App& ledger, int& code) {
  const auto options = std::make_shared<PublishOptions>();
  CLI::App* command = ledger.add_subcommand(
      "publish", "Forecast what can be scored later, and add it to a ledger for good");
  command->add_option("LEDGER", options->ledger, "the ledger; made if it is not there")->required();
  AddRecordOptions(*command, *options,
                   {.particles = "worlds in each filter (default 2,000)",
                    .replicates = "independent filters (default 4); with --posterior each has its "
                                  "own draw",
                    .level = false,
                    .posterior = true,
                    .html = false,
                    .csv = ""});
  command->remove_option(command->get_option("--json"));
  command->add_option("--from", options->from,
                      "the first of a month: nothing that was known on it or later is seen")
      ->type_name("DATE");
  command->add_option("--leads", options->leads, "months ahead (default 3,6,12)")
      ->type_name("LIST");
  command->add_option("--targets", options->targets,
                      "record: does each recorded transition and event happen within so many "
                      "months; observed: counts of the observed series (default with --store)")
      ->type_name("record|observed");
  command->callback([options, &code] { code = RunPublish(*options); });
}

struct ReadOptions {
  std::string ledger, head, model, store, json;
  bool score = false, quiet = false;
};

int RunRead(const ReadOptions& options) {
  if (!CanDeliverAll({options.json})) return kFailed;
  api::LedgerRequest request;
  request.ledger = options.ledger;
  request.head = options.head;
  request.score = options.score;
  request.source.model = options.model;
  request.store = options.store;
  request.style = StyleOfOutput();
  const api::LedgerAnswer answer = api::ReadLedger(request);
  const int code = Report(answer);
  if (answer.text.empty()) return code;
  if (options.json != "-" && !options.quiet) Print(answer.text);
  return options.json.empty() || Deliver(options.json, answer.json) ? code : kFailed;
}

void AddRead(CLI::App& ledger, int& code, bool score) {
  const auto options = std::make_shared<ReadOptions>();
  options->score = score;
  CLI::App* command =
      score ? ledger.add_subcommand("score", "Score what the record of a model now covers")
            : ledger.add_subcommand("list", "Check a ledger's chain and list what was published");
  command->add_option("LEDGER", options->ledger, "the ledger")->required();
  if (score) {
    command->add_option("MODEL", options->model,
                        "the model whose record says what happened (default: this folder)");
    command->add_option("--store", options->store,
                        "store of coded events, for forecasts of observed counts")
        ->type_name("FILE");
  }
  command->add_option("--head", options->head,
                      "a head that was kept: is that line still there? Exit code 4 if not")
      ->type_name("LINES:HASH");
  const char* outputs = "Output";
  command->add_option("--json", options->json, "write it as JSON (- for standard output)")
      ->type_name("FILE")->group(outputs);
  command->add_flag("--quiet", options->quiet, "no table")->group(outputs);
  command->callback([options, command, &code] {
    // A variable of the shell that is not set must not pass for a head that is still there.
    code = command->count("--head") > 0 && options->head.empty()
               ? UsageError("`--head` is empty: write the head that was kept, as in "
                            "`--head 1:9f86d081884c`")
               : RunRead(*options);
  });
}

}  // namespace

void AddLedger(CLI::App& app, int& code) {
  CLI::App* ledger = app.add_subcommand(
      "ledger", "Forecasts published for good, and scored as the record grows");
  ledger->require_subcommand(0, 1);
  ledger->footer(R"(Examples:
  entente ledger publish forecasts.ledger northeast_asia --from 2021-07-01 --leads 3,12
  entente ledger list forecasts.ledger --head 1:9f86d081884c
  entente ledger score forecasts.ledger northeast_asia)");
  ledger->callback([ledger] {
    if (ledger->get_subcommands().empty()) Print(ledger->help());
  });
  AddPublish(*ledger, code);
  AddRead(*ledger, code, false);
  AddRead(*ledger, code, true);
}

}  // namespace entente::cli
