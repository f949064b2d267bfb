#include "report/data/explain_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/data/run_view.h"
#include "report/text/numbers.h"
#include "report/text/story.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

constexpr std::size_t kMostTold = 14;
constexpr std::size_t kLeadingCauses = 8;

}  // namespace

std::string CandidateText(const model::Model& model, const analysis::Candidate& candidate) {
  const model::HappeningId first = candidate.happenings.front();
  const model::Happening& happening = model.happenings[first.index()];
  if (happening.kind == model::HappeningKind::kTransition) {
    const model::Issue& issue = model.issues[happening.issue.index()];
    return TitleOf(issue.provenance) + ": " + StateText(issue, happening.to);
  }
  if (candidate.happenings.size() == 1) return HappeningText(model, first);
  return happening.provenance.title.empty() ? NameInWords(candidate.name)
                                            : happening.provenance.title;
}

ShareCell CellOf(const engine::Estimate& share) {
  if (std::isnan(share.value)) return {"–", ""};
  const EstimateText text = ShareText(share);
  return {text.value, text.interval};
}

std::string BoundsText(const analysis::Bounds& bounds) {
  return fmt::format("{:.0f} – {:.0f} %", 100 * bounds.low, 100 * bounds.high);
}

std::string CountsText(std::uint64_t part, std::uint64_t whole) {
  return Thousands(part) + " of " + Thousands(whole);
}

std::vector<std::size_t> ToTell(const ExplainView& view, const analysis::ToldWorld& told) {
  std::vector<std::size_t> list;
  if (told.effect) {
    for (const std::size_t i : told.because) {
      if (IsShown(view.model, told.story.occurrences[i])) list.push_back(i);
    }
    if (list.size() > kMostTold) {
      list.erase(list.begin(), list.end() - static_cast<std::ptrdiff_t>(kMostTold));
    }
    return list;
  }
  const auto& causes = view.explanation.causes;
  for (std::size_t c = 0; c < std::min(causes.size(), kLeadingCauses); ++c) {
    const auto& any = causes[c].candidate.happenings;
    for (std::size_t i = 0; i < told.story.occurrences.size(); ++i) {
      const model::HappeningId id = told.story.occurrences[i].happening;
      if (std::find(any.begin(), any.end(), id) == any.end()) continue;
      list.push_back(i);
      break;
    }
  }
  std::sort(list.begin(), list.end());
  list.erase(std::unique(list.begin(), list.end()), list.end());
  return list;
}

}  // namespace entente::report
