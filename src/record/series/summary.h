// What a data set holds, at a glance: how much of what between whom, what it covers, and which
// names no actor of a model stands for.
#ifndef ENTENTE_RECORD_SERIES_SUMMARY_H_
#define ENTENTE_RECORD_SERIES_SUMMARY_H_

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "record/store/store.h"

namespace entente::record {

struct CountedPair {
  std::string from, to;
  std::uint64_t count = 0;
  double goldstein_sum = 0.0;
};

struct CountedName {
  std::string name, country, sectors;
  std::uint64_t count = 0;  // events on either side
};

struct CountedCode {
  std::string code, name;
  std::uint64_t count = 0;
};

struct Summary {
  DatasetInfo dataset;
  std::uint64_t events = 0;            // that the query wants
  std::array<std::uint64_t, 5> quads = {};  // by Quad
  std::vector<CountedCode> roots;      // CAMEO roots, or PLOVER classes, that occur; by code
  std::vector<CountedPair> pairs;      // the most frequent
  std::size_t all_pairs = 0;           // how many there are
  std::uint64_t mapped = 0;            // events with both sides mapped
  std::vector<CountedName> unmapped;   // the most frequent
  std::size_t all_unmapped = 0;
  std::uint64_t nobody = 0;            // sides without any name
};

// `most`: how many pairs and names are listed.
Result<Summary> Summarise(const Store& store, const EventQuery& query, std::size_t most);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_SERIES_SUMMARY_H_
