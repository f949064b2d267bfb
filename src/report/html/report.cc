#include "report/html/report.h"

#include <fmt/format.h>

#include <utility>

#include "report/html/escape.h"
#include "report/html/frame.h"
#include "report/html/page.h"
#include "report/text/numbers.h"

namespace entente::report {
namespace {

PageFacts FactsOf(const ReportInput& input) {
  return {input.command, input.version, input.model_hash, input.warnings};
}

}  // namespace

std::vector<Section> RunSections(const ReportInput& input, ChartBook& charts) {
  return {SummarySection(input),
          OutcomeSection(input),
          IssueSection(input, charts),
          QuantitySection(input, charts),
          DistributionSection(input, charts),
          EventSection(input, charts),
          RecordSection(input)};
}

Section NoticeSection(const ReportInput& input) {
  std::string body;
  const std::vector<std::string> notes = NotesOf(input.view);
  if (!notes.empty()) {
    body += "<h3>Of the run</h3><ul>";
    for (const std::string& note : notes) body += "<li>" + Escape(note) + "</li>";
    body += "</ul>\n";
  }
  if (!input.warnings.empty()) {
    body += "<h3>Of the model's text</h3><pre>" + Escape(input.warnings) + "</pre>\n";
  }
  if (body.empty()) {
    body = Paragraph("None: no world failed, no quantity was often held at its bounds, and the "
                     "model's text gave no warning.");
  }
  return {"warnings", "Warnings and failures", body};
}

Section ReproduceSection(const ReportInput& input) {
  const engine::RunResult& result = input.view.result;
  std::vector<std::pair<std::string, std::string>> settings = {
      {"Seed", std::to_string(result.seed)},
      {"Worlds", Thousands(result.worlds) +
                     (result.failed > 0 ? " (" + Thousands(result.failed) + " failed)" : "")},
      {"Level of intervals", fmt::format("{:.4g} %", 100 * result.confidence)}};
  if (result.looks > 0) {
    settings.emplace_back("Looks at the intervals",
                          fmt::format("{}; wanted width {}", result.looks,
                                      result.width_reached ? "reached" : "not reached"));
  }
  return ReproducePart(input.view.model, FactsOf(input), settings);
}

std::string HtmlReport(const ReportInput& input) {
  const model::Model& model = input.view.model;
  const engine::RunResult& result = input.view.result;
  std::vector<std::string> facts = {
      Thousands(result.worlds) + " worlds",
      FormatDate(model.time.start) + " to " + FormatDate(model.time.end),
      fmt::format("seed {}", result.seed)};
  for (const std::string& policy : input.view.policies) facts.push_back("with " + policy);
  if (result.partial) facts.push_back("partial");
  ChartBook charts;
  std::vector<Section> sections = RunSections(input, charts);
  for (Section (*const section)(const ReportInput&) :
       {AssumptionSection, StructureSection, SourceSection, NoticeSection, ReproduceSection}) {
    sections.push_back(section(input));
  }
  return WholePage(model, FactsOf(input),
                   (input.view.forecast ? "Forecast from " + input.view.forecast->from + " by"
                                        : std::string("Report of")) +
                       " the model <code>" + Escape(model.name) + "</code>",
                   facts,
                   std::move(sections), charts);
}

}  // namespace entente::report
