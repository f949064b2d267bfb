#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "report/charts/charts.h"
#include "report/html/escape.h"
#include "report/html/page.h"
#include "report/text/numbers.h"

namespace entente::report {
namespace {

using model::OutcomeKind;

// A number stays with its unit, an interval's end with the other one: neither begins a line.
std::string Unbroken(std::string text) {
  for (const std::string_view pair : {" –", "– ", " %"}) {
    const auto at = text.find(pair);
    if (at != std::string::npos) text.replace(text.find(' ', at), 1, "\u00a0");
  }
  return text;
}

std::string InterpretationOf(const ReportInput& input, const OutcomeView& one) {
  const model::Model& model = input.view.model;
  EstimateText text = TextOf(model, one);
  text.value = Unbroken(text.value);
  const std::string within = " (" + Unbroken(text.interval) + ")";
  switch (one.outcome->kind) {
    case OutcomeKind::kEver: return "happens in " + text.value + " of the futures" + within;
    case OutcomeKind::kTimeTo: {
      const EstimateText reached = ShareText(one.summary->reached);
      return fmt::format("comes about in {} of the futures ({})", Unbroken(reached.value),
                         Unbroken(reached.interval));
    }
    case OutcomeKind::kShareOfTime: return text.value + " of the time on average" + within;
    case OutcomeKind::kCount: return text.value + " on average" + within;
    case OutcomeKind::kMax: return "peaks at " + text.value + " on average" + within;
    default: return text.value + " on average" + within;
  }
}

// The outcomes that the model lists first are its main questions.
std::string Headlines(const ReportInput& input) {
  constexpr std::size_t kMost = 6;
  const std::vector<OutcomeView> outcomes = ViewOutcomes(input.view);
  std::string html = "<ul class=\"lead\">\n";
  for (std::size_t i = 0; i < std::min(kMost, outcomes.size()); ++i) {
    if (outcomes[i].summary->worlds == 0) continue;
    html += fmt::format("<li><strong>{}</strong>: {}.</li>\n", Escape(outcomes[i].title),
                        Escape(InterpretationOf(input, outcomes[i])));
  }
  html += "</ul>\n";
  if (outcomes.size() > kMost) {
    html += "<p><a href=\"#outcomes\">All " + std::to_string(outcomes.size()) +
            " questions and their answers</a></p>\n";
  }
  return html;
}

std::string HowSure(const ReportInput& input) {
  const engine::RunResult& result = input.view.result;
  std::size_t uncertain = 0;
  for (const model::Parameter& parameter : input.view.model.parameters) {
    if (parameter.prior.kind != model::PriorKind::kPoint) ++uncertain;
  }
  std::string text = fmt::format(
      "The ranges in brackets are {:.4g} % intervals: what {} simulated futures can tell about the "
      "numbers that the model implies. ",
      100 * result.confidence, Thousands(result.worlds));
  if (uncertain > 0) {
    text += fmt::format(
        "Each future drew its own value of {} not known exactly, so that ignorance is averaged "
        "into every result. ",
        uncertain == 1 ? "the one number that is" : fmt::format("each of the {} numbers that are",
                                                                uncertain));
  }
  text +=
      "The intervals do not say whether the model itself is right: that depends on its assumptions "
      "and structure, which are listed below with their sources.";
  return "<div class=\"note\">" + Paragraph(text) + "</div>\n";
}

std::string Row(const ReportInput& input, const OutcomeView& one, std::size_t row) {
  const model::Model& model = input.view.model;
  const EstimateText text = TextOf(model, one);
  const std::string definition = DefinitionText(model, *one.outcome);
  std::string question = "<strong>" + Escape(one.title) + "</strong><br><span class=\"name\">" +
                         Escape(one.outcome->provenance.name);
  if (!definition.empty()) question += " = " + Escape(definition);
  question += "</span>";
  for (const std::string& note : NotesOf(input.view, one)) {
    question += "<br><span class=\"name\">" + Escape(note) + "</span>";
  }
  const std::string sources = SourcesOf(model, one.outcome->provenance);
  if (!sources.empty()) question += "<br><span class=\"name\">" + sources + "</span>";
  const bool probability = one.outcome->kind == OutcomeKind::kEver;
  std::string html = "<tr><td>" + question + "</td><td class=\"number estimate\" "
                     "data-label=\"Estimate\">" + Escape(text.value) + "</td><td class=\"interval\" "
                     "data-label=\"Interval\">" + Escape(text.interval) + "</td>";
  if (!input.view.exact.empty()) {
    const ExactValue& exact = input.view.exact[row];
    const double shown = exact.value * (one.share ? 100 : one.scale);
    html += "<td class=\"number\" data-label=\"Exact\">" +
            (exact.solved ? Brief(shown) + (one.share ? " %" : "") : std::string("–")) + "</td>";
  }
  return html + "<td>" + (probability ? SparkShare(one.summary->estimate)
                                      : SparkHistogram(one.summary->histogram)) + "</td></tr>\n";
}

}  // namespace

Section SummarySection(const ReportInput& input) {
  const model::Model& model = input.view.model;
  const engine::RunResult& result = input.view.result;
  std::string lead = fmt::format(
      "This report shows {} simulated futures of the model “{}”, each from {} to {}.",
      Thousands(result.worlds), model.title.empty() ? model.name : model.title,
      FormatDate(model.time.start), FormatDate(model.time.end));
  if (!input.view.policies.empty()) {
    lead += " The model was changed by";
    for (std::size_t i = 0; i < input.view.policies.size(); ++i) {
      lead += (i == 0 ? " " : ", ") + input.view.policies[i];
    }
    lead += ".";
  }
  if (const auto& forecast = input.view.forecast) {
    lead += fmt::format(
        " It is a forecast from {}: up to that day the futures followed the dated record, and nothing "
        "that became known later was seen; from there they go on freely, and windows count. {} "
        "independent filters of {} particles did so; ranges are over the filters, since the "
        "particles of one share ancestors. {}",
        forecast->from, forecast->filters, Thousands(forecast->particles),
        forecast->posterior ? "Parameters are as learned from the record."
                            : "Parameters are the priors, weighed by the record.");
  }
  std::string body = Paragraph(lead, "lead");
  std::string faults;
  if (result.partial) {
    faults += fmt::format("The run was stopped after {} of {} worlds. ", Thousands(result.worlds),
                          Thousands(result.worlds_requested));
  }
  if (result.failed > 0) {
    faults += fmt::format("{} of {} worlds stopped before their end and count in no result; the "
                          "reasons are under “Warnings and failures”. ",
                          Thousands(result.failed), Thousands(result.worlds));
  }
  if (!faults.empty()) body += "<div class=\"note warn\">" + Paragraph(faults) + "</div>\n";
  body += result.outcomes.empty() ? Paragraph("The model asks no question (it declares no outcome).")
                                  : Paragraph("The questions that the model asks first:") +
                                        Headlines(input);
  return {"summary", "In short", body + HowSure(input)};
}

Section OutcomeSection(const ReportInput& input) {
  const std::vector<OutcomeView> outcomes = ViewOutcomes(input.view);
  if (outcomes.empty()) return {};
  std::string body = fmt::format(
      "<div class=\"scroll\"><table class=\"cards\"><thead><tr><th>Question</th>"
      "<th class=\"number\">Estimate</th><th>{:.4g} % interval</th>{}<th>Over the worlds</th></tr>"
      "</thead><tbody>\n",
      100 * input.view.result.confidence,
      input.view.exact.empty() ? "" : "<th class=\"number\">Exact</th>");
  for (std::size_t i = 0; i < outcomes.size(); ++i) body += Row(input, outcomes[i], i);
  body += "</tbody></table></div>\n<details><summary>How to read this table</summary>\n";
  body += Paragraph(
      "A probability is the share of futures in which something happens; the bar shows it on a "
      "scale from 0 to 100 % with its interval as a bracket. A mean is an average over futures; the "
      "small picture shows how the futures spread around it, from the lowest to the highest value. "
      "For a time the estimate is the median: half of the futures are there earlier; “after” means "
      "that fewer than half get there before the end.");
  return {"outcomes", "Questions and answers", body + "</details>\n"};
}

Section DistributionSection(const ReportInput& input, ChartBook& charts) {
  std::string figures;
  for (const OutcomeView& one : ViewOutcomes(input.view)) {
    if (one.summary->histogram.counts.empty() || one.summary->worlds == 0) continue;
    if (!(one.summary->histogram.edges.back() > one.summary->histogram.edges.front())) continue;
    const EstimateText text = TextOf(input.view.model, one);
    std::string detail = text.value + " [" + text.interval + "]";
    if (one.outcome->kind == OutcomeKind::kTimeTo) {
      detail = ShareText(one.summary->reached).value + " of the futures get there; the rest are "
               "not drawn or stand at the end";
    }
    figures += charts.Figure(DistributionChart(input.view.model, one), one.title, detail,
                             175);
  }
  if (figures.empty()) return {};
  return {"distributions", "How the futures spread",
          Paragraph("One bar is a range of values, its height the share of futures in it. The orange "
                    "line is the mean (for dates, the median).") +
              "<div class=\"charts\">\n" + figures + "</div>\n"};
}

}  // namespace entente::report
