#include "report/data/json_parts.h"

#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <utility>

namespace entente::report {

OrderedJson NumberJson(double value) {
  return std::isfinite(value) ? OrderedJson(value) : OrderedJson(nullptr);
}

OrderedJson RoundedJson(double value, int digits) {
  if (!std::isfinite(value)) return nullptr;
  if (value == 0.0) return 0;
  const double scale = std::pow(10.0, digits - std::ceil(std::log10(std::fabs(value))));
  if (!std::isfinite(scale) || scale == 0.0) return value;
  const double rounded = std::round(value * scale) / scale;
  if (rounded == std::floor(rounded) && std::fabs(rounded) < 1e15) {
    return static_cast<std::int64_t>(rounded);  // without ".0"
  }
  return rounded;
}

OrderedJson RoundedJson(const std::vector<double>& values, double scale, int digits) {
  OrderedJson list = OrderedJson::array();
  for (const double value : values) list.push_back(RoundedJson(value * scale, digits));
  return list;
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
