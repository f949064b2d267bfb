#include "report/html/whole_report.h"

#include <utility>

#include "engine/results.h"
#include "report/html/escape.h"
#include "report/html/report.h"

namespace entente::report {
namespace {

std::string Missing(const ReportPart& part) {
  if (part.missing.empty()) return "";
  if (!part.failed) return Paragraph(part.missing, "quiet");
  return "<div class=\"note warn\">" + Paragraph(part.missing) + "</div>\n";
}

Section SectionOf(const ReportPart& part) {
  std::string lead = Missing(part);
  if (!part.intro.empty()) lead = Paragraph(part.intro) + lead;
  return PartOf(part.id, part.title, lead, part.sections);
}

// How the whole file is made again, and how each part alone.
Section Reproduce(const WholeReportInput& input) {
  Section section = ReproducePart(input.model, input.page, input.settings);
  std::string list;
  const auto add = [&](const ReportPart& part) {
    if (part.command.empty()) return;
    list += "<h3>" + Escape(part.title) + "</h3>\n<pre>" + Escape(part.command) + "</pre>\n";
  };
  add(input.run_part);
  for (const ReportPart& part : input.parts) add(part);
  if (!list.empty()) {
    section.body += Paragraph("Each part alone, with the same numbers on a page or as JSON:") + list;
  }
  return section;
}

}  // namespace

std::string WholeReport(const WholeReportInput& input) {
  std::vector<Section> sections = input.run.findings;
  if (!input.run_part.missing.empty()) {
    sections.insert(sections.begin(), SectionOf(input.run_part));
  }
  for (const ReportPart& part : input.parts) sections.push_back(SectionOf(part));
  // These speak of the model alone, so that they stand even where no world could be run.
  const engine::RunResult nothing;
  const ReportInput model_only{RunView{input.model, nothing, {}, {}, {}}, {}, {}, {}, {}, {}, {}};
  sections.push_back(SourceSection(model_only));
  sections.push_back(AssumptionSection(model_only));
  sections.push_back(StructureSection(model_only));
  Section notices = input.run.notices;
  if (notices.body.empty() && !input.page.warnings.empty()) {
    notices = {"warnings", "Warnings", "<pre>" + Escape(input.page.warnings) + "</pre>\n"};
  }
  sections.push_back(std::move(notices));
  sections.push_back(Reproduce(input));
  return WholePage(input.model, input.page,
                   "Report of the model <code>" + Escape(input.model.name) + "</code>",
                   input.facts, std::move(sections), input.run.charts);
}

}  // namespace entente::report
