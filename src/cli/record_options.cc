#include "cli/record_options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <iterator>

#include "cli/output.h"
#include "cli/parse_numbers.h"

namespace entente::cli {

void AddRecordOptions(CLI::App& command, RecordOptions& options, const RecordOptionHelp& help) {
  command.add_option("MODEL", options.model,
                     "folder with main.ent, one .ent file, or the name of a shipped model "
                     "(default: this folder)");
  command.add_option("--store", options.store,
                     "store of coded events, for the series that the model observes")
      ->type_name("FILE");
  command.add_option("--with", options.with, "policies and scenarios to apply")->type_name("NAMES");
  if (help.posterior) {
    command.add_option("--posterior", options.posterior,
                       "draws that `entente fit --draws` wrote from what lies before (default: the "
                       "priors, weighed by the record on the way)")
        ->type_name("FILE");
  }
  command.add_option("--particles", options.particles, help.particles)->type_name("N");
  if (!help.replicates.empty()) {
    command.add_option("--replicates", options.replicates, help.replicates)->type_name("N");
  }
  command.add_option("--seed", options.seed, "which luck (default 1)")->type_name("S");
  if (help.level) {
    command.add_option("--level", options.level, "level of the intervals (default 0.95)")
        ->type_name("LEVEL");
  }
  const char* outputs = "Output";
  command.add_option("--json", options.json, "write the results as JSON (- for standard output)")
      ->type_name("FILE")->group(outputs);
  if (!help.csv.empty()) {
    command.add_option("--csv", options.csv, help.csv)->type_name("FILE")->group(outputs);
  }
  if (help.html) {
    command.add_option("--html", options.html, "write a page: one file, no network")
        ->type_name("FILE")->group(outputs);
  }
  command.add_flag("--quiet", options.quiet, "no table")->group(outputs);
  command.add_option("--threads", options.threads, "threads (default: all cores)")
      ->type_name("N")->group("Machine (changes no result)");
}

std::string ReadCount(const std::string& name, const std::string& text, std::uint64_t& into) {
  if (text.empty()) return "";
  const auto number = ParseCount(text);
  if (!number) {
    return fmt::format("`{} {}`: expected a whole number such as 500 or 2k", name, text);
  }
  into = *number;
  return "";
}

std::string ReadCounts(const std::vector<CountOption>& counts) {
  for (const CountOption& count : counts) {
    const std::string wrong = ReadCount(count.name, count.text, count.into);
    if (!wrong.empty()) return wrong;
  }
  return "";
}

std::string ReadLeads(const std::string& text, std::vector<std::uint64_t>& leads) {
  if (text.empty()) return "";
  leads.clear();
  for (const std::string& one : SplitNames(text)) {
    leads.push_back(0);
    if (const std::string wrong = ReadCount("--leads", one, leads.back()); !wrong.empty()) {
      return wrong;
    }
  }
  return "";
}

std::string ReadPosterior(const RecordOptions& options, std::string& text) {
  if (options.posterior.empty()) return "";
  std::ifstream in(options.posterior, std::ios::binary);
  if (!in) {
    return fmt::format("cannot read the draws `{}`: {}", options.posterior, std::strerror(errno));
  }
  text.assign(std::istreambuf_iterator<char>(in), {});
  if (!text.empty()) return "";
  return "`" + options.posterior + "` is empty: `entente fit --draws FILE` writes a posterior";
}

std::string RecordCommandLine(const std::string& command, const RecordOptions& options,
                              const std::vector<std::pair<std::string, std::string>>& more) {
  std::string line = "entente " + command;
  if (!options.model.empty()) line += " " + ShellQuoted(options.model);
  const auto add = [&](const std::string& option, const std::string& text) {
    if (!text.empty()) line += " " + option + " " + ShellQuoted(text);
  };
  for (const auto& [option, text] : more) add(option, text);
  add("--store", options.store);
  add("--with", options.with);
  add("--posterior", options.posterior);
  add("--particles", options.particles);
  add("--replicates", options.replicates);
  add("--seed", options.seed);
  if (options.level != "0.95") add("--level", options.level);
  add("--html", options.html);
  return line;
}

}  // namespace entente::cli
