// What each command of the program does with its options: one request, one answer, one exit code.
#ifndef ENTENTE_CLI_COMMANDS_H_
#define ENTENTE_CLI_COMMANDS_H_

#include <optional>
#include <string>
#include <vector>

#include "entente/entente.h"

namespace entente::cli {

// Bounds on a model's text, as typed; empty keeps the usual one.
struct BoundOptions {
  std::string file_bytes, elements, channels, nodes;
};
// Sets the request's bounds; the option that is no number, or empty.
std::string ReadBounds(const BoundOptions& options, api::Bounds& bounds);

struct CheckOptions {
  BoundOptions bounds;
  std::string model;
  std::vector<std::string> with;
  std::string explain;
  std::string dump;  // "tokens", "syntax", "model" or empty
  bool json = false;
};
int CheckCommand(const CheckOptions& options);

struct FormatOptions {
  std::vector<std::string> files;
  bool check_only = false;
};
int FormatCommand(const FormatOptions& options);

int NewCommand(const std::string& path);
int ModelsCommand(bool json);

struct RunOptions {
  BoundOptions bounds;
  std::string model;
  std::vector<std::string> with;
  std::string worlds;  // empty: 10,000, or as many as `--until` needs
  std::string seed = "1";
  std::string threads, tile;  // empty: the engine's choice
  std::string until;
  std::string level = "0.95";
  std::string world;  // tell this one instead of running an ensemble
  bool exact = false;
  bool check_step = false;
  std::string json, csv, html;  // file, "-" or empty
  std::string checkpoint, resume;
  std::string max_events, max_rounds;
  bool quiet = false;
};
int RunCommand(const RunOptions& options);

}  // namespace entente::cli

#endif  // ENTENTE_CLI_COMMANDS_H_
