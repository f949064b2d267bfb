// The commands that put a question to many worlds. Each registers itself: options, request, output.
#ifndef ENTENTE_CLI_ANALYSIS_COMMANDS_H_
#define ENTENTE_CLI_ANALYSIS_COMMANDS_H_

#include <cstdint>
#include <string>
#include <vector>

namespace CLI {
class App;
}

namespace entente::cli {

// What the analyses share, as typed.
struct AnalysisOptions {
  std::string model;
  std::string worlds, seed = "1", level = "0.95";
  unsigned threads = 0;
  unsigned tile = 0;
  std::string json, csv, html;  // file, "-" or empty
  bool quiet = false;
};

// Adds MODEL and the shared options; `worlds_help` says what --worlds counts. Without `csv` the
// analysis has no CSV.
void AddAnalysisOptions(CLI::App& command, AnalysisOptions& options, const char* worlds_help,
                        bool csv);

// The numbers of the shared options; a message if one is no number. `worlds` keeps its value if none
// was given.
std::string ReadNumbers(const AnalysisOptions& options, std::uint64_t& worlds, std::uint64_t& seed,
                        double& level);

// `--worlds-per-draw` as typed; a message if it is no number. Keeps the value if none was given.
std::string ReadPerDraw(const std::string& text, std::uint64_t& per_draw);

// Writes what was asked for and prints the table; gives the exit code.
int DeliverAnalysis(const AnalysisOptions& options, const std::string& table,
                    const std::string& json, const std::string& csv, const std::string& html,
                    int code);

// "a,b" as two names; empty parts are left out.
std::vector<std::string> SplitNames(const std::string& text);

// A usage fault: prints the message and gives its exit code.
int UsageError(const std::string& message);

void AddCompare(CLI::App& app, int& code);
void AddClaims(CLI::App& app, int& code);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_ANALYSIS_COMMANDS_H_
