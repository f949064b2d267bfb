// The report's section on sources: the declared works, what each is cited for by section, and what
// the model asserts without any.
#include <fmt/format.h>

#include <map>

#include "analysis/sources/coverage.h"
#include "report/data/sources_json.h"
#include "report/html/escape.h"
#include "report/html/page.h"
#include "report/text/numbers.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using analysis::Coverage;
using analysis::CoveredElement;

std::string Reference(const model::Source& source) {
  std::map<std::string, std::string> fields;
  std::string rest;
  for (const auto& [key, value] : source.fields) {
    const bool known = key == "author" || key == "title" || key == "in" || key == "published";
    if (known && fields.count(key) == 0) fields[key] = value;
    else rest += fmt::format(" <span class=\"quiet\">{} {}.</span>", Escape(key), Escape(value));
  }
  std::string html;
  if (!fields["author"].empty()) html += Escape(fields["author"]) + ": ";
  if (!fields["title"].empty()) html += "<em>" + Escape(fields["title"]) + "</em>. ";
  if (!fields["in"].empty()) html += Escape(fields["in"]) + ". ";
  if (!fields["published"].empty()) html += Escape(fields["published"]) + ".";
  return html + rest;
}


std::string Label(const CoveredElement& element) {
  const std::string title = element.title.empty() ? NameInWords(element.name) : element.title;
  return Escape(title) + " <span class=\"name\">" + analysis::KindName(element.kind) + " " +
         Escape(element.name) + "</span>";
}

std::string Uses(const Coverage& coverage, const analysis::SourceUse& use) {
  if (use.elements + use.claims == 0) return Paragraph("Cited by nothing.", "quiet");
  std::string html = "<details><summary>Cited by " + Counted(use.elements, "element");
  if (use.claims > 0) html += " and " + Counted(use.claims, "claim");
  html += "</summary>\n";
  for (const analysis::SectionUse& section : use.sections) {
    html += "<p class=\"name\">" + (section.at.empty() ? "as a whole" : Escape(section.at)) +
            "</p><ul>";
    for (const std::size_t e : section.elements) {
      html += "<li>" + Label(coverage.elements[e]) + "</li>";
    }
    html += "</ul>\n";
  }
  return html + "</details>";
}

std::string Share(std::size_t part, std::size_t whole) {
  return whole == 0 ? "" : fmt::format(" ({:.0f} %)", 100.0 * static_cast<double>(part) /
                                                          static_cast<double>(whole));
}

std::string Totals(const Coverage& coverage) {
  const analysis::KindCount& total = coverage.total;
  return Paragraph(fmt::format(
      "Of {} declarations that assert something about the world, {}{} cite a text, {}{} are somebody's "
      "judgement with its reason, and {} say neither.",
      total.all(), total.cited, Share(total.cited, total.all()), total.judgement,
      Share(total.judgement, total.all()), total.neither));
}

std::string Uncited(const model::Model& model, const Coverage& coverage) {
  if (coverage.uncited.empty()) return "";
  std::string html = fmt::format("<h3>Neither source nor judgement</h3>\n<details{}><summary>{}"
                                 "</summary><ul>",
                                 coverage.uncited.size() <= 6 ? " open" : "",
                                 Counted(coverage.uncited.size(), "declaration"));
  for (const std::size_t e : coverage.uncited) {
    const CoveredElement& element = coverage.elements[e];
    const std::string place = PlaceOf(model, element.span);
    html += "<li>" + Label(element);
    if (!place.empty()) html += " <span class=\"quiet\">" + Escape(place) + "</span>";
    html += "</li>";
  }
  return html + "</ul></details>\n";
}

}  // namespace

Section SourceSection(const ReportInput& input) {
  const model::Model& model = input.view.model;
  const Coverage coverage = analysis::CoverageOf(model);
  if (model.sources.empty() && coverage.total.judgement == 0) return {};
  std::string body = Totals(coverage);
  for (const analysis::SourceUse& use : coverage.sources) {
    const model::Source& source = model.sources[use.source.index()];
    body += fmt::format("<div class=\"entry\" id=\"source-{}\"><h4>{}</h4><p>{}</p>{}</div>\n",
                        Slug(source.name), Escape(source.name), Reference(source),
                        Uses(coverage, use));
  }
  return {"sources", "Sources", body + Uncited(model, coverage)};
}

}  // namespace entente::report
