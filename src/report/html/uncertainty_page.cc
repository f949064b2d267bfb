#include "report/html/uncertainty_page.h"

#include <fmt/format.h>

#include <cmath>

#include "report/html/escape.h"
#include "report/text/numbers.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using analysis::OutcomeUncertainty;

constexpr double kBarWidth = 160, kBarHeight = 14;

// Three shares as one bar: chance, parameters, scenarios, from light to dark.
std::string Bar(const analysis::SplitResult& split) {
  const double shares[] = {split.chance_share.value, split.parameter_share.value,
                           split.scenario_share.value};
  if (std::isnan(shares[0])) return "";
  const double opacity[] = {0.25, 0.6, 1.0};
  std::string shapes;
  double x = 0;
  for (int i = 0; i < 3; ++i) {
    const double width = shares[i] * kBarWidth;
    shapes += fmt::format("<rect x=\"{:.1f}\" y=\"0\" width=\"{:.1f}\" height=\"{}\" "
                          "fill=\"currentColor\" fill-opacity=\"{}\"/>",
                          x, width, kBarHeight, opacity[i]);
    x += width;
  }
  return fmt::format("<svg class=\"spark\" width=\"{0}\" height=\"{1}\" viewBox=\"0 0 {0} {1}\" "
                     "role=\"img\" aria-label=\"chance, parameters, scenarios\">{2}</svg>",
                     kBarWidth, kBarHeight, shapes);
}

std::string Percent(const engine::Estimate& share) {
  if (std::isnan(share.value)) return "–";
  return fmt::format("{:.0f} % <span class=\"interval\">{}</span>", 100 * share.value,
                     ShareRange(share));
}

std::string NameCell(const model::Provenance& provenance) {
  std::string html = "<strong>" + Escape(TitleWithIndex(provenance)) + "</strong>";
  if (!provenance.title.empty()) {
    html += "<br><span class=\"name\">" + Escape(provenance.name) + "</span>";
  }
  return html;
}

Section SharesSection(const UncertaintyView& view) {
  const bool scenarios = !view.result.scenarios.empty();
  std::string body = Paragraph(
      "Chance is what would remain if every number were known. Parameters are what nobody knows: "
      "how far the expected outcome moves with the numbers. " +
      std::string(scenarios ? "Scenarios are what people disagree about, each counted with the same "
                              "weight as the model as it is. "
                            : "") +
      "Shares are of the variance; the sampling noise of nested simulation is taken out.");
  std::vector<std::string> heads = {"Question", "Chance", "Parameters"};
  if (scenarios) heads.push_back("Scenarios");
  heads.push_back(scenarios ? "Chance, parameters, scenarios" : "Chance, parameters");
  std::vector<std::vector<std::string>> rows;
  for (const model::OutcomeId id : view.outcomes) {
    const OutcomeUncertainty& one = view.result.outcomes[id.index()];
    std::vector<std::string> row = {NameCell(view.model.outcomes[id.index()].provenance)};
    if (one.split.draws == 0) {
      row.insert(row.end(), {Escape(one.why_not), "–"});
      if (scenarios) row.push_back("–");
      row.push_back("");
    } else {
      row.insert(row.end(),
                 {Percent(one.split.chance_share), Percent(one.split.parameter_share)});
      if (scenarios) row.push_back(Percent(one.split.scenario_share));
      row.push_back(Bar(one.split));
    }
    rows.push_back(std::move(row));
  }
  return {"shares", "Where the uncertainty comes from", body + HtmlTable(heads, {}, rows)};
}

std::string IndexCell(const engine::Estimate& index, bool above) {
  if (std::isnan(index.value)) return "–";
  return fmt::format("{:.2f} <span class=\"interval\">{:.2f} – {:.2f}</span>{}", index.value,
                     index.low, index.high,
                     above ? "" : " <span class=\"quiet\">not told from 0</span>");
}

std::string OneOutcome(const UncertaintyView& view, model::OutcomeId id) {
  const OutcomeUncertainty& one = view.result.outcomes[id.index()];
  std::string html = "<h3>" + Escape(TitleWithIndex(view.model.outcomes[id.index()].provenance)) +
                     "</h3>\n";
  if (!one.why_not.empty()) return html + Paragraph(one.why_not, "quiet");
  std::vector<std::vector<std::string>> rows;
  std::size_t rest = 0;
  for (const Influence& influence : InfluencesOf(one)) {
    if (!influence.matters) {
      ++rest;
      continue;
    }
    const analysis::SobolIndex& index = one.sobol.indices[influence.row];
    const analysis::PawnIndex& pawn = one.pawn.indices[influence.row];
    const model::ParameterId parameter = view.result.parameters[influence.row];
    rows.push_back({NameCell(view.model.parameters[parameter.index()].provenance),
                    IndexCell(index.first, index.first_above_zero),
                    IndexCell(index.total, index.total_above_zero),
                    fmt::format("{:.2f}{}", pawn.median,
                                pawn.above_dummy ? ""
                                                 : " <span class=\"quiet\">as a dummy</span>")});
  }
  if (!rows.empty()) {
    html += HtmlTable({"Number", "Alone (first-order)", "In all (total)", "PAWN"}, {}, rows);
  }
  if (!one.sobol.defined) {
    html += Paragraph("What the numbers explain of its expectation is not told from 0, so shares of "
                      "it have no meaning.", "quiet");
  }
  if (rest > 0) {
    html += Paragraph(fmt::format("{} numbers are not told from nothing (PAWN of a dummy: {:.2f}).",
                                  rest, one.pawn.dummy_median), "quiet");
  }
  return html;
}

Section NumbersSection(const UncertaintyView& view) {
  if (view.result.parameters.empty()) return {};
  std::string body = Paragraph(
      "Alone and in all are Sobol indices of the expected outcome: the share of what the numbers "
      "explain that goes away when this one is known, and the share that would remain if only this "
      "one were not. PAWN is the distance between the distribution of the outcome given the number "
      "and without it, with luck included.");
  for (const model::OutcomeId id : view.outcomes) body += OneOutcome(view, id);
  return {"numbers", "Which numbers matter", body, true};
}

}  // namespace

std::vector<Section> UncertaintySections(const UncertaintyView& view) {
  return {SharesSection(view), NumbersSection(view)};
}

std::string UncertaintyPage(const UncertaintyView& view, const PageFacts& facts) {
  const analysis::UncertaintyResult& result = view.result;
  std::vector<std::string> list = {Thousands(result.worlds) + " worlds",
                                   Thousands(result.rows) + " draws",
                                   fmt::format("seed {}", result.seed)};
  for (const std::string& policy : view.policies) list.push_back("with " + policy);
  for (const std::string& scenario : result.scenarios) list.push_back("scenario " + scenario);
  std::vector<Section> sections = UncertaintySections(view);
  sections.push_back(ReproducePart(
      view.model, facts,
      {{"Seed", std::to_string(result.seed)},
       {"Worlds", Thousands(result.worlds)},
       {"Level of intervals", fmt::format("{:.4g} %", 100 * result.confidence)}}));
  return WholePage(view.model, facts,
                   "Where the uncertainty of <code>" + Escape(view.model.name) + "</code> comes from",
                   list, std::move(sections), ChartBook());
}

}  // namespace entente::report
