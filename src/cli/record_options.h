// What the commands that follow the record share: filter, fit, forecast, hindcast.
#ifndef ENTENTE_CLI_RECORD_OPTIONS_H_
#define ENTENTE_CLI_RECORD_OPTIONS_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "cli/analysis_commands.h"

namespace entente::cli {

// As typed. Of AnalysisOptions: model, seed, level, threads and the outputs.
struct RecordOptions : AnalysisOptions {
  std::string store, with, posterior;
  std::string particles, replicates;
};

// Which of the options a command has besides MODEL, --store, --with, --seed, --threads, --json, --quiet;
// an empty text leaves the option out.
struct RecordOptionHelp {
  std::string particles, replicates;
  bool level = true, posterior = false, html = true;
  std::string csv;
};
void AddRecordOptions(CLI::App& command, RecordOptions& options, const RecordOptionHelp& help);

// `name text` as a whole number; a message if it is none. Keeps the value if the text is empty.
std::string ReadCount(const std::string& name, const std::string& text, std::uint64_t& into);

// Several of them, in this order: the first message.
struct CountOption {
  const char* name;
  const std::string& text;
  std::uint64_t& into;
};
std::string ReadCounts(const std::vector<CountOption>& counts);

// `--leads 3,6,12` as months; a message if one is no number. Keeps the values if the text is empty.
std::string ReadLeads(const std::string& text, std::vector<std::uint64_t>& leads);

// The text of the file of draws that --posterior names; a message if it can not be read or is empty.
std::string ReadPosterior(const RecordOptions& options, std::string& text);

// The command that makes the same numbers again: the options that were given, then these.
std::string RecordCommandLine(const std::string& command, const RecordOptions& options,
                              const std::vector<std::pair<std::string, std::string>>& more);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_RECORD_OPTIONS_H_
