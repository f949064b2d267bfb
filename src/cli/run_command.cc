#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <limits>
#include <system_error>
#include <tuple>

#include "cli/analysis_commands.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/parse_numbers.h"
#include "cli/terminal.h"

namespace entente::cli {
namespace {

// The command that makes the same numbers again: only what they depend on.
std::string Reproduces(const RunOptions& options, const api::RunRequest& request) {
  std::string command = "entente run";
  if (!options.model.empty()) command += " " + ShellQuoted(options.model);
  command += fmt::format(" --worlds {} --seed {}", request.worlds, request.seed);
  for (std::size_t i = 0; i < options.with.size(); ++i) {
    command += (i == 0 ? " --with " : ",") + ShellQuoted(options.with[i]);
  }
  if (!options.until.empty()) command += " --until " + ShellQuoted(options.until);
  if (request.level != 0.95) command += fmt::format(" --level {}", request.level);
  if (request.exact) command += " --exact";
  if (request.check_step) command += " --check-step";
  if (!options.html.empty()) command += " --html " + ShellQuoted(options.html);
  return command;
}

constexpr const char* kUsualWorlds = "10000";
// The last look of `--until` if `--worlds` sets no other: 1024 · 2^12 worlds.
constexpr const char* kMostWorldsUntil = "4194304";

// Reads the numbers of the options into `request`; a message if one is no number.
std::string ReadNumbers(const RunOptions& options, api::RunRequest& request) {
  const auto bad = [](const char* option, const std::string& text, const char* like) {
    return fmt::format("`{} {}`: expected {}", option, text, like);
  };
  const std::string usual = options.until.empty() ? kUsualWorlds : kMostWorldsUntil;
  const auto worlds = ParseCount(options.worlds.empty() ? usual : options.worlds);
  if (!worlds) return bad("--worlds", options.worlds, "a whole number such as 10000 or 100k");
  const auto seed = ParseCount(options.seed);
  if (!seed) return bad("--seed", options.seed, "a whole number");
  const auto level = ParseShare(options.level);
  if (!level) return bad("--level", options.level, "a share such as 0.95 or 95%");
  request.worlds = *worlds;
  request.seed = *seed;
  request.level = *level;
  if (!options.until.empty()) {
    request.until_width = ParseShare(options.until);
    if (!request.until_width) return bad("--until", options.until, "a width such as 0.01 or 1%");
  }
  for (const auto& [option, text, number] :
       {std::tuple("--threads", &options.threads, &request.threads),
        std::tuple("--tile", &options.tile, &request.tile_width)}) {
    if (text->empty()) continue;
    const auto count = ParseCount(*text);
    if (!count || *count < 1 || *count > std::numeric_limits<unsigned>::max()) {
      return bad(option, *text, "a whole number above 0");
    }
    *number = static_cast<unsigned>(*count);
  }
  if (!options.max_events.empty()) {
    const auto bound = ParseCount(options.max_events);
    if (!bound) return bad("--max-events", options.max_events, "a whole number");
    request.events_per_world = *bound;
  }
  if (!options.max_rounds.empty()) {
    const auto bound = ParseCount(options.max_rounds);
    if (!bound || *bound > std::numeric_limits<std::uint32_t>::max()) {
      return bad("--max-rounds", options.max_rounds, "a whole number");
    }
    request.condition_rounds = static_cast<std::uint32_t>(*bound);
  }
  return "";
}

// One target may be standard output; the table then stays silent.
int CountStandardOutput(const RunOptions& options) {
  return (options.json == "-") + (options.csv == "-") + (options.html == "-");
}

int TellWorld(const RunOptions& options, const api::RunRequest& run) {
  const auto world = ParseCount(options.world);
  if (!world || *world > std::numeric_limits<std::uint32_t>::max()) {
    return UsageError(fmt::format("`--world {}`: expected the number of a world, from 0",
                                  options.world));
  }
  if (!options.csv.empty() || !options.html.empty()) {
    return UsageError("a single world is told as text or with `--json`, not as CSV or HTML");
  }
  api::TellRequest request;
  request.source = run.source;
  request.seed = run.seed;
  request.world = static_cast<std::uint32_t>(*world);
  request.style = StyleOfOutput();
  request.events_per_world = run.events_per_world;
  request.condition_rounds = run.condition_rounds;
  const api::TellAnswer answer = api::Tell(request);
  const int code = Report(answer);
  if (answer.text.empty()) return code;
  if (options.json.empty()) Print(answer.text);
  else if (!Deliver(options.json, answer.json)) return static_cast<int>(api::Status::kFailed);
  return code;
}

// Before the run, not after an hour of it.
int DeliverAll(const RunOptions& options, const api::RunAnswer& answer, int code) {
  bool delivered = true;
  if (!options.json.empty()) delivered &= Deliver(options.json, answer.json);
  if (!options.csv.empty()) delivered &= Deliver(options.csv, answer.csv);
  if (!options.html.empty()) delivered &= Deliver(options.html, answer.html);
  if (CountStandardOutput(options) == 0 && !options.quiet) {
    Print(answer.table);
    if (!options.html.empty() && delivered) Print("\nThe report is in " + options.html + "\n");
  }
  return delivered ? code : static_cast<int>(api::Status::kFailed);
}

}  // namespace

int RunCommand(const RunOptions& options) {
  api::RunRequest request;
  request.source.model = options.model;
  request.source.with = options.with;
  if (const std::string wrong = ReadNumbers(options, request); !wrong.empty()) {
    return UsageError(wrong);
  }
  if (const std::string wrong = ReadBounds(options.bounds, request.source.bounds);
      !wrong.empty()) {
    return UsageError(wrong);
  }
  if (CountStandardOutput(options) > 1) {
    return UsageError("only one of `--json`, `--csv` and `--html` can go to standard output");
  }
  if (!CanDeliverAll({options.json, options.csv, options.html})) {
    return static_cast<int>(api::Status::kFailed);
  }
  if (!options.world.empty()) return TellWorld(options, request);
  if (!options.resume.empty()) {
    std::error_code error;
    if (!std::filesystem::exists(options.resume, error)) {
      std::fprintf(stderr, "entente: there is no archive `%s` to resume\n", options.resume.c_str());
      return static_cast<int>(api::Status::kFailed);
    }
  }
  request.check_step = options.check_step;
  request.exact = options.exact;
  request.checkpoint_file = options.resume.empty() ? options.checkpoint : options.resume;
  request.json = !options.json.empty();
  request.csv = !options.csv.empty();
  request.html = !options.html.empty();
  request.command = Reproduces(options, request);
  request.style = StyleOfOutput();
  const api::RunAnswer answer = WithProgress(
      [&](const api::Control& control, ProgressLine&) { return api::Run(request, control); });
  const int code = Report(answer);
  return answer.table.empty() ? code : DeliverAll(options, answer, code);
}

}  // namespace entente::cli
