#include "report/words/changes.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "report/text/numbers.h"

namespace entente::report {
namespace {

engine::Estimate Shown(const engine::Estimate& stored, const ShownUnit& unit) {
  const double scale = unit.share ? 100.0 * unit.scale : unit.scale;
  engine::Estimate shown{stored.value * scale, stored.low * scale, stored.high * scale};
  if (scale < 0) std::swap(shown.low, shown.high);
  return shown;
}

}  // namespace

EstimateText ValueText(const engine::Estimate& stored, const ShownUnit& unit) {
  const engine::Estimate shown = Shown(stored, unit);
  if (std::isnan(shown.value)) return {"–", "–"};
  const double width = shown.high - shown.low;
  const int decimals = DecimalsFor(width);
  EstimateText text;
  const bool wide = width > 0 && std::isfinite(width);
  text.value = wide ? Fixed(shown.value, decimals) : Brief(shown.value);
  text.interval = wide ? Fixed(shown.low, decimals) + " – " + Fixed(shown.high, decimals) : "";
  if (unit.share) {
    text.value += " %";
  } else if (!unit.label.empty()) {
    text.value += " " + unit.label;
  }
  return text;
}

EstimateText DifferenceText(const engine::Estimate& stored, const ShownUnit& unit) {
  const engine::Estimate shown = Shown(stored, unit);
  if (std::isnan(shown.value)) return {"–", "–"};
  const double width = shown.high - shown.low;
  const bool wide = width > 0 && std::isfinite(width);
  const int decimals = DecimalsFor(width);
  EstimateText text;
  text.value = wide ? Signed(shown.value, decimals)
                    : (shown.value > 0 ? "+" : "") + Brief(shown.value);
  text.interval = wide ? Signed(shown.low, decimals) + " – " + Signed(shown.high, decimals) : "";
  if (unit.share) {
    text.value += " points";
  } else if (!unit.label.empty()) {
    text.value += " " + unit.label;
  }
  return text;
}

std::string RoughShare(double share) {
  if (std::isnan(share)) return "–";
  if (share > 0.0 && share < 0.01) return share < 0.001 ? "< 0.1 %" : Fixed(100 * share, 1) + " %";
  if (share < 1.0 && share > 0.99) return "> 99 %";
  return Fixed(100 * share, share < 0.1 ? 1 : 0) + " %";
}

std::string RatioText(double ratio) {
  if (!std::isfinite(ratio)) return "";
  return "×" + (ratio < 10.0 ? Fixed(ratio, 1) : Fixed(ratio, 0));
}

}  // namespace entente::report
