#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "report/charts/charts.h"
#include "report/data/event_families.h"
#include "report/html/escape.h"
#include "report/html/page.h"
#include "report/text/numbers.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

bool IsDrawn(const model::Issue& issue) {
  return issue.kind == model::IssueKind::kIssue || issue.kind == model::IssueKind::kOffice;
}

std::string EndOfBand(const engine::QuantitySeries& series, const model::Quantity& quantity) {
  const std::size_t levels = series.quantiles.size();
  if (levels < 5 || series.quantiles[2].empty()) return "";
  const auto shown = [&](std::size_t level) {
    const double value = series.quantiles[level].back() * quantity.unit.scale;
    return quantity.unit.share ? Brief(100 * value) + " %" : Brief(value);
  };
  return fmt::format("at the end {} [{} – {}]", shown(2), shown(0), shown(4));
}

std::size_t RecordedRows(const ReportInput& input, const std::string& what) {
  return static_cast<std::size_t>(
      std::count_if(input.record.begin(), input.record.end(),
                    [&](const RecordRow& row) { return row.what == what; }));
}

std::string EventTable(const std::vector<EventFamily>& families) {
  std::string html =
      "<details><summary>All of them in a table</summary><div class=\"scroll\"><table><thead><tr>"
      "<th>What</th><th class=\"number\">Times per world</th></tr></thead><tbody>\n";
  for (const EventFamily& family : families) {
    html += "<tr><td>" + Escape(family.title) + " <span class=\"name\">" + Escape(family.name) +
            "</span></td><td class=\"number\">" + Brief(family.total) + "</td></tr>\n";
  }
  return html + "</tbody></table></div></details>\n";
}

}  // namespace

Section IssueSection(const ReportInput& input, ChartBook& charts) {
  const model::Model& model = input.view.model;
  std::string figures;
  bool recorded = false;
  for (const engine::IssueSeries& series : input.view.result.series.issues) {
    const model::Issue& issue = model.issues[series.issue.index()];
    if (!IsDrawn(issue)) continue;
    const std::size_t rows = RecordedRows(input, issue.provenance.name);
    recorded = recorded || rows > 0;
    figures += charts.Figure(
        IssueChart(model, input.view.result.series, series, input.record),
        TitleOf(issue.provenance),
        issue.provenance.title.empty() ? "" : issue.provenance.name, 240);
  }
  if (figures.empty()) return {};
  std::string intro =
      "Each chart shows how probable each state of an issue is, over time: the height of a colour "
      "is the share of futures in that state on that day.";
  if (recorded) {
    intro += " The strip above an area shows the states that the record holds, and dashed lines its "
             "dates. The record is drawn for comparison only: the run does not use it.";
  }
  return {"issues", "Issues over time",
          Paragraph(intro) + "<div class=\"charts wide\">\n" + figures + "</div>\n"};
}

Section QuantitySection(const ReportInput& input, ChartBook& charts) {
  const model::Model& model = input.view.model;
  // Members of one family stand together under one heading.
  std::map<std::string, std::string> figures;
  std::vector<std::string> order;
  for (const engine::QuantitySeries& series : input.view.result.series.quantities) {
    const model::Quantity& quantity = model.quantities[series.quantity.index()];
    const std::string family = quantity.provenance.family.empty() ? quantity.provenance.name
                                                                  : quantity.provenance.family;
    if (figures.find(family) == figures.end()) order.push_back(family);
    figures[family] += charts.Figure(FanChart(model, input.view.result.series, series),
                                     TitleWithIndex(quantity.provenance),
                                     EndOfBand(series, quantity), 160);
  }
  if (order.empty()) return {};
  std::string body = Paragraph(
      "The line is the median over the futures; half of them lie in the darker band (25 to 75 %), "
      "nine in ten in the lighter one (5 to 95 %).");
  body += "<div class=\"charts\">\n";
  for (const std::string& family : order) body += figures[family];
  return {"quantities", "Quantities over time", body + "</div>\n"};
}

Section EventSection(const ReportInput& input, ChartBook& charts) {
  constexpr std::size_t kMostCharts = 24;
  const std::vector<EventFamily> families = EventFamiliesOf(input.view);
  if (families.empty()) return {};
  std::string figures;
  bool recorded = false;
  for (std::size_t i = 0; i < std::min(kMostCharts, families.size()); ++i) {
    const EventFamily& family = families[i];
    EventBars bars{input.view.result.period_ends, family.mean, {}};
    if (family.is_event) bars.recorded = RecordedByPeriod(input.view, input.record, family.name);
    recorded = recorded || !bars.recorded.empty();
    figures += charts.Figure(EventChart(input.view.model, bars), family.title,
                             Brief(family.total) + " per world in all", 140);
  }
  std::string intro =
      "Bars are mean numbers per world in each calendar year; the first and last year may be cut by "
      "the model's dates.";
  if (recorded) {
    intro += " Orange diamonds are the numbers in the record, which lists what was notable rather "
             "than everything: it bounds the truth from below.";
  }
  return {"events", "Events and choices by year",
          Paragraph(intro) + "<div class=\"charts\">\n" + figures + "</div>\n" +
              EventTable(families)};
}

Section RecordSection(const ReportInput& input) {
  if (input.record.empty() && input.record_fault.empty()) return {};
  std::string body;
  if (!input.record_fault.empty()) {
    body += "<div class=\"note warn\">" +
            Paragraph("The file record.csv beside the model could not be read: " +
                      input.record_fault) + "</div>\n";
  }
  if (input.record.empty()) return {"record", "What really happened", body};
  const model::Model& model = input.view.model;
  std::map<std::string, std::string> titles;
  std::set<std::string> issues;
  for (const model::Issue& issue : model.issues) {
    titles[issue.provenance.name] = TitleOf(issue.provenance);
    issues.insert(issue.provenance.name);
  }
  for (const model::Happening& one : model.happenings) {
    if (one.kind == model::HappeningKind::kEvent && !one.provenance.title.empty()) {
      titles[one.provenance.family] = one.provenance.title;
    }
  }
  body += Paragraph(
      "These dated facts lie beside the model (record.csv). They are drawn over the charts for "
      "comparison and are not used in the run: every future starts from the model's first day and "
      "knows nothing of them.");
  body += "<details open><summary>The record, by date</summary><div class=\"scroll\"><table><thead>"
          "<tr><th>Date</th><th>What</th><th>From → to</th><th>Source</th></tr></thead><tbody>\n";
  for (const RecordRow& row : input.record) {
    const auto title = titles.find(row.what);
    const bool is_issue = issues.count(row.what) > 0;
    const auto words = [&](const std::string& text) { return is_issue ? NameInWords(text) : text; };
    std::string way = Escape(words(row.from));
    if (!row.to.empty()) way += (way.empty() ? "" : " → ") + Escape(words(row.to));
    body += "<tr><td class=\"interval\">" + Escape(row.date) + "</td><td>" +
            Escape(title == titles.end() ? NameInWords(row.what) : title->second) +
            " <span class=\"name\">" + Escape(row.what) + "</span></td><td>" + way + "</td><td>" +
            Escape(row.source) + "</td></tr>\n";
  }
  return {"record", "What really happened", body + "</tbody></table></div></details>\n"};
}

}  // namespace entente::report
