#include "report/text/linkages.h"

#include <fmt/format.h>

#include <cmath>

#include "base/calendar.h"
#include "report/text/numbers.h"
#include "report/text/styled_table.h"

namespace entente::report {
namespace {

// Strengths are shown as `adds` and `lowers` write them: in per cent per act of weight 10.
std::string Percent(double strength) {
  if (std::isnan(strength)) return "–";
  if (std::isinf(strength)) return strength < 0.0 ? "−∞" : "∞";
  return fmt::format("{:+.1f} %", 100.0 * strength);
}

std::string PValue(double p) { return p < 0.001 ? "<0.001" : fmt::format("{:.3f}", p); }

}  // namespace

std::string LinkagesText(const LinkagesView& view, const Style& style) {
  std::string text =
      Paint(view.model.name + " · what events say about its linkages", Tone::kStrong, style) +
      "\n" +
      Paint(fmt::format("{} from {} to {} · {} kinds of acts · strengths per act of weight 10 · "
                        "{:.4g} % intervals",
                        view.dataset, FormatDate(CivilFromDayNumber(view.first_day)),
                        FormatDate(CivilFromDayNumber(view.last_day)), view.result.classes,
                        100.0 * view.level),
            Tone::kDim, style) +
      "\n";
  if (!view.tracks) {
    text += Paint("There is no tracks.tsv: acts about different tracks count as alike.",
                  Tone::kWarn, style) +
            "\n";
  }
  std::vector<std::vector<std::string>> rows;
  for (const inference::LinkageFinding& finding : view.result.findings) {
    const inference::DeclaredLinkage& declared = view.declared.linkages[finding.declared];
    const model::Provenance& provenance = view.model.linkages[declared.linkage.index()].provenance;
    std::vector<std::string> row = {
        provenance.name, Percent(declared.raises ? declared.strength : -declared.strength)};
    if (finding.why_not.empty()) {
      const inference::StrengthInterval& found = finding.strength;
      row.insert(row.end(),
                 {Percent(found.estimate),
                  fmt::format("[{}, {}]", Percent(found.low), Percent(found.high)),
                  PValue(found.p_value), fmt::format("{:+.2f}", finding.bred), VerdictOf(finding)});
    } else {
      row.insert(row.end(), {"–", "", "–", "–", finding.why_not});
    }
    rows.push_back(std::move(row));
  }
  text += "\n" + StyledTable({{"linkage", Align::kLeft, false},
                              {"declared", Align::kRight, false},
                              {"estimate", Align::kRight, false},
                              {"", Align::kLeft, false},
                              {"p", Align::kRight, false},
                              {"bred", Align::kRight, false},
                              {"the events say", Align::kLeft, true}},
                             rows, style);
  text += Paint(
              "Above 0 raises, below 0 lowers; declared at the medians of the priors, with the "
              "declared half-lives. p: against no linkage.\n"
              "Bred: linked acts for each act of average weight. Persistence of each kind of act "
              "and yearly levels are fitted beside.",
              Tone::kDim, style) +
          "\n";
  return Plain(text, style);
}

}  // namespace entente::report
