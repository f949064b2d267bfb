#include "report/text/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/data/run_view.h"
#include "report/text/columns.h"
#include "report/text/numbers.h"
#include "report/text/styled_table.h"
#include "report/text/story.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using analysis::CauseReport;

std::string Paragraphs(const std::string& text, Tone tone, const Style& style) {
  std::string out;
  for (const std::string& line : Wrap(text, std::max(40, style.width))) {
    out += Paint(line, tone, style) + "\n";
  }
  return out;
}

std::string Heading(const ExplainView& view, const Style& style) {
  const analysis::Explanation& why = view.explanation;
  std::string text = Paint(view.model.name + " · why " + why.name, Tone::kStrong, style);
  if (!why.title.empty()) text += " · " + why.title;
  const EstimateText share = ShareText(why.probability);
  std::string setting = fmt::format(
      "{} in {} of {} worlds ({}) · seed {} · {} to {}", why.event, share.value,
      Thousands(why.worlds - why.failed), share.interval, view.seed,
      FormatDate(view.model.time.start), FormatDate(view.model.time.end));
  for (std::size_t i = 0; i < view.policies.size(); ++i) {
    setting += (i == 0 ? " · with " : ", ") + view.policies[i];
  }
  if (why.failed > 0) setting += fmt::format(" · {} worlds failed", Thousands(why.failed));
  return text + "\n" + Paint(setting, Tone::kDim, style) + "\n";
}

std::string Percent(const ExplainView& view) {
  return fmt::format("{:.4g} %", 100 * view.confidence);
}

std::string NecessityTable(const ExplainView& view, const Style& style) {
  std::vector<std::vector<std::string>> rows;
  for (const CauseReport& cause : view.explanation.causes) {
    if (!cause.necessity) continue;
    const ShareCell cell = CellOf(cause.necessity->probability);
    rows.push_back({cause.candidate.name, cell.value, cell.interval,
                    CountsText(cause.necessity->vanished, cause.necessity->both),
                    BoundsText(cause.necessity->tian_pearl),
                    cause.token ? CellOf(cause.token->probability).value : "",
                    CandidateText(view.model, cause.candidate)});
  }
  if (rows.empty()) return "";
  return "\n" + Paint("But for it, would it not have been? (necessity)", Tone::kStrong, style) +
         "\n" +
         StyledTable({{"cause", Align::kLeft, false},
                {"PN", Align::kRight, false},
                {Percent(view) + " interval", Align::kLeft, false},
                {"vanishes in", Align::kLeft, false},
                {"bounds", Align::kLeft, false},
                {"first only", Align::kRight, false},
                {"", Align::kLeft, true}},
               rows, style);
}

std::string SufficiencyTable(const ExplainView& view, const Style& style) {
  std::vector<const CauseReport*> causes;
  for (const CauseReport& cause : view.explanation.causes) {
    if (cause.sufficiency && cause.sufficiency->forced > 0) causes.push_back(&cause);
  }
  if (causes.empty()) return "";
  std::stable_sort(causes.begin(), causes.end(), [](const CauseReport* a, const CauseReport* b) {
    return a->sufficiency->probability.value > b->sufficiency->probability.value;
  });
  std::vector<std::vector<std::string>> rows;
  for (const CauseReport* cause : causes) {
    const analysis::SufficiencyResult& result = *cause->sufficiency;
    const ShareCell cell = CellOf(result.probability);
    rows.push_back({cause->candidate.name, cell.value, cell.interval,
                    CountsText(result.happened, result.forced), BoundsText(result.tian_pearl),
                    result.never_possible > 0 ? Thousands(result.never_possible) : "",
                    DateOf(view.model, result.median_day)});
  }
  return "\n" +
         Paint("Had it been, would it have followed? (sufficiency)", Tone::kStrong, style) +
         "\n" +
         StyledTable({{"cause", Align::kLeft, false},
                {"PS", Align::kRight, false},
                {Percent(view) + " interval", Align::kLeft, false},
                {"follows in", Align::kLeft, false},
                {"bounds", Align::kLeft, false},
                {"cannot be in", Align::kRight, false},
                {"forced on", Align::kLeft, false}},
               rows, style);
}

std::string Definitions(const ExplainView& view, const Style& style) {
  std::string list;
  for (const CauseReport& cause : view.explanation.causes) {
    if (cause.by_definition) list += (list.empty() ? "" : ", ") + cause.candidate.name;
  }
  std::string text;
  if (!list.empty()) {
    text += "What it consists of, and so no cause of it: " + list + ". ";
  }
  if (view.explanation.not_examined > 0) {
    text += fmt::format(
        "{} further candidates were not examined: they come before it too seldom, or go with it "
        "less closely than these. ",
        view.explanation.not_examined);
  }
  text +=
      "Every world is compared with itself under the same luck, which belongs to named channels; PN "
      "and PS depend on that convention, the bounds of Tian and Pearl do not.";
  return "\n" + Paragraphs(text, Tone::kDim, style);
}

std::string Chains(const ExplainView& view, const Style& style) {
  const analysis::Explanation& why = view.explanation;
  if (why.chains.empty()) return "";
  std::string text =
      "\n" + Paint(fmt::format("The commonest chains, of {} worlds retold", why.chains_of),
                   Tone::kStrong, style) + "\n";
  for (const analysis::Chain& chain : why.chains) {
    std::string steps;
    for (const std::string& step : chain.steps) steps += (steps.empty() ? "" : " » ") + step;
    if (!style.unicode) {
      for (std::size_t at = steps.find("»"); at != std::string::npos; at = steps.find("»")) {
        steps.replace(at, std::string_view("»").size(), "=>");
      }
    }
    const auto lines = Wrap(steps + fmt::format("  (world {})", chain.example_world),
                            std::max(40, style.width - 8));
    for (std::size_t i = 0; i < lines.size(); ++i) {
      text += PadLeft(i == 0 ? std::to_string(chain.worlds) : "", 4) + "  " + lines[i] + "\n";
    }
  }
  return text;
}

std::string Draws(const ExplainView& view, const Style& style) {
  const analysis::Explanation& why = view.explanation;
  if (why.draws_looked_at == 0) return "";
  std::string text = "\n" + Paint("The draws that go with it", Tone::kStrong, style) + "\n";
  if (why.draws.empty()) {
    return text + Paragraphs(fmt::format("None of {} uncertain numbers makes a difference that "
                                         "these worlds could tell from chance.",
                                         why.draws_looked_at),
                             Tone::kDim, style);
  }
  std::vector<std::vector<std::string>> rows;
  for (const analysis::DrawShift& draw : why.draws) {
    const model::Parameter& parameter = view.model.parameters[draw.parameter.index()];
    rows.push_back({parameter.provenance.name, CellOf(draw.low_third).value,
                    CellOf(draw.high_third).value,
                    fmt::format("{:+.1f} points [{:+.1f}, {:+.1f}]", 100 * draw.shift.value,
                                100 * draw.shift.low, 100 * draw.shift.high),
                    parameter.provenance.title});
  }
  text += StyledTable({{"number", Align::kLeft, false},
                 {"lowest third", Align::kRight, false},
                 {"highest third", Align::kRight, false},
                 {"difference", Align::kLeft, false},
                 {"", Align::kLeft, true}},
                rows, style);
  if (why.draws_looked_at > why.draws.size()) {
    text += Paragraphs(fmt::format("{} others: no difference that these worlds could tell from "
                                   "chance.",
                                   why.draws_looked_at - why.draws.size()),
                       Tone::kDim, style);
  }
  return text;
}

std::string OneWorld(const ExplainView& view, const std::optional<analysis::ToldWorld>& told,
                     const char* what, const Style& style) {
  if (!told) return "";
  std::string text = "\n" + Paint(fmt::format("{}: world {}", what, told->world), Tone::kStrong,
                                  style) + "\n";
  const std::vector<std::size_t> list = ToTell(view, *told);
  if (list.empty()) return text + "nothing that is told led to it\n";
  return text + StoryExcerpt(view.model, told->story, list, style);
}

}  // namespace

std::string ExplainText(const ExplainView& view, const Style& style) {
  const analysis::Explanation& why = view.explanation;
  std::string text = Heading(view, style) + NecessityTable(view, style) +
                     SufficiencyTable(view, style) + Definitions(view, style) +
                     Draws(view, style) + Chains(view, style) +
                     OneWorld(view, why.typical, "Most typical", style) +
                     OneWorld(view, why.nearest_miss, "Nearest miss (it did not come to it)",
                              style) +
                     OneWorld(view, why.strangest, "Strangest", style);
  if (why.typical) {
    text += "\n" + Paint(fmt::format("A world in full: entente run {} --world {}   Without one "
                                     "thing: entente explain {} --world {} --without EVENT",
                                     view.model.name, why.typical->world, view.model.name,
                                     why.typical->world),
                         Tone::kDim, style) + "\n";
  }
  return Plain(std::move(text), style);
}

// ---- side by side -------------------------------------------------------------------------------

namespace {

constexpr std::size_t kContext = 2;  // equal rows shown around different ones

using analysis::WithoutResult;

bool ShownRow(const model::Model& model, const WithoutResult& result,
              const std::pair<std::size_t, std::size_t>& row) {
  if (row.first != WithoutResult::kNone) {
    return IsShown(model, result.with.occurrences[row.first]);
  }
  return IsShown(model, result.without.occurrences[row.second]);
}

bool Differs(const std::pair<std::size_t, std::size_t>& row) {
  return row.first == WithoutResult::kNone || row.second == WithoutResult::kNone;
}

std::string SideBySide(const model::Model& model, const WithoutResult& result,
                       const Style& style) {
  std::vector<std::pair<std::size_t, std::size_t>> shown;
  for (const auto& row : result.rows) {
    if (ShownRow(model, result, row)) shown.push_back(row);
  }
  std::vector<char> near(shown.size(), 0);
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (!Differs(shown[i])) continue;
    const std::size_t end = std::min(shown.size(), i + kContext + 1);
    for (std::size_t j = i < kContext ? 0 : i - kContext; j < end; ++j) near[j] = 1;
  }
  std::vector<std::vector<std::string>> rows;
  std::size_t hidden = 0;
  const auto skipped = [&] {
    if (hidden == 0) return;
    rows.push_back({"", fmt::format("… {} the same", hidden), ""});
    hidden = 0;
  };
  for (std::size_t i = 0; i < shown.size(); ++i) {
    if (near[i] == 0) {
      ++hidden;
      continue;
    }
    skipped();
    const auto& [left, right] = shown[i];
    const bool here = left != WithoutResult::kNone;
    const engine::Occurrence& one =
        here ? result.with.occurrences[left] : result.without.occurrences[right];
    const std::string what = HappeningText(model, one.happening);
    const std::string date = DateOf(model, one.day);
    if (left == result.removed_at) rows.push_back({date, what, "(taken away)"});
    else if (right == WithoutResult::kNone) rows.push_back({date, what, "–"});
    else if (!here) rows.push_back({date, "–", what});
    else rows.push_back({date, what, "the same"});
  }
  skipped();
  return StyledTable({{"date", Align::kLeft, false},
                {"as it is", Align::kLeft, true},
                {"without", Align::kLeft, true}},
               rows, style);
}

}  // namespace

std::string WithoutText(const model::Model& model, const WithoutResult& result,
                        const Style& style) {
  std::string text = Paint(fmt::format("{} · world {} of seed {}, without {}", model.name,
                                       result.with.world, result.with.seed, result.removed),
                           Tone::kStrong, style) + "\n\n";
  text += SideBySide(model, result, style);
  for (const engine::Story* story : {&result.with, &result.without}) {
    if (story->fault == engine::WorldFault::kNone) continue;
    text += "\n" + Paint(fmt::format("! {} the world stopped: {}",
                                     story == &result.with ? "as it is," : "without it,",
                                     story->fault_text),
                         Tone::kWarn, style) + "\n";
  }
  if (result.changed_outcomes.empty()) {
    return Plain(text + "\nNo outcome changes.\n", style);
  }
  std::vector<std::vector<std::string>> rows;
  for (const model::OutcomeId id : result.changed_outcomes) {
    const model::Outcome& outcome = model.outcomes[id.index()];
    rows.push_back({outcome.provenance.name,
                    OutcomeValueText(model, outcome, result.with.outcomes[id.index()]),
                    OutcomeValueText(model, outcome, result.without.outcomes[id.index()]),
                    outcome.provenance.title});
  }
  text += "\n" + Paint("Outcomes that change", Tone::kStrong, style) + "\n" +
          StyledTable({{"outcome", Align::kLeft, false},
                 {"as it is", Align::kLeft, false},
                 {"without", Align::kLeft, false},
                 {"", Align::kLeft, true}},
                rows, style);
  return Plain(std::move(text), style);
}

}  // namespace entente::report
