#include "cli/record_check_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/output.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct RecordCheckOptions {
  std::string model;
  std::vector<std::string> files;
  std::string known_on;
  std::string json;
};

int RecordCheckCommand(const RecordCheckOptions& options) {
  api::RecordCheckRequest request;
  request.source.model = options.model;
  request.files = options.files;
  request.known_on = options.known_on;
  request.style = StyleOfOutput();
  const api::RecordCheckAnswer answer = api::RecordCheck(request);
  const int code = Report(answer);
  if (answer.json.empty()) return code;
  if (options.json != "-") Print(answer.text);
  if (!options.json.empty() && !Deliver(options.json, answer.json)) {
    return static_cast<int>(api::Status::kFailed);
  }
  return code;
}

CLI::App* RecordCommand(CLI::App& app) {
  for (CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == "record") return command;
  }
  CLI::App* record = app.add_subcommand("record", "What really happened: dated facts");
  record->require_subcommand(1);
  return record;
}

}  // namespace

void AddRecordCheck(CLI::App& app, int& code) {
  const auto options = std::make_shared<RecordCheckOptions>();
  CLI::App* command = RecordCommand(app)->add_subcommand(
      "check", "Find contradictions between a model and its dated record");
  command->add_option("MODEL", options->model,
                      "folder with main.ent, one .ent file, or the name of a shipped model "
                      "(default: this folder)");
  command
      ->add_option("--file", options->files,
                   "check this chronology instead of those that the model names")
      ->type_name("CSV");
  command
      ->add_option("--known-on", options->known_on,
                   "only what was known on this day: what a forecast made then could see")
      ->type_name("DATE");
  command->add_option("--json", options->json, "write it as JSON (- for standard output)")
      ->type_name("FILE");
  command->callback([options, &code] { code = RecordCheckCommand(*options); });
}

}  // namespace entente::cli
