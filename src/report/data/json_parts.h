// Pieces that all JSON and CSV renderings share: numbers that read back to the same bits, intervals,
// quoted text. Internal to src/report.
#ifndef ENTENTE_REPORT_DATA_JSON_PARTS_H_
#define ENTENTE_REPORT_DATA_JSON_PARTS_H_

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "engine/results.h"

namespace entente::report {

// Keys keep the order in which they were put in.
using OrderedJson = nlohmann::ordered_json;

// null for what is infinite or undefined.
OrderedJson NumberJson(double value);

// Rounded to so many significant digits, where only a drawing is made of it; null as above.
OrderedJson RoundedJson(double value, int digits);
OrderedJson RoundedJson(const std::vector<double>& values, double scale, int digits);

// {"estimate", "low", "high"}, each × scale; a negative scale swaps the ends.
OrderedJson IntervalJson(const engine::Estimate& estimate, double scale);

// Two spaces a level, malformed UTF-8 replaced, a line break at the end.
std::string Dump(const OrderedJson& json);

// "" for NaN, "inf", "-inf", else the shortest text that reads back.
std::string CsvNumber(double value);
// In quotes where RFC 4180 asks for them.
std::string CsvText(const std::string& text);

}  // namespace entente::report

#endif  // ENTENTE_REPORT_DATA_JSON_PARTS_H_
