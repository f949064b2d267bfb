#include "report/data/json_parts.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace entente::report {

OrderedJson NumberJson(double value) {
  return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr);
}

OrderedJson IntervalJson(const engine::Estimate& estimate, double scale) {
  double low = estimate.low * scale, high = estimate.high * scale;
  if (scale < 0) std::swap(low, high);
  return {{"estimate", NumberJson(estimate.value * scale)},
          {"low", NumberJson(low)},
          {"high", NumberJson(high)}};
}

std::string Dump(const OrderedJson& json) {
  return json.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

std::string CsvNumber(double value) {
  if (std::isnan(value)) return "";
  if (std::isinf(value)) return value > 0 ? "inf" : "-inf";
  return OrderedJson(value).dump();
}

std::string CsvText(const std::string& text) {
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace entente::report
