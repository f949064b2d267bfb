#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>

#include "cli/analysis_commands.h"
#include "cli/output.h"
#include "cli/parse_numbers.h"

namespace entente::cli {

int UsageError(const std::string& message) {
  std::fprintf(stderr, "entente: %s\n", message.c_str());
  return static_cast<int>(api::Status::kBadRequest);
}

std::vector<std::string> SplitNames(const std::string& text) {
  std::vector<std::string> names;
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t comma = std::min(text.find(',', from), text.size());
    if (comma > from) names.push_back(text.substr(from, comma - from));
    from = comma + 1;
  }
  return names;
}

void AddAnalysisOptions(CLI::App& command, AnalysisOptions& options, const char* worlds_help,
                        bool csv) {
  command.add_option("MODEL", options.model,
                     "folder with main.ent, one .ent file, or the name of a shipped model "
                     "(default: this folder)");
  command.add_option("--worlds", options.worlds, worlds_help)->type_name("N");
  command.add_option("--seed", options.seed, "which luck (default 1)")->type_name("S");
  command.add_option("--level", options.level, "level of the intervals (default 0.95)")
      ->type_name("LEVEL");
  const char* outputs = "Output";
  command.add_option("--json", options.json, "write the results as JSON (- for standard output)")
      ->type_name("FILE")->group(outputs);
  if (csv) {
    command.add_option("--csv", options.csv, "write the results as CSV (- for standard output)")
        ->type_name("FILE")->group(outputs);
  }
  command.add_option("--html", options.html, "write a page: one file, no network")
      ->type_name("FILE")->group(outputs);
  command.add_flag("--quiet", options.quiet, "no table")->group(outputs);
  const char* machine = "Machine (changes no result)";
  command.add_option("--threads", options.threads, "threads (default: all cores)")
      ->type_name("N")->group(machine);
  command.add_option("--tile", options.tile, "worlds simulated side by side")
      ->type_name("W")->group(machine);
}

std::string ReadNumbers(const AnalysisOptions& options, std::uint64_t& worlds, std::uint64_t& seed,
                        double& level) {
  if (!options.worlds.empty()) {
    const auto count = ParseCount(options.worlds);
    if (!count) {
      return fmt::format("`--worlds {}`: expected a whole number such as 10000 or 100k",
                         options.worlds);
    }
    worlds = *count;
  }
  const auto luck = ParseCount(options.seed);
  if (!luck) return fmt::format("`--seed {}`: expected a whole number", options.seed);
  seed = *luck;
  const auto share = ParseShare(options.level);
  if (!share) {
    return fmt::format("`--level {}`: expected a share such as 0.95 or 95%", options.level);
  }
  level = *share;
  if ((options.json == "-") + (options.csv == "-") + (options.html == "-") > 1) {
    return "only one of the outputs can go to standard output";
  }
  return "";
}

std::string ReadPerDraw(const std::string& text, std::uint64_t& per_draw) {
  if (text.empty()) return "";
  const auto count = ParseCount(text);
  if (!count) {
    return fmt::format("`--worlds-per-draw {}`: expected an even number such as 16", text);
  }
  per_draw = *count;
  return "";
}

int DeliverAnalysis(const AnalysisOptions& options, const std::string& table,
                    const std::string& json, const std::string& csv, const std::string& html,
                    int code) {
  const bool taken = options.json == "-" || options.csv == "-" || options.html == "-";
  if (!options.quiet && !taken) Print(table);
  bool delivered = true;
  const auto deliver = [&](const std::string& target, const std::string& text) {
    if (!target.empty()) delivered = Deliver(target, text) && delivered;
  };
  deliver(options.json, json);
  deliver(options.csv, csv);
  deliver(options.html, html);
  return delivered || code != 0 ? code : static_cast<int>(api::Status::kFailed);
}

}  // namespace entente::cli
