#include "report/html/explain_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/data/run_view.h"
#include "report/html/escape.h"
#include "report/text/numbers.h"
#include "report/text/story.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using analysis::CauseReport;

std::string NameCell(const ExplainView& view, const analysis::Candidate& candidate) {
  return "<strong>" + Escape(CandidateText(view.model, candidate)) +
         "</strong><br><span class=\"name\">" + Escape(candidate.name) + "</span>";
}

std::string ShareHtml(const engine::Estimate& share) {
  const ShareCell cell = CellOf(share);
  return Escape(cell.value) + " <span class=\"interval\">" + Escape(cell.interval) + "</span>";
}

Section NecessitySection(const ExplainView& view) {
  std::vector<std::vector<std::string>> rows;
  for (const CauseReport& cause : view.explanation.causes) {
    if (!cause.necessity) continue;
    rows.push_back({NameCell(view, cause.candidate), ShareHtml(cause.necessity->probability),
                    CountsText(cause.necessity->vanished, cause.necessity->both),
                    Escape(BoundsText(cause.necessity->tian_pearl)),
                    cause.token ? ShareHtml(cause.token->probability) : ""});
  }
  if (rows.empty()) return {};
  std::string body = Paragraph(
      "Among the worlds where it came first and the thing happened: the share in which the thing "
      "would not have happened had this been impossible. Every world is compared with itself under "
      "the same luck. The bounds of Tian and Pearl hold whatever is assumed about luck.");
  body += HtmlTable({"Cause", "Necessary", "Vanishes in", "Bounds", "Without the first only"}, {},
                    rows);
  return {"necessity", "But for it, would it not have been?", body};
}

Section SufficiencySection(const ExplainView& view) {
  std::vector<const CauseReport*> causes;
  for (const CauseReport& cause : view.explanation.causes) {
    if (cause.sufficiency && cause.sufficiency->forced > 0) causes.push_back(&cause);
  }
  if (causes.empty()) return {};
  std::stable_sort(causes.begin(), causes.end(), [](const CauseReport* a, const CauseReport* b) {
    return a->sufficiency->probability.value > b->sufficiency->probability.value;
  });
  std::vector<std::vector<std::string>> rows;
  for (const CauseReport* cause : causes) {
    const analysis::SufficiencyResult& result = *cause->sufficiency;
    rows.push_back({NameCell(view, cause->candidate), ShareHtml(result.probability),
                    CountsText(result.happened, result.forced),
                    Escape(BoundsText(result.tian_pearl)),
                    result.never_possible > 0 ? Thousands(result.never_possible) : "",
                    DateOf(view.model, result.median_day)});
  }
  std::string body = Paragraph(
      "Among the worlds with neither: the share in which the thing would have followed had this been "
      "made to happen on its usual day, or as soon after it as it could. Worlds where it never could "
      "are counted apart.");
  body += HtmlTable({"Cause", "Sufficient", "Follows in", "Bounds", "Cannot be in", "Forced on"}, {},
                    rows);
  return {"sufficiency", "Had it been, would it have followed?", body};
}

Section DrawSection(const ExplainView& view) {
  std::vector<std::vector<std::string>> rows;
  for (const analysis::DrawShift& draw : view.explanation.draws) {
    const model::Provenance& provenance =
        view.model.parameters[draw.parameter.index()].provenance;
    rows.push_back({"<strong>" + Escape(TitleOf(provenance)) + "</strong><br><span class=\"name\">" +
                        Escape(provenance.name) + "</span>",
                    ShareHtml(draw.low_third), ShareHtml(draw.high_third),
                    fmt::format("{:+.1f} points <span class=\"interval\">{:+.1f} – {:+.1f}</span>",
                                100 * draw.shift.value, 100 * draw.shift.low,
                                100 * draw.shift.high)});
  }
  if (rows.empty()) return {};
  return {"draws", "The draws that go with it",
          Paragraph("How often it happens where an uncertain number lies in its lowest and in its "
                    "highest third. Only numbers whose difference is not chance are shown.") +
              HtmlTable({"Number", "Lowest third", "Highest third", "Difference"}, {}, rows)};
}

Section ChainSection(const ExplainView& view) {
  const analysis::Explanation& why = view.explanation;
  if (why.chains.empty()) return {};
  std::string body = Paragraph(fmt::format(
      "Back from it along the strongest recorded cause of each step, in {} worlds retold.",
      why.chains_of));
  std::vector<std::vector<std::string>> rows;
  for (const analysis::Chain& chain : why.chains) {
    std::string steps;
    for (const std::string& step : chain.steps) {
      steps += (steps.empty() ? "" : " » ") + std::string("<span class=\"tag\">") + Escape(step) +
               "</span>";
    }
    rows.push_back({std::to_string(chain.worlds), steps, std::to_string(chain.example_world)});
  }
  return {"chains", "The commonest chains",
          body + HtmlTable({"Worlds", "Chain", "For example world"}, {true, false, true}, rows)};
}

std::string OneWorld(const ExplainView& view, const std::optional<analysis::ToldWorld>& told,
                     const char* what, const char* means) {
  if (!told) return "";
  std::string html = fmt::format("<h3>{}: world {}</h3>\n", what, told->world) +
                     Paragraph(means, "quiet") + "<ul>";
  for (const std::size_t i : ToTell(view, *told)) {
    const engine::Occurrence& occurrence = told->story.occurrences[i];
    html += "<li><strong>" + DateOf(view.model, occurrence.day) + "</strong> " +
            Escape(HappeningText(view.model, occurrence.happening));
    if (!occurrence.how.empty()) {
      html += " <span class=\"quiet\">" + Escape(occurrence.how) + "</span>";
    }
    const std::string because = BecauseText(view.model, told->story, occurrence);
    if (!because.empty()) html += "<br><span class=\"quiet\">" + Escape(because) + "</span>";
    html += "</li>\n";
  }
  return html + "</ul>\n";
}

Section WorldSection(const ExplainView& view) {
  const analysis::Explanation& why = view.explanation;
  const std::string body =
      OneWorld(view, why.typical, "Most typical",
               "The world with the most ordinary combination of what came before.") +
      OneWorld(view, why.nearest_miss, "Nearest miss",
               "It looked most like the worlds in which it happens, and it did not come to it.") +
      OneWorld(view, why.strangest, "Strangest",
               "It happened, by the least ordinary combination of what came before.");
  return {"worlds", "Worlds worth reading", body};
}

std::string Remarks(const ExplainView& view) {
  std::string list;
  for (const CauseReport& cause : view.explanation.causes) {
    if (cause.by_definition) list += (list.empty() ? "" : ", ") + cause.candidate.name;
  }
  std::string html;
  if (!list.empty()) html += Paragraph("What it consists of, and so no cause of it: " + list + ".");
  if (view.explanation.not_examined > 0) {
    html += Paragraph(fmt::format(
        "{} further candidates were not examined: they come before it too seldom, or go with it less "
        "closely than these.",
        view.explanation.not_examined));
  }
  return html;
}

Section SummaryOf(const ExplainView& view) {
  const analysis::Explanation& why = view.explanation;
  const EstimateText share = ShareText(why.probability);
  const std::string what = why.title.empty() ? why.name : why.title;
  return {"what", "What is explained",
          Paragraph(fmt::format("{}: {} in {} of the worlds ({}).", what, why.event, share.value,
                                share.interval)) +
              Remarks(view)};
}

}  // namespace

std::vector<Section> ExplainSections(const ExplainView& view) {
  return {SummaryOf(view),   NecessitySection(view), SufficiencySection(view), DrawSection(view),
          ChainSection(view), WorldSection(view)};
}

std::string ExplainPage(const ExplainView& view, const PageFacts& facts) {
  const analysis::Explanation& why = view.explanation;
  std::vector<std::string> list = {Thousands(why.worlds) + " worlds",
                                   fmt::format("seed {}", view.seed)};
  for (const std::string& policy : view.policies) list.push_back("with " + policy);
  std::vector<Section> sections = ExplainSections(view);
  sections.push_back(ReproducePart(
      view.model, facts,
      {{"Seed", std::to_string(view.seed)},
       {"Worlds", Thousands(why.worlds)},
       {"Level of intervals", fmt::format("{:.4g} %", 100 * view.confidence)}}));
  return WholePage(view.model, facts, "Why <code>" + Escape(why.name) + "</code>", list,
                   std::move(sections), ChartBook());
}

}  // namespace entente::report
