// What a model says about the record of what happened: which of its issues and events a dated
// chronology is complete for, and how counted events are expected to follow from the state of the
// world. Plain data; the record layer reads the files, the inference layer conditions on them.
#ifndef ENTENTE_MODEL_RECORD_H_
#define ENTENTE_MODEL_RECORD_H_

#include <cstdint>
#include <string>
#include <string_view>
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
  double from_day = 0.0;  // days since the start, 0:00 UTC; both days are included wholly
  double to_day = 0.0;
};

enum class CellPeriod : std::uint8_t {
  kDay,
  kWeek,   // Monday–Sunday
  kMonth,  // of the calendar
  kYear,
};
inline constexpr const char* kCellPeriodNames[] = {"daily", "weekly", "monthly", "yearly"};

enum class ObservationLaw : std::uint8_t { kPoisson, kNegativeBinomial, kNormal };

// One series of counted (or averaged) events from a data set, and its law given the world:
//   observe icews_hostility[JPN, KOR]
//     monthly count of icews events from JPN to KOR in verbal_conflict, material_conflict
//     ~ negative_binomial(mean coverage[JPN] * intensity of hostile acts JPN -> KOR, size 2)
// The expected count of a cell is the time integral of `mean` over it; only cells that lie wholly
// inside what the data set covers count, the others are missing. A mean over a cell is compared
// with the time average of `mean`.
struct Observation {
  Provenance provenance;  // qualified by its indices
  bool is_count = true;   // false: a mean over the cell, law kNormal
  std::string dataset;    // counts: name of the imported data set
  std::string file;       // the file of the series, as written; means have one, counts may
  ActorId from, to;       // counts; both invalid: anyone
  // Counts; empty: all events. Names of quad classes ("verbal_conflict") and PLOVER classes
  // ("accuse") in lower case; CAMEO codes as digits: "14" is a root with all below it, "145" one
  // code with all below it. An event counts once however many of them it is in.
  std::vector<std::string> categories;
  CellPeriod period = CellPeriod::kMonth;
  ObservationLaw law = ObservationLaw::kPoisson;
  ExprId mean;  // counts: expected number per day, >= 0; means: expected value
  ExprId size;  // kNegativeBinomial: variance = mean + mean² / size, > 0
  ExprId sd;    // kNormal: > 0
};

// The quad classes and the PLOVER classes that `in …` of an observation may name, in lower case:
// CAMEO's verbal and material conflict and cooperation (Gerner et al. 2002; the quad counts of
// Duval and Thompson 1980), PLOVER's event types (PLOVER manual 2021).
const std::vector<std::string>& QuadClasses();
const std::vector<std::string>& PloverClasses();
// Whether the text may stand for CAMEO events: two to four digits, a root from 01 to 20 first.
bool IsCameoCode(std::string_view text);

}  // namespace entente::model

#endif  // ENTENTE_MODEL_RECORD_H_
