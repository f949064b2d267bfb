#include "report/html/report.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/html/assets.h"
#include "report/html/escape.h"
#include "report/html/page.h"
#include "report/text/numbers.h"

namespace entente::report {
namespace {

// No request can leave the file: scripts and styles are inside, everything else is refused.
constexpr const char* kPolicy =
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; "
    "img-src data: blob:";

std::string Head(const ReportInput& input) {
  const model::Model& model = input.view.model;
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
      "<meta http-equiv=\"Content-Security-Policy\" content=\"{}\">\n"
      "<meta name=\"generator\" content=\"entente {}\">\n<title>{}</title>\n<style>\n{}</style>\n"
      "</head>\n",
      kPolicy, Escape(input.version),
      Escape(model.title.empty() ? model.name : model.name + ": " + model.title), StyleSheet());
}

std::string Header(const ReportInput& input) {
  const model::Model& model = input.view.model;
  const engine::RunResult& result = input.view.result;
  std::string facts;
  const auto fact = [&](const std::string& text) { facts += "<li>" + Escape(text) + "</li>"; };
  fact(Thousands(result.worlds) + " worlds");
  fact(FormatDate(model.time.start) + " to " + FormatDate(model.time.end));
  fact(fmt::format("seed {}", result.seed));
  for (const std::string& policy : input.view.policies) fact("with " + policy);
  if (result.partial) fact("partial");
  std::string html = "<header><h1>" + Escape(model.title.empty() ? model.name : model.title) +
                     "</h1>\n<p class=\"subtitle\">Report of the model <code>" +
                     Escape(model.name) + "</code></p>\n";
  if (!model.doc.empty()) html += Paragraph(model.doc);
  return html + "<ul class=\"facts\">" + facts + "</ul></header>\n";
}

std::string Contents(const std::vector<Section>& sections) {
  std::string html = "<nav class=\"contents\" aria-label=\"Contents\"><strong>Contents</strong><ol>";
  for (const Section& section : sections) {
    html += "<li><a href=\"#" + section.id + "\">" + Escape(section.title) + "</a></li>";
  }
  return html + "</ol></nav>\n";
}

std::string ChartWarning(const ChartBook& charts) {
  if (charts.count() == 0) return "";
  if (ChartLibrary().empty()) {
    return "<div class=\"note warn\">" +
           Paragraph("This build of Entente has no charts: its chart library could not be fetched "
                     "with npm when it was built. Install the Debian packages nodejs and npm and "
                     "build again; the tables here are complete.") + "</div>\n";
  }
  return "<noscript><div class=\"note warn\"><p>The charts need JavaScript, which is switched off; "
         "the tables are complete without it.</p></div></noscript>\n";
}

std::string Scripts(const ChartBook& charts) {
  if (charts.count() == 0 || ChartLibrary().empty()) return "";
  return "<script>\n" + std::string(ChartLibrary()) + "\n</script>\n<script>\n" +
         std::string(RuntimeScript()) + "</script>\n";
}

std::vector<Section> Sections(const ReportInput& input, ChartBook& charts) {
  std::vector<Section> sections = {SummarySection(input),
                                   OutcomeSection(input),
                                   IssueSection(input, charts),
                                   QuantitySection(input, charts),
                                   DistributionSection(input, charts),
                                   EventSection(input, charts),
                                   RecordSection(input),
                                   AssumptionSection(input),
                                   StructureSection(input),
                                   SourceSection(input),
                                   NoticeSection(input),
                                   ReproduceSection(input)};
  std::erase_if(sections, [](const Section& section) { return section.body.empty(); });
  return sections;
}

}  // namespace

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
  std::string body = Paragraph(
      "The same command gives the same numbers, bit for bit, on any number of threads of a "
      "processor of this family.");
  if (!input.command.empty()) body += "<pre>" + Escape(input.command) + "</pre>\n";
  body += "<dl class=\"settings\">";
  const auto setting = [&](const std::string& term, const std::string& value) {
    body += "<dt>" + Escape(term) + "</dt><dd>" + Escape(value) + "</dd>";
  };
  setting("Model", input.view.model.name);
  setting("Fingerprint of its text", input.model_hash);
  setting("Seed", std::to_string(result.seed));
  setting("Worlds", Thousands(result.worlds) + (result.failed > 0
                                                    ? " (" + Thousands(result.failed) + " failed)"
                                                    : ""));
  setting("Level of intervals", fmt::format("{:.4g} %", 100 * result.confidence));
  if (result.looks > 0) {
    setting("Looks at the intervals", fmt::format("{}; wanted width {}", result.looks,
                                                  result.width_reached ? "reached" : "not reached"));
  }
  setting("Program", "entente " + input.version);
  return {"reproduce", "How to get these numbers again", body + "</dl>\n"};
}

std::string HtmlReport(const ReportInput& input) {
  ChartBook charts;
  const std::vector<Section> sections = Sections(input, charts);
  std::string html = Head(input) + "<body>\n<div class=\"page\">\n" + Contents(sections) +
                     "<main>\n" + Header(input) + ChartWarning(charts);
  for (const Section& section : sections) {
    html += "<section id=\"" + section.id + "\">\n<h2>" + Escape(section.title) + "</h2>\n" +
            section.body + "</section>\n";
  }
  return html + "</main>\n</div>\n" + Scripts(charts) + "</body>\n</html>\n";
}

}  // namespace entente::report
