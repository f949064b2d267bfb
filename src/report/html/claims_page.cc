#include "report/html/claims_page.h"

#include <fmt/format.h>

#include <cmath>
#include <utility>

#include "report/html/escape.h"
#include "report/text/numbers.h"
#include "report/words/changes.h"
#include "report/words/names.h"
#include "report/words/priors.h"

namespace entente::report {
namespace {

using analysis::ClaimResult;
using analysis::Verdict;

const model::Claim& ClaimOf(const ClaimsView& view, const ClaimResult& result) {
  return view.model.claims[result.claim.index()];
}

std::string CitationsOf(const ClaimsView& view, const model::Claim& claim) {
  std::string text;
  for (const model::Citation& citation : claim.provenance.citations) {
    if (citation.says.empty() && citation.at.empty()) continue;
    text += "<br><span class=\"name\">" + Escape(citation.says);
    if (!citation.at.empty()) {
      text += (citation.says.empty() ? "" : " ") + ("(" + Escape(citation.at) + ")");
    }
    text += "</span>";
  }
  return text.empty() ? "<br><span class=\"name\">" + SourcesOf(view.model, claim.provenance) +
                            "</span>"
                      : text;
}

std::string Numbers(const ClaimsView& view, const ClaimResult& result) {
  const model::Claim& claim = ClaimOf(view, result);
  std::string text;
  for (std::size_t s = 0; s < result.statements.size(); ++s) {
    const analysis::StatementResult& numbers = result.statements[s];
    const ShownUnit unit = UnitOf(view.model, claim, claim.statements[s]);
    const EstimateText effect = DifferenceText(numbers.effect, unit);
    text += fmt::format("{}{} against {}: <strong>{}</strong>", s > 0 ? "<br>" : "",
                        Escape(ValueText(numbers.left, unit).value),
                        Escape(ValueText(numbers.right, unit).value), Escape(effect.value));
    if (!effect.interval.empty()) text += " (" + Escape(effect.interval) + ")";
  }
  return text;
}

// Where the model parts from the author: what it found instead, and the number that decides.
std::string Why(const ClaimsView& view, const ClaimResult& result) {
  std::string text;
  if (result.verdict == Verdict::kContradicted) {
    text = result.why.empty()
               ? fmt::format("the opposite holds in {} of the parameter draws",
                             RoughShare(1.0 - result.agreement.positive))
               : result.why;
    if (result.deciding) {
      text += fmt::format(
          "; least so with {} values of `{}`", result.correlation > 0 ? "high" : "low",
          view.model.parameters[result.deciding->index()].provenance.name);
    }
  } else {
    text = ReasonText(view, result);
  }
  std::string html = Escape(text);
  if (result.deciding) {
    const model::Parameter& parameter = view.model.parameters[result.deciding->index()];
    html += "<br><span class=\"name\">" + Escape(TitleOf(parameter.provenance)) + ": " +
            Escape(PriorText(parameter)) + ". " + SourcesOf(view.model, parameter.provenance) +
            "</span>";
  }
  return html;
}

Section GroupSection(const ClaimsView& view, const ClaimGroup& group, std::size_t index) {
  std::vector<std::vector<std::string>> rows;
  for (const ClaimResult* const result : group.claims) {
    const model::Claim& claim = ClaimOf(view, *result);
    std::string what = "<strong>" + Escape(TitleOf(claim.provenance)) + "</strong>";
    for (const model::ClaimStatement& statement : claim.statements) {
      what += "<br><code>" + Escape(statement.text) + "</code>";
    }
    what += CitationsOf(view, claim);
    rows.push_back({what,
                    "<strong>" + Escape(VerdictText(result->verdict)) + "</strong>" +
                        (!result->clear && (result->verdict == Verdict::kSupported ||
                                            result->verdict == Verdict::kContradicted)
                             ? "<br><span class=\"name\">by the average</span>"
                             : ""),
                    result->verdict == Verdict::kNotTestable ? "" : Numbers(view, *result),
                    Escape(RoughShare(result->agreement.positive)), Why(view, *result)});
  }
  std::string body;
  if (group.source != nullptr) {
    body += "<p class=\"name\"><a href=\"#source-" + Slug(group.source->name) + "\">" +
            Escape(group.source->name) + "</a></p>\n";
  }
  body += HtmlTable({"Claim", "Verdict", "What the model says", "Draws", "Why"},
                    {false, false, false, true, false}, rows);
  return {"claims-" + std::to_string(index), group.heading, body};
}

Section Overview(const ClaimsView& view) {
  const analysis::ClaimsResult& result = view.result;
  std::string body = Paragraph(fmt::format("Of {} claims: {}.", result.claims.size(),
                                           TallyText(result)), "lead");
  body += Paragraph(fmt::format(
      "A claim is an author's assertion put as a comparison between numbers of this model. It is "
      "supported (contradicted) if it holds (fails) on average over chance and the uncertain "
      "numbers, and in at least {:.3g} % of the draws of those numbers. It depends if neither side "
      "has so many draws. Worlds were added until the verdict was clear at {:.4g} % for each claim, "
      "whenever that was; “by the average” marks verdicts for which the worlds ran out before it "
      "was known whether so many draws agree.",
      100 * result.agree_share, 100 * result.confidence));
  body += Paragraph(
      "A verdict is about this model, not about the world: a claim that the model was built to "
      "obey is supported for that reason alone, and one that it contradicts may point at a "
      "mechanism that is missing here.");
  if (result.partial) {
    body += "<div class=\"note warn\">" +
            Paragraph("The check was stopped early; verdicts are of the last whole look.") +
            "</div>\n";
  }
  if (result.failed > 0) {
    body += "<div class=\"note warn\">" +
            Paragraph(fmt::format("{} of {} worlds stopped before their end and count in no claim.",
                                  Thousands(result.failed), Thousands(result.simulated))) +
            "</div>\n";
  }
  std::vector<std::vector<std::string>> disagreements;
  for (const ClaimResult& one : result.claims) {
    if (one.verdict != Verdict::kContradicted && one.verdict != Verdict::kDepends) continue;
    const model::Claim& claim = ClaimOf(view, one);
    disagreements.push_back({Escape(TitleOf(claim.provenance)),
                             Escape(VerdictText(one.verdict)), Numbers(view, one),
                             Why(view, one)});
  }
  if (!disagreements.empty()) {
    body += "<h3>Where the model disagrees, or does not know</h3>\n" +
            HtmlTable({"Claim", "Verdict", "What the model says", "Why"},
                      {false, false, false, false}, disagreements);
  }
  return {"overview", "Do the authors' claims hold?", body};
}

}  // namespace

std::vector<Section> ClaimsSections(const ClaimsView& view) {
  std::vector<Section> sections = {Overview(view)};
  std::size_t index = 0;
  for (const ClaimGroup& group : GroupsOf(view)) {
    sections.push_back(GroupSection(view, group, ++index));
  }
  return sections;
}

std::string ClaimsPage(const ClaimsView& view, const PageFacts& facts) {
  const analysis::ClaimsResult& result = view.result;
  const model::Model& model = view.model;
  std::vector<Section> sections = ClaimsSections(view);
  std::string sources;
  for (const model::Source& source : model.sources) {
    sources += "<dt id=\"source-" + Slug(source.name) + "\">" + Escape(source.name) + "</dt><dd>";
    for (std::size_t i = 0; i < source.fields.size(); ++i) {
      sources += (i > 0 ? "<br>" : "") + Escape(source.fields[i].first) + ": " +
                 Escape(source.fields[i].second);
    }
    sources += "</dd>";
  }
  if (!sources.empty()) {
    sections.push_back({"sources", "Sources", "<dl class=\"settings\">" + sources + "</dl>\n"});
  }
  sections.push_back(ReproducePart(
      model, facts,
      {{"Seed", std::to_string(result.seed)},
       {"Worlds simulated", Thousands(result.simulated)},
       {"Worlds for each parameter draw", std::to_string(result.worlds_per_draw)},
       {"Level of a verdict", fmt::format("{:.4g} %", 100 * result.confidence)}}));
  std::vector<std::string> said = {
      fmt::format("{} claims", result.claims.size()),
      FormatDate(model.time.start) + " to " + FormatDate(model.time.end),
      fmt::format("seed {}", result.seed)};
  if (result.partial) said.push_back("partial");
  return WholePage(model, facts, "The authors' claims, checked", said, std::move(sections),
                   ChartBook());
}

}  // namespace entente::report
