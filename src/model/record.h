// What a model says about the record of what happened: which of its issues and events a dated
// chronology is complete for, and how counted events are expected to follow from the state of the
// world. Plain data; the record layer reads the files, the inference layer conditions on them.
#ifndef ENTENTE_MODEL_RECORD_H_
#define ENTENTE_MODEL_RECORD_H_

#include <string>
#include <vector>

#include "base/source.h"
#include "model/elements.h"
#include "model/expression.h"

namespace entente::model {

// `record "record.csv" complete for wartime_labour, gsomia from 2018-10-01 to 2024-01-31`: between
// the two days every occurrence of these is in the file, so that absence is evidence. Rows about
// anything else are occurrences that did happen; their absence says nothing.
struct RecordSource {
  Provenance provenance;
  std::string file;  // as written: relative to the model's folder
  std::vector<IssueId> complete_issues;
  std::vector<HappeningId> complete_events;  // kind kEvent only
  double from_day = 0.0;  // days since the start; both days included
  double to_day = 0.0;
};

enum class CellPeriod { kDay, kWeek, kMonth, kYear };  // weeks run Monday–Sunday; months, years: calendar

enum class ObservationLaw { kPoisson, kNegativeBinomial, kNormal };

// One series of counted (or averaged) events from a data set, and its law given the world:
//   observe icews_hostility[JPN, KOR]
//     monthly count of icews events from JPN to KOR in verbal_conflict, material_conflict
//     ~ negative_binomial(mean coverage[JPN] * intensity of hostile acts JPN -> KOR, size 2)
// The expected count of a cell is the time integral of `mean` over it; only cells that lie wholly
// inside what the data set covers count, the others are missing.
struct Observation {
  Provenance provenance;  // qualified by its indices
  std::string dataset;    // name of the imported data set
  ActorId from, to;       // invalid: anyone
  std::vector<std::string> categories;  // quad or PLOVER classes, CAMEO codes; empty: all
  CellPeriod period = CellPeriod::kMonth;
  bool is_count = true;  // false: a mean over the cell, law kNormal
  ObservationLaw law = ObservationLaw::kPoisson;
  ExprId mean;  // counts: expected number per day, >= 0; means: expected value
  ExprId size;  // kNegativeBinomial: variance = mean + mean² / size, > 0
  ExprId sd;    // kNormal: > 0
};

}  // namespace entente::model

#endif  // ENTENTE_MODEL_RECORD_H_
