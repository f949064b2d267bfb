#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/record_command.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct LinkagesArguments {
  api::RecordLinkagesRequest request;
  std::string json;
};

int LinkagesCommand(LinkagesArguments& arguments) {
  if (!CanDeliverAll({arguments.json})) return static_cast<int>(api::Status::kFailed);
  arguments.request.style = StyleOfOutput();
  const api::RecordLinkagesAnswer answer =
      WithProgress([&](const api::Control& control, ProgressLine& progress) {
        progress.Say("fitting linkages");
        return api::RecordLinkages(arguments.request, control);
      });
  const int code = Report(answer);
  if (!answer.ok()) return code;
  if (arguments.json != "-") Print(answer.text);
  return arguments.json.empty() || Deliver(arguments.json, answer.json)
             ? code
             : static_cast<int>(api::Status::kFailed);
}

}  // namespace

void AddRecordLinkages(CLI::App& record, int& code) {
  const auto arguments = std::make_shared<LinkagesArguments>();
  api::RecordSelection& selection = arguments->request.selection;
  CLI::App* command = record.add_subcommand(
      "linkages", "Say what events say about each linkage that a model declares");
  command->add_option("MODEL", selection.model, "the model, with actors.tsv and tracks.tsv")
      ->required();
  const auto add = [&](const char* name, std::string& value, const char* help, const char* type) {
    command->add_option(name, value, help)->type_name(type);
  };
  add("--store", selection.store, "the record's file (default record.db)", "FILE");
  add("--dataset", selection.dataset, "the data set (default: the only one)", "NAME");
  add("--from", selection.from_day, "first day", "DATE");
  add("--to", selection.to_day, "last day", "DATE");
  add("--known-by", selection.known_by, "only what was known by this day", "DATE");
  add("--actors", selection.actors, "another actors.tsv", "FILE");
  add("--tracks", selection.tracks, "another tracks.tsv", "FILE");
  command->add_option("--level", arguments->request.level, "of intervals (default 0.95)")
      ->type_name("P");
  add("--json", arguments->json, "write it as JSON (- for standard output)", "FILE");
  command->callback([arguments, &code] { code = LinkagesCommand(*arguments); });
}

}  // namespace entente::cli
