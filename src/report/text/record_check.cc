#include "report/text/record_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "report/text/columns.h"

namespace entente::report {
namespace {

using record::Chronology;
using record::Fault;

std::string Counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

// The line of the file with a mark under the column.
std::string Quote(const SourceFile& file, const Fault& fault, const Style& style) {
  const std::string_view line = file.Line(static_cast<std::uint32_t>(fault.line));
  std::size_t before = 0;  // bytes before the column, which counts code points
  for (int left = fault.column - 1; before < line.size() && left > 0; ++before) {
    const bool ends =
        before + 1 >= line.size() || (static_cast<unsigned char>(line[before + 1]) & 0xc0) != 0x80;
    if (ends) --left;
  }
  const int indent = DisplayWidth(line.substr(0, before));
  return fmt::format("{:>5} | {}\n      | {}{}\n", fault.line,
                     Cut(line, std::max(20, style.width - 8), style.unicode),
                     std::string(static_cast<std::size_t>(indent), ' '),
                     Paint("^", Tone::kWarn, style));
}

std::string FaultText(const model::Model& model, const Chronology& chronology, const Fault& fault,
                      const SourceFile& file, const Style& style) {
  const std::string place = fault.line > 0
                                ? fmt::format("{}:{}:{}", chronology.path, fault.line, fault.column)
                                : chronology.path;
  std::string text = fmt::format(
      "{}: {}: {} [{}]\n", place,
      fault.error ? Paint("error", Tone::kWarn, style) : Paint("remark", Tone::kAccent, style),
      fault.message, record::SlugOf(fault.kind));
  if (fault.line > 0) text += Quote(file, fault, style);
  const std::string margin(8, ' ');
  if (fault.related_line > 0) {
    text +=
        fmt::format("{}{}:{}: {}\n", margin, chronology.path, fault.related_line, fault.related);
  } else if (fault.model_span.valid() && model.text != nullptr) {
    text +=
        fmt::format("{}{}: {}\n", margin, model.text->Describe(fault.model_span), fault.related);
  }
  if (!fault.suggestion.empty()) text += margin + "suggestion: " + fault.suggestion + "\n";
  return Plain(text, style) + "\n";
}

// How many recorded happenings there are of each issue and event that is declared complete.
std::string Completeness(const model::Model& model, const Chronology& chronology,
                         const model::RecordSource& declared, const Style& style) {
  std::map<std::uint32_t, std::size_t> of_issue, of_event;
  for (const record::RecordedHappening& one : chronology.happenings) {
    if (!one.complete || one.implied || !one.happening.valid()) continue;
    const model::Happening& happening = model.happenings[one.happening.index()];
    if (happening.issue.valid())
      ++of_issue[happening.issue.index()];
    else
      ++of_event[one.happening.index()];
  }
  std::vector<std::string> parts;
  for (const model::IssueId id : declared.complete_issues) {
    parts.push_back(
        fmt::format("{} ({})", model.issues[id.index()].provenance.name, of_issue[id.index()]));
  }
  for (const model::HappeningId id : declared.complete_events) {
    parts.push_back(
        fmt::format("{} ({})", model.happenings[id.index()].provenance.name, of_event[id.index()]));
  }
  if (parts.empty()) return "";
  const std::int64_t start = model.time.start_day_number;
  const std::string all =
      fmt::format("complete from {} to {} for {}", FormatInstant(start, declared.from_day),
                  FormatInstant(start, declared.to_day), fmt::join(parts, ", "));
  std::string text;
  for (const std::string& line : Wrap(all, std::max(40, style.width - 2))) {
    text += "  " + line + "\n";
  }
  return text;
}

}  // namespace

std::string RecordCheckText(const model::Model& model, const Chronology& chronology,
                            const model::RecordSource* declared, std::string_view text,
                            const Style& style) {
  const SourceFile file(chronology.path, std::string(text));
  std::string all;
  std::size_t remarks = 0, errors = 0, implied = 0;
  for (const Fault& fault : chronology.faults) {
    all += FaultText(model, chronology, fault, file, style);
    ++(fault.error ? errors : remarks);
  }
  for (const record::RecordedHappening& one : chronology.happenings) implied += one.implied;
  const std::size_t happenings = chronology.happenings.size();
  all += Paint(chronology.path, Tone::kStrong, style) + "\n";
  all += fmt::format("  {}: {} became {}", Counted(chronology.rows.size(), "row", "rows"),
                     chronology.rows_used, Counted(happenings, "happening", "happenings"));
  if (implied > 0) all += fmt::format(" ({} of them ballots that offices imply)", implied);
  all += " or initial states";
  if (chronology.rows_outside > 0) {
    all += fmt::format(", {} outside the model's time", chronology.rows_outside);
  }
  all += "\n";
  if (declared == nullptr) {
    all += "  no `record` of the model names this file: it is complete for nothing\n";
  } else {
    all += Completeness(model, chronology, *declared, style);
  }
  all += errors == 0 ? "  no contradictions"
                     : "  " + Counted(errors, "contradiction", "contradictions");
  if (remarks > 0) all += ", " + Counted(remarks, "remark", "remarks");
  return all + "\n";
}

}  // namespace entente::report
