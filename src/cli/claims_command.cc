#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/analysis_commands.h"
#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/terminal.h"

namespace entente::cli {
namespace {

struct ClaimsOptions : AnalysisOptions {
  std::string only, fail_on, agree, per_draw;
};

std::string Reproduces(const ClaimsOptions& options, const api::ClaimsRequest& request) {
  std::string command = "entente claims";
  if (!options.model.empty()) command += " " + ShellQuoted(options.model);
  const auto add = [&](const char* option, const std::string& text) {
    if (!text.empty()) command += fmt::format(" {} {}", option, ShellQuoted(text));
  };
  add("--only", options.only);
  add("--agree", options.agree);
  command += fmt::format(" --worlds {} --worlds-per-draw {} --seed {}", request.worlds,
                         request.worlds_per_draw, request.seed);
  if (request.level != 0.95) command += fmt::format(" --level {}", request.level);
  add("--html", options.html);
  return command;
}

int Run(const ClaimsOptions& options) {
  api::ClaimsRequest request;
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
  if (!options.agree.empty()) {
    const auto share = ParseShare(options.agree);
    if (!share) {
      return UsageError(fmt::format("`--agree {}`: expected a share such as 0.8 or 80%",
                                    options.agree));
    }
    request.agree_share = *share;
  }
  request.names = SplitNames(options.only);
  request.fail_on = SplitNames(options.fail_on);
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
  const api::ClaimsAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::CheckClaims(request, control); });
  const int code = Report(answer);
  if (answer.table.empty()) return code;
  return DeliverAnalysis(options, answer.table, answer.json, answer.csv, answer.html, code);
}

}  // namespace

void AddClaims(CLI::App& app, int& code) {
  CLI::App* command = app.add_subcommand("claims", "Which claims of the model's authors hold in it");
  auto options = std::make_shared<ClaimsOptions>();
  AddAnalysisOptions(*command, *options,
                     "at most so many worlds of each set of policies (default 32,768)", true);
  command->add_option("--only", options->only, "check only these claims")->type_name("NAMES");
  command->add_option("--fail-on", options->fail_on,
                      "exit with 4 if a claim has one of these verdicts: supported, contradicted, "
                      "depends, undecided, not_testable")
      ->type_name("VERDICTS");
  command->add_option("--agree", options->agree,
                      "share of parameter draws that a verdict must have (default two thirds)")
      ->type_name("SHARE");
  command->add_option("--worlds-per-draw", options->per_draw,
                      "worlds that share their parameters, an even number (default 32)")
      ->type_name("N");
  command->callback([options, &code] { code = Run(*options); });
}

}  // namespace entente::cli
