#include "report/text/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/data/run_view.h"
#include "report/text/columns.h"
#include "report/text/numbers.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

constexpr std::size_t kCausesShown = 3;

// The factor of a cause, unless its words already give it.
std::string FactorText(const engine::Cause& cause) {
  const double factor = cause.factor;
  const bool tells = std::isfinite(factor) && factor > 0 && std::fabs(factor - 1) > 0.005 &&
                     cause.how.find("×") == std::string::npos;
  return tells ? ", ×" + Brief(factor) : "";
}

}  // namespace

bool IsShown(const model::Model& model, const engine::Occurrence& occurrence) {
  const model::Happening& happening = model.happenings[occurrence.happening.index()];
  const bool hidden = happening.issue.valid() && model.issues[happening.issue.index()].kind ==
                                                     model::IssueKind::kHidden;
  return happening.kind != model::HappeningKind::kNotice && !hidden;
}

std::string BecauseText(const model::Model& model, const engine::Story& story,
                        const engine::Occurrence& occurrence) {
  std::string text;
  const std::size_t shown = std::min(kCausesShown, occurrence.causes.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const engine::Cause& cause = occurrence.causes[i];
    const engine::Occurrence& earlier = story.occurrences[cause.occurrence];
    text += i == 0 ? "because " : "; ";
    text += fmt::format("{} ({}{})", HappeningText(model, earlier.happening),
                        DateOf(model, earlier.day), FactorText(cause));
    if (!cause.how.empty()) text += " " + cause.how;
  }
  if (occurrence.causes.size() > shown) {
    text += fmt::format("; and {} more", occurrence.causes.size() - shown);
  }
  return text;
}

std::string OutcomeValueText(const model::Model& model, const model::Outcome& outcome,
                             double value) {
  if (std::isnan(value)) return "its window never opened";
  switch (outcome.kind) {
    case model::OutcomeKind::kEver: return value > 0 ? "yes" : "no";
    case model::OutcomeKind::kShareOfTime:
    case model::OutcomeKind::kShareOfCounts: return Fixed(100 * value, 1) + " %";
    case model::OutcomeKind::kTimeTo:
      if (std::isinf(value)) return "not within the window";
      return outcome.opens_when.valid() ? SpanOfTime(value)
                                        : DateOf(model, outcome.from_day + value);
    case model::OutcomeKind::kCount: return Brief(value);
    default: break;
  }
  const double shown = value * outcome.unit.scale;
  if (outcome.unit.share) return Fixed(100 * shown, 1) + " %";
  return outcome.unit.label.empty() ? Brief(shown) : Brief(shown) + " " + outcome.unit.label;
}

namespace {

constexpr int kDateColumns = 12;

std::string Entry(const model::Model& model, const engine::Story& story,
                  const engine::Occurrence& occurrence, const Style& style) {
  const int indent = kDateColumns + 2 * static_cast<int>(std::min(occurrence.depth, 8U));
  const std::string pad(static_cast<std::size_t>(indent), ' ');
  std::string lead = pad;
  if (occurrence.depth == 0) lead = PadRight(DateOf(model, occurrence.day), kDateColumns);
  else lead.replace(lead.size() - 2, 2, style.unicode ? "└ " : "> ");
  std::string text = lead + Paint(HappeningText(model, occurrence.happening),
                                  occurrence.depth == 0 ? Tone::kStrong : Tone::kAccent, style);
  if (!occurrence.how.empty()) text += "  " + Paint(occurrence.how, Tone::kDim, style);
  text += "\n";
  const int width = style.width - indent - 2;
  for (const std::string& line : Wrap(BecauseText(model, story, occurrence), width)) {
    text += pad + "  " + Paint(line, Tone::kDim, style) + "\n";
  }
  return text;
}

std::string Parameters(const model::Model& model, const engine::Story& story, const Style& style) {
  if (story.parameters.empty()) return "";
  std::vector<std::vector<std::string>> rows;
  for (const auto& [id, value] : story.parameters) {
    const model::Parameter& parameter = model.parameters[id.index()];
    rows.push_back({parameter.provenance.name,
                    Brief(value * parameter.unit.scale) + " " + parameter.unit.label,
                    parameter.provenance.title});
  }
  std::string text = "\n" + Paint("The parameters of this world", Tone::kStrong, style) + "\n";
  for (const std::string& line : LayOut({{"parameter", Align::kLeft, false},
                                         {"value", Align::kLeft, false},
                                         {"", Align::kLeft, true}},
                                        rows, style.width, style.unicode)) {
    text += line;
  }
  return text;
}

std::string Ends(const model::Model& model, const engine::Story& story, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < model.issues.size() && i < story.issues.size(); ++i) {
    const model::Issue& issue = model.issues[i];
    if (issue.kind == model::IssueKind::kHidden || story.issues[i].empty()) continue;
    rows.push_back({issue.provenance.name, StateText(issue, story.issues[i].front()),
                    StateText(issue, story.issues[i].back()), ""});
  }
  for (std::size_t i = 0; i < model.quantities.size() && i < story.quantities.size(); ++i) {
    const model::Quantity& quantity = model.quantities[i];
    if (story.quantities[i].empty()) continue;
    rows.push_back({quantity.provenance.name,
                    Brief(story.quantities[i].front() * quantity.unit.scale),
                    Brief(story.quantities[i].back() * quantity.unit.scale),
                    quantity.unit.label});
  }
  if (rows.empty()) return "";
  std::string text = "\n" + Paint("Where it began and ended", Tone::kStrong, style) + "\n";
  for (const std::string& line : LayOut({{"", Align::kLeft, false},
                                         {"start", Align::kLeft, false},
                                         {"end", Align::kLeft, false},
                                         {"", Align::kLeft, true}},
                                        rows, style.width, style.unicode)) {
    text += line;
  }
  return text;
}

std::string Outcomes(const model::Model& model, const engine::Story& story, const Style& style) {
  if (model.outcomes.empty() || story.outcomes.size() != model.outcomes.size()) return "";
  std::vector<std::vector<std::string>> rows;
  for (std::size_t i = 0; i < model.outcomes.size(); ++i) {
    const model::Provenance& provenance = model.outcomes[i].provenance;
    rows.push_back({provenance.name, OutcomeValueText(model, model.outcomes[i], story.outcomes[i]),
                    provenance.title});
  }
  std::string text = "\n" + Paint("Its outcomes", Tone::kStrong, style) + "\n";
  for (const std::string& line : LayOut({{"outcome", Align::kLeft, false},
                                         {"in this world", Align::kLeft, false},
                                         {"", Align::kLeft, true}},
                                        rows, style.width, style.unicode)) {
    text += line;
  }
  return text;
}

}  // namespace

std::string StoryExcerpt(const model::Model& model, const engine::Story& story,
                         const std::vector<std::size_t>& occurrences, const Style& style) {
  std::string text;
  for (const std::size_t i : occurrences) {
    if (IsShown(model, story.occurrences[i])) {
      text += Entry(model, story, story.occurrences[i], style);
    }
  }
  return text;
}

std::string StoryText(const model::Model& model, const engine::Story& story, const Style& style) {
  std::string text = Paint(model.name, Tone::kStrong, style) +
                     fmt::format(" {} world {} of seed {} {} {} to {}\n\n",
                                 style.unicode ? "·" : "-", story.world, story.seed,
                                 style.unicode ? "·" : "-", FormatDate(model.time.start),
                                 FormatDate(model.time.end));
  std::size_t shown = 0;
  for (const engine::Occurrence& occurrence : story.occurrences) {
    if (!IsShown(model, occurrence)) continue;
    text += Entry(model, story, occurrence, style);
    ++shown;
  }
  if (shown == 0) text += "Nothing happened in this world.\n";
  if (story.fault != engine::WorldFault::kNone) {
    text += "\n" + Paint("! this world stopped: " + story.fault_text, Tone::kWarn, style) + "\n";
  }
  return text + Outcomes(model, story, style) + Ends(model, story, style) +
         Parameters(model, story, style);
}

}  // namespace entente::report
