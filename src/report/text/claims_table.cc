#include "report/text/claims_table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/text/columns.h"
#include "report/text/numbers.h"
#include "report/words/changes.h"

namespace entente::report {
namespace {

using analysis::ClaimResult;
using analysis::Verdict;

Tone ToneOf(Verdict verdict) {
  switch (verdict) {
    case Verdict::kSupported: return Tone::kAccent;
    case Verdict::kContradicted: return Tone::kWarn;
    case Verdict::kDepends: return Tone::kStrong;
    default: return Tone::kDim;
  }
}

std::string Lines(const std::string& text, const std::string& indent, Tone tone,
                  const Style& style) {
  std::string lines;
  const int width = std::max(20, style.width - static_cast<int>(indent.size()));
  for (const std::string& line : Wrap(Plain(text, style), width)) {
    lines += indent + Paint(line, tone, style) + "\n";
  }
  return lines;
}

// "24.4 % against 12.1 %: +12.3 points (11.9 – 12.7)".
std::string NumbersText(const ClaimsView& view, const model::Claim& claim, std::size_t s,
                        const analysis::StatementResult& numbers) {
  const ShownUnit unit = UnitOf(view.model, claim, claim.statements[s]);
  const EstimateText effect = DifferenceText(numbers.effect, unit);
  return fmt::format("{} against {}: {}{}", ValueText(numbers.left, unit).value,
                     ValueText(numbers.right, unit).value, effect.value,
                     effect.interval.empty() || effect.interval == "–"
                         ? ""
                         : " (" + effect.interval + ")");
}

std::string ClaimText(const ClaimsView& view, const ClaimResult& result, const Style& style) {
  const model::Claim& claim = view.model.claims[result.claim.index()];
  std::string head = PadRight(Paint(VerdictText(result.verdict), ToneOf(result.verdict), style), 14);
  head += Paint(claim.provenance.name, Tone::kStrong, style);
  if (!std::isnan(result.agreement.positive)) {
    head += Plain(fmt::format(" · {} of draws", RoughShare(result.agreement.positive)), style);
  }
  if (!result.clear && (result.verdict == Verdict::kSupported ||
                        result.verdict == Verdict::kContradicted)) {
    head += Plain(" · by the average", style);
  }
  if (result.worlds > 0) head += Plain(" · " + Thousands(result.worlds) + " worlds", style);
  std::string text = head + "\n";
  const std::string indent(14, ' ');
  if (!claim.provenance.title.empty()) {
    text += Lines(claim.provenance.title, indent, Tone::kDim, style);
  }
  for (std::size_t s = 0; s < claim.statements.size(); ++s) {
    std::string line = claim.statements[s].text;
    if (s < result.statements.size() && result.verdict != Verdict::kNotTestable) {
      line += "  → " + NumbersText(view, claim, s, result.statements[s]);
    }
    for (const std::string& part : Wrap(Plain(line, style), std::max(20, style.width - 14))) {
      text += indent + part + "\n";
    }
  }
  const std::string reason = ReasonText(view, result);
  if (!reason.empty()) text += Lines(reason, indent, Tone::kDim, style);
  return text;
}

}  // namespace

std::string ClaimsTable(const ClaimsView& view, const Style& style) {
  const analysis::ClaimsResult& result = view.result;
  const model::Model& model = view.model;
  std::string text = Paint(model.name, Tone::kStrong, style);
  if (!model.title.empty()) text += " · " + model.title;
  const std::string setting = fmt::format(
      "{} claims · {} worlds over {} sets of policies · seed {} · {} to {}{}",
      result.claims.size(), Thousands(result.simulated), result.ensembles, result.seed,
      FormatDate(model.time.start), FormatDate(model.time.end),
      result.partial ? " · PARTIAL" : "");
  text = Plain(text + "\n" + Paint(setting, Tone::kDim, style) + "\n", style);
  for (const ClaimGroup& group : GroupsOf(view)) {
    text += "\n" + Plain(Paint(Cut(group.heading, style.width, style.unicode), Tone::kStrong,
                               style), style) + "\n";
    for (const ClaimResult* claim : group.claims) text += ClaimText(view, *claim, style);
  }
  text += "\n" + Paint(TallyText(result), Tone::kStrong, style) + "\n";
  return text + Lines(fmt::format(
      "supported (contradicted): it holds (fails) on average and in at least {:.3g} % of the "
      "parameter draws; by the average: it was not shown that so many draws agree, nor that they "
      "disagree; depends: neither side has so many draws; undecided: more worlds are needed.",
      100 * result.agree_share), "", Tone::kDim, style);
}

}  // namespace entente::report
