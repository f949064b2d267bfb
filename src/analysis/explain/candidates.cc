#include "analysis/explain/candidates.h"

#include <algorithm>
#include <map>

#include "base/diagnostic.h"

namespace entente::analysis {
namespace {

using model::HappeningId;
using model::HappeningKind;
using model::IssueKind;

CandidateKind KindOf(IssueKind kind) {
  if (kind == IssueKind::kOffice) return CandidateKind::kOffice;
  if (kind == IssueKind::kChance) return CandidateKind::kChance;
  return CandidateKind::kTransition;
}

// "a->b" and "a  ->  b" as "a -> b".
std::string Spaced(std::string name) {
  std::string plain;
  for (const char c : name) {
    if (c != ' ') plain += c;
  }
  const std::size_t arrow = plain.find("->");
  if (arrow != std::string::npos) plain.replace(arrow, 2, " -> ");
  return plain;
}

// The group's name, or empty for what is not shown.
std::string GroupOf(const model::Model& model, const model::Happening& happening,
                    CandidateKind* kind) {
  switch (happening.kind) {
    case HappeningKind::kNotice: return "";
    case HappeningKind::kEvent:
      *kind = CandidateKind::kEvent;
      return happening.provenance.family.empty() ? happening.provenance.name
                                                 : happening.provenance.family;
    case HappeningKind::kOption:
      *kind = CandidateKind::kOption;
      return happening.provenance.name;
    case HappeningKind::kTransition: break;
  }
  const model::Issue& issue = model.issues[happening.issue.index()];
  if (issue.kind == IssueKind::kHidden) return "";
  *kind = KindOf(issue.kind);
  return issue.provenance.name + " -> " + issue.states[happening.to].name;
}

}  // namespace

const char* KindName(CandidateKind kind) {
  switch (kind) {
    case CandidateKind::kTransition: return "transition";
    case CandidateKind::kOffice: return "office";
    case CandidateKind::kChance: return "chance";
    case CandidateKind::kOption: return "option";
    case CandidateKind::kEvent: return "event";
  }
  return "event";
}

std::vector<Candidate> CandidatesOf(const model::Model& model) {
  std::vector<Candidate> candidates;
  std::map<std::pair<CandidateKind, std::string>, std::size_t> index;
  for (std::size_t h = 0; h < model.happenings.size(); ++h) {
    CandidateKind kind = CandidateKind::kEvent;
    const std::string name = GroupOf(model, model.happenings[h], &kind);
    if (name.empty()) continue;
    const auto [place, fresh] = index.try_emplace({kind, name}, candidates.size());
    if (fresh) candidates.push_back({kind, name, {}});
    candidates[place->second].happenings.push_back(HappeningId(h));
  }
  return candidates;
}

Result<Candidate> FindCandidate(const model::Model& model, const std::string& name) {
  const std::string wanted = Spaced(name);
  const std::vector<Candidate> candidates = CandidatesOf(model);
  std::vector<std::string> names;
  for (const Candidate& candidate : candidates) {
    if (Spaced(candidate.name) == wanted) return candidate;
    names.push_back(candidate.name);
  }
  for (const Candidate& candidate : candidates) {
    for (const HappeningId id : candidate.happenings) {
      const std::string& own = model.happenings[id.index()].provenance.name;
      if (Spaced(own) == wanted) return Candidate{candidate.kind, own, {id}};
      if (own != candidate.name) names.push_back(own);
    }
  }
  const std::optional<std::string> nearest = NearestName(name, names);
  return Fail("nothing that can happen is called `" + name + "`" +
              (nearest ? "; did you mean `" + *nearest + "`?" : ""));
}

Candidate Without(Candidate candidate, const std::vector<HappeningId>& others) {
  std::erase_if(candidate.happenings, [&](HappeningId id) {
    return std::find(others.begin(), others.end(), id) != others.end();
  });
  return candidate;
}

}  // namespace entente::analysis
