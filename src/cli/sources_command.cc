#include "cli/sources_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "cli/output.h"
#include "cli/terminal.h"
#include "entente/entente.h"

namespace entente::cli {
namespace {

struct SourcesOptions {
  std::string model;
  std::string json;
  bool strict = false;
};

int SourcesCommand(const SourcesOptions& options) {
  api::SourcesRequest request;
  request.source.model = options.model;
  request.style = StyleOfOutput();
  const api::SourcesAnswer answer = api::Sources(request);
  const int code = Report(answer);
  if (!answer.ok()) return code;
  if (options.json != "-") Print(answer.text);
  if (!options.json.empty() && !Deliver(options.json, answer.json)) {
    return static_cast<int>(api::Status::kFailed);
  }
  if (options.strict && answer.neither > 0) return static_cast<int>(api::Status::kModelErrors);
  return code;
}

}  // namespace

void AddSources(CLI::App& app, int& code) {
  const auto options = std::make_shared<SourcesOptions>();
  CLI::App* command =
      app.add_subcommand("sources", "Say which text stands behind which part of a model");
  command->add_option("MODEL", options->model,
                      "folder with main.ent, one .ent file, or the name of a shipped model "
                      "(default: this folder)");
  command->add_option("--json", options->json, "write it as JSON (- for standard output)")
      ->type_name("FILE");
  command->add_flag("--strict", options->strict,
                    "exit 1 if anything names neither a source nor a judgement");
  command->callback([options, &code] { code = SourcesCommand(*options); });
}

}  // namespace entente::cli
