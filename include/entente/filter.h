// Task: worlds that follow the record: how likely the model makes it, what it did not see coming, and
// the state of the world given it.
#ifndef ENTENTE_FILTER_H_
#define ENTENTE_FILTER_H_

#include <cstdint>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

struct FilterRequest {
  ModelRequest source;
  std::string to;                  // ISO date; empty: the end of the record
  std::string store;               // of coded events, for observed series; empty: they are left out
  std::uint64_t particles = 2'000; // in each replicate
  std::uint64_t replicates = 8;    // independent filters: intervals are over them
  std::uint64_t seed = 1;
  double level = 0.95;
  unsigned threads = 0;
  // "auto": particles are chosen with a view to the next recorded happening only if plain
  // weighting degenerates; "always", "never".
  std::string look_ahead = "auto";
  bool html = false;
  std::string command;  // that makes the same numbers again, printed in the page
  TextStyle style;
};

// One recorded happening that the record is complete for.
struct FilteredRow {
  std::string date;
  std::string name;           // "gsomia.in_force->notice"
  int line = 0;               // of the chronology
  double probability = 0.0;   // that it happens that day, seen from just before
  double surprise_bits = 0.0; // −log₂ of it
};

struct FilterAnswer : Answer {
  double log_likelihood = 0.0;
  double standard_error = 0.0;
  double smallest_effective = 0.0;  // part of the particles, on the worst day
  bool looked_ahead = false;
  std::vector<FilteredRow> rows;    // in time
  std::string text;
  std::string json;  // docs/reference/filter.schema.json
  std::string csv;   // the rows
  std::string html;
};

// kUnmet: no particle agrees with the record; the message names the row.
FilterAnswer Filter(const FilterRequest& request, const Control& control = {});

}  // namespace entente::api

#endif  // ENTENTE_FILTER_H_
