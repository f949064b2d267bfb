// Tasks that run a model: an ensemble of worlds, beside it the exact solution, and the story
// of one world. Equal requests give equal answers, byte for byte, whatever the number of threads.
#ifndef ENTENTE_RUN_H_
#define ENTENTE_RUN_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct RunRequest {
  ModelRequest source;
  std::uint64_t worlds = 10'000;
  std::uint64_t seed = 1;
  unsigned threads = 0;               // 0: all cores
  unsigned tile_width = 0;            // worlds side by side; 0: the engine's choice
  std::optional<double> until_width;  // stop once every probability's interval is this narrow
  double level = 0.95;                // of the intervals
  bool check_step = false;            // run again at half the step and report the shifts
  bool exact = false;                 // solve exactly as well, where the outcome allows it
  std::string checkpoint_file;        // resumable archive: continued if it exists
  std::uint64_t events_per_world = 100'000;  // bound; more is a failed world
  std::uint32_t condition_rounds = 64;         // bound per instant; more is a failed world

  // Which renderings to make. The table is always made.
  bool json = false;
  bool csv = false;
  bool html = false;
  std::string command;  // the command that reproduces this run, printed in the report
  TextStyle style;
};

// One outcome of a run, in the unit that `unit` names (days and "per day" become human units).
struct OutcomeEstimate {
  std::string name;
  std::string title;
  std::string kind;  // "ever", "time_to", "count", "mean", "share_of_time", "value", "max", "min"
  std::string unit;
  double estimate = 0.0;
  double low = 0.0;
  double high = 0.0;
  std::uint64_t worlds = 0;  // worlds with a value
  std::optional<double> exact;
};

struct RunAnswer : Answer {
  std::string model;
  std::uint64_t seed = 0;
  std::uint64_t worlds = 0;
  std::uint64_t failed = 0;
  bool partial = false;
  std::vector<OutcomeEstimate> outcomes;
  std::string table;
  std::string json;  // docs/reference/run.schema.json
  std::string csv;
  std::string html;
};

// Simulates worlds and summarises them. A stopped run answers with the worlds done, marked partial,
// and status kStopped.
RunAnswer Run(const RunRequest& request, const Control& control = {});

struct TellRequest {
  ModelRequest source;
  std::uint64_t seed = 1;
  std::uint32_t world = 0;
  std::uint64_t events_per_world = 100'000;
  std::uint32_t condition_rounds = 64;
  TextStyle style;
};

struct TellAnswer : Answer {
  std::string text;
  std::string json;  // docs/reference/story.schema.json
};

// The story of one world of an ensemble: what happened, when and because of what.
TellAnswer Tell(const TellRequest& request);

}  // namespace entente::api

#endif  // ENTENTE_RUN_H_
