#include "report/html/filter_page.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/charts/filter_svg.h"
#include "report/html/escape.h"
#include "report/text/numbers.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

constexpr double kBarWidth = 120, kBarHeight = 12;

Section LikelihoodSection(const FilterView& view) {
  const inference::ReplicateSummary& summary = view.summary;
  if (summary.run.contradiction) {
    return {"likelihood", "The record contradicts the model",
            Paragraph(summary.run.contradiction->what + ", on " +
                      DateOf(view.model, summary.run.contradiction->day) + ".")};
  }
  std::string body = Paragraph(fmt::format(
      "Log-likelihood of the record: {} ± {} (standard error over {} independent filters).",
      Fixed(summary.log_likelihood, 2), Fixed(summary.standard_error, 2),
      summary.run.log_likelihood.size()));
  for (const std::string& note : view.notes) body += Paragraph(note, "quiet");
  const std::string picture = EffectiveSvg(view);
  if (!picture.empty()) body += "<figure class=\"wide\">" + picture + "</figure>\n";
  body += Paragraph(
      fmt::format("How many of the particles count, as a part of them, from {} to {} (median of the "
                  "filters); below one half, the dashed line, they are resampled. Fewest: {:.1f} % on "
                  "{}.{}",
                  DateOf(view.model, 0.0), view.to, 100.0 * summary.smallest_effective,
                  DateOf(view.model, summary.smallest_effective_day),
                  summary.looked_ahead
                      ? " Particles were chosen with a view to the next recorded happening."
                      : ""),
      "quiet");
  return {"likelihood", "How likely the model makes the record", body};
}

Section SurpriseSection(const FilterView& view) {
  const std::vector<Foreseen> rows = ForeseenRows(view);
  if (rows.empty()) return {};
  double most = 1.0;
  for (const Foreseen& row : rows) {
    if (std::isfinite(row.bits)) most = std::max(most, row.bits);
  }
  std::vector<std::vector<std::string>> cells;
  for (const Foreseen& row : rows) {
    const engine::TaughtHappening& taught = view.data.teacher.happenings[row.taught];
    const double width = std::isfinite(row.bits) ? kBarWidth * row.bits / most : kBarWidth;
    cells.push_back(
        {"<time>" + DateOf(view.model, taught.day) + "</time>",
         Escape(HappeningText(view.model, taught.happening)),
         fmt::format("{} % <span class=\"interval\">{} – {} %</span>",
                     Brief(100.0 * row.probability.value), Brief(100.0 * row.probability.low),
                     Brief(100.0 * row.probability.high)),
         fmt::format("{:.1f}", row.bits),
         fmt::format("<svg class=\"spark\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
                     "role=\"img\" aria-label=\"surprise\"><rect width=\"{2:.1f}\" height=\"{1}\" "
                     "fill=\"currentColor\" fill-opacity=\"0.6\"/></svg>",
                     kBarWidth, kBarHeight, width)});
  }
  return {"surprise", "What the model did not see coming",
          Paragraph("Surprise is −log₂ of the chance that it would happen on its day, as it stood "
                    "just before; for a choice, of the choice.") +
              HtmlTable({"Date", "What happened", "Chance that day", "Bits", ""},
                        {false, false, false, true, false}, cells)};
}

Section StateSection(const FilterView& view) {
  if (view.summary.run.states.empty() || view.summary.run.contradiction) return {};
  const inference::FilteredState& state = view.summary.run.states.back();
  std::vector<std::vector<std::string>> issues, quantities;
  for (std::size_t i = 0; i < view.model.issues.size(); ++i) {
    const model::Issue& issue = view.model.issues[i];
    if (issue.kind == model::IssueKind::kHidden) continue;
    std::string text;
    for (std::size_t s = 0; s < issue.states.size(); ++s) {
      const engine::Estimate share = OverReplicates(state.issues[i][s], view.confidence);
      if (share.value < 0.005) continue;
      text += fmt::format("{}{} {:.0f} %", text.empty() ? "" : " · ",
                          Escape(StateText(issue, static_cast<model::StateIndex>(s))),
                          100.0 * share.value);
    }
    issues.push_back({Escape(TitleWithIndex(issue.provenance)), text});
  }
  for (std::size_t q = 0; q < view.model.quantities.size(); ++q) {
    const double scale = view.model.quantities[q].unit.scale;
    const engine::Estimate mean = OverReplicates(state.quantities[q], view.confidence);
    quantities.push_back({Escape(TitleWithIndex(view.model.quantities[q].provenance)),
                          Brief(mean.value * scale),
                          fmt::format("{} – {}", Brief(state.quantiles[q].front() * scale),
                                      Brief(state.quantiles[q].back() * scale))});
  }
  return {"state", "The state on " + view.to,
          HtmlTable({"Issue", "State"}, {}, issues) +
              HtmlTable({"Quantity", "Mean", "5 – 95 %"}, {false, true, false}, quantities)};
}

}  // namespace

std::string FilterPage(const FilterView& view, const PageFacts& facts) {
  std::vector<std::string> list = {Thousands(view.particles) + " particles",
                                   fmt::format("{} filters",
                                               view.summary.run.log_likelihood.size()),
                                   fmt::format("seed {}", view.seed)};
  for (const std::string& policy : view.policies) list.push_back("with " + policy);
  std::vector<Section> sections = {LikelihoodSection(view), SurpriseSection(view),
                                   StateSection(view)};
  sections.push_back(ReproducePart(view.model, facts,
                                   {{"Seed", std::to_string(view.seed)},
                                    {"Particles", Thousands(view.particles)},
                                    {"Filters",
                                     std::to_string(view.summary.run.log_likelihood.size())}}));
  return WholePage(view.model, facts,
                   "<code>" + Escape(view.model.name) + "</code> following the record to " +
                       Escape(view.to),
                   list, std::move(sections), ChartBook());
}

}  // namespace entente::report
