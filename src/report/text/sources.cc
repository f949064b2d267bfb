#include "report/text/sources.h"

#include <fmt/format.h>

#include <algorithm>

#include "report/data/run_view.h"
#include "report/data/sources_json.h"
#include "report/text/columns.h"

namespace entente::report {
namespace {

using analysis::Coverage;
using analysis::CoveredElement;

std::string Dash(const Style& style) { return style.unicode ? "–" : "-"; }

std::string Field(const model::Source& source, const char* name) {
  for (const auto& [key, value] : source.fields) {
    if (key == name) return value;
  }
  return "";
}

std::string Label(const CoveredElement& element) {
  return std::string(analysis::KindName(element.kind)) + " " + element.name;
}

std::string Counted(std::size_t count, const char* one, const char* many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

std::string Heading(const model::Model& model, const Coverage& coverage, const Style& style) {
  const analysis::KindCount& total = coverage.total;
  std::string text = Paint(model.name, Tone::kStrong, style);
  if (!model.title.empty()) text += (style.unicode ? " · " : " - ") + model.title;
  return text + "\n" +
         Paint(fmt::format("{} something: {} cite a text ({}), {} ({}), {} neither",
                           Counted(total.all(), "declaration asserts", "declarations assert"),
                           total.cited, PercentOf(total.cited, total.all()),
                           Counted(total.judgement, "is judgement", "are judgement"),
                           PercentOf(total.judgement, total.all()), total.neither),
               Tone::kDim, style) +
         "\n";
}

std::string Kinds(const Coverage& coverage, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t k = 0; k < analysis::kElementKinds; ++k) {
    const auto kind = static_cast<analysis::ElementKind>(k);
    const analysis::KindCount& count = coverage.by_kind[k];
    if (count.all() == 0 || !analysis::NeedsBasis(kind)) continue;
    const auto cell = [&](std::size_t n) { return n == 0 ? Dash(style) : std::to_string(n); };
    rows.push_back({analysis::KindNamePlural(kind), cell(count.cited), cell(count.judgement),
                    cell(count.neither)});
  }
  if (rows.empty()) return "";
  std::string text = "\n";
  for (const std::string& line : LayOut({{"", Align::kLeft, false},
                                         {"cited", Align::kRight, false},
                                         {"judgement", Align::kRight, false},
                                         {"neither", Align::kRight, false}},
                                        rows, style.width, style.unicode)) {
    text += line;
  }
  return text;
}

// A label in the first column and wrapped text in the rest.
std::string Hanging(const std::string& label, int label_columns, const std::string& body,
                    const Style& style) {
  std::string text;
  const auto lines = Wrap(body, std::max(20, style.width - label_columns - 6));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text += "    " + PadRight(i == 0 ? label : "", label_columns) + "  " + lines[i] + "\n";
  }
  return text;
}

std::string OneSource(const model::Model& model, const Coverage& coverage,
                      const analysis::SourceUse& use, const Style& style) {
  const model::Source& source = model.sources[use.source.index()];
  std::string head = Paint(source.name, Tone::kStrong, style);
  const std::string author = Field(source, "author"), title = Field(source, "title");
  if (!author.empty()) head += "  " + author;
  if (!title.empty()) head += (author.empty() ? "  " : ": ") + title;
  std::string text = head + "\n  ";
  if (use.elements + use.claims == 0) {
    return text + Paint("cited by nothing", Tone::kWarn, style) + "\n";
  }
  std::string cited = "cited by " + Counted(use.elements, "element", "elements");
  if (use.claims > 0) cited += " and " + Counted(use.claims, "claim", "claims");
  text += Paint(cited, Tone::kDim, style) + "\n";
  int widest = 0;
  for (const analysis::SectionUse& section : use.sections) {
    widest = std::max(widest, DisplayWidth(section.at));
  }
  const int columns = std::clamp(widest, 10, std::max(24, style.width / 3));
  for (const analysis::SectionUse& section : use.sections) {
    std::string list;
    for (const std::size_t e : section.elements) {
      list += (list.empty() ? "" : ", ") + Label(coverage.elements[e]);
    }
    const std::string at = section.at.empty() ? "as a whole" : section.at;
    text += Hanging(Cut(at, columns, style.unicode), columns, list, style);
  }
  return text;
}

std::string Judgements(const Coverage& coverage, const Style& style) {
  std::string text;
  int widest = 0;
  std::vector<const CoveredElement*> list;
  for (const CoveredElement& element : coverage.elements) {
    if (!analysis::NeedsBasis(element.kind)) continue;
    if (element.basis() != analysis::Basis::kJudgement) continue;
    list.push_back(&element);
    widest = std::max(widest, DisplayWidth(Label(element)));
  }
  if (list.empty()) return "";
  const int columns = std::clamp(widest, 10, 34);
  for (const CoveredElement* element : list) {
    text += Hanging(Cut(Label(*element), columns, style.unicode), columns, element->judgement,
                    style);
  }
  return "\n" + Paint("Judgement", Tone::kStrong, style) + "\n" + text;
}

std::string Uncited(const model::Model& model, const Coverage& coverage, const Style& style) {
  if (coverage.uncited.empty()) {
    return "\nEverything that asserts something names a source or says that it is judgement.\n";
  }
  std::string text =
      "\n" + Paint("Neither source nor judgement", Tone::kWarn, style) + "\n";
  std::vector<std::vector<std::string>> rows;
  for (const std::size_t e : coverage.uncited) {
    const CoveredElement& element = coverage.elements[e];
    rows.push_back({"   ", Label(element), PlaceOf(model, element.span), element.title});
  }
  const auto lines = LayOut({{"", Align::kLeft, false},
                             {"", Align::kLeft, false},
                             {"", Align::kLeft, false},
                             {"", Align::kLeft, true}},
                            rows, style.width, style.unicode);
  for (std::size_t i = 1; i < lines.size(); ++i) text += lines[i];
  return text;
}

}  // namespace

std::string SourcesText(const model::Model& model, const Coverage& coverage, const Style& style) {
  std::string text = Heading(model, coverage, style) + Kinds(coverage, style);
  if (coverage.sources.empty()) text += "\nThe model declares no source.\n";
  for (const analysis::SourceUse& use : coverage.sources) {
    text += "\n" + OneSource(model, coverage, use, style);
  }
  return text + Judgements(coverage, style) + Uncited(model, coverage, style);
}

}  // namespace entente::report
