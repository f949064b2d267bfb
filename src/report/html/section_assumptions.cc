#include <fmt/format.h>

#include "report/html/escape.h"
#include "report/html/page.h"
#include "report/text/numbers.h"
#include "report/words/names.h"
#include "report/words/priors.h"

namespace entente::report {
namespace {

std::string ParameterRow(const model::Model& model, const model::Parameter& parameter) {
  const PriorRange range = RangeOf(parameter);
  const auto points = DensityOf(parameter);
  std::string title = "<strong>" + Escape(TitleOf(parameter.provenance)) + "</strong>";
  if (!parameter.provenance.title.empty()) {
    title += "<br><span class=\"name\">" + Escape(parameter.provenance.name) + "</span>";
  }
  std::string interval = "fixed";
  if (!points.empty()) {
    const double scale = parameter.unit.share ? 100 : 1;
    interval = Brief(scale * range.low) + " – " + ParameterValue(parameter, range.high);
  }
  std::string basis = SourcesOf(model, parameter.provenance);
  if (basis.empty()) basis = "<span class=\"quiet\">no source given</span>";
  return "<tr><td>" + title + "</td><td class=\"number\" data-label=\"Median\">" +
         Escape(ParameterValue(parameter, range.median)) +
         "</td><td class=\"interval\" data-label=\"80 % interval\">" + Escape(interval) +
         "</td><td data-label=\"Prior\">" + Escape(PriorText(parameter)) + "</td><td>" +
         SparkCurve(points) + "</td><td data-label=\"Basis\">" + basis + "</td></tr>\n";
}

std::string TablesOf(const model::Model& model) {
  std::string html;
  for (const model::Table& table : model.tables) {
    std::string cells;
    for (const auto& [key, value] : table.cells) {
      const double shown = value * table.unit.scale;
      cells += "<span class=\"tag\">" + Escape(key) + " " +
               (table.unit.share ? Brief(100 * shown) + " %" : Brief(shown)) + "</span>";
    }
    html += "<div class=\"entry\"><h4>" + Escape(TitleOf(table.provenance)) + "</h4><p>" + cells +
            "</p><p class=\"name\">" + SourcesOf(model, table.provenance) + "</p></div>\n";
  }
  return html.empty() ? "" : "<h3>Tables</h3>\n" + html;
}

std::string StartsOf(const model::Model& model) {
  std::string rows;
  for (const model::Quantity& quantity : model.quantities) {
    if (!quantity.start.valid() || !model.expressions.IsConstant(quantity.start)) continue;
    const double value = model.expressions.ConstantValue(quantity.start) * quantity.unit.scale;
    rows += "<span class=\"tag\">" + Escape(quantity.provenance.name) + " " +
            (quantity.unit.share ? Brief(100 * value) + " %" : Brief(value)) +
            (quantity.unit.label.empty() ? "" : " " + Escape(quantity.unit.label)) + "</span>";
  }
  return rows.empty() ? "" : "<h3>Where quantities start</h3>\n<p>" + rows + "</p>\n";
}

}  // namespace

Section AssumptionSection(const ReportInput& input) {
  const model::Model& model = input.view.model;
  std::string body;
  if (!model.parameters.empty()) {
    body += Paragraph(
        "Numbers that are not known exactly have a prior: a statement of how probable each value "
        "is. Every future draws its own values. In eight futures of ten a value lies in the 80 % "
        "interval; the small curve shows the whole prior from its 1st to its 99th percentile.");
    body += "<div class=\"scroll\"><table class=\"cards priors\"><thead><tr><th>Number</th>"
            "<th class=\"number\">Median</th><th>80 % interval</th><th>Prior</th><th>Shape</th>"
            "<th>Source or judgement</th></tr></thead><tbody>\n";
    for (const model::Parameter& parameter : model.parameters) {
      body += ParameterRow(model, parameter);
    }
    body += "</tbody></table></div>\n";
  }
  body += TablesOf(model) + StartsOf(model);
  if (body.empty()) body = Paragraph("The model has no uncertain numbers and no tables.");
  return {"assumptions", "What was assumed", body};
}

}  // namespace entente::report
