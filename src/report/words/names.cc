#include "report/words/names.h"

#include <algorithm>

namespace entente::report {
namespace {

std::string TransitionText(const model::Model& model, const model::Happening& happening) {
  const model::Issue& issue = model.issues[happening.issue.index()];
  std::string text = TitleOf(issue.provenance);
  if (issue.kind == model::IssueKind::kChance) {
    return text + ": " + StateText(issue, happening.to);
  }
  if (happening.from == model::kAnyState) return text + ": now " + StateText(issue, happening.to);
  return text + ": " + StateText(issue, happening.from) + " → " + StateText(issue, happening.to);
}

// "Keep or leave the agreement: notice" for the option renew_gsomia.notice.
std::string OptionText(const model::Model& model, model::HappeningId id) {
  for (const model::Decision& decision : model.decisions) {
    for (const model::DecisionOption& option : decision.options) {
      if (option.happening != id) continue;
      const model::Provenance& own = model.happenings[id.index()].provenance;
      const bool titled = !own.title.empty() && own.title != decision.provenance.title;
      std::string text = TitleOf(decision.provenance);
      if (decision.provenance.title.empty() && decision.by.valid()) {
        text = model.actors[decision.by.index()].provenance.name + " decides on " + text;
      }
      return text + ": " + (titled ? own.title : NameInWords(option.name));
    }
  }
  return "";
}

}  // namespace

std::string NameInWords(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string TitleOf(const model::Provenance& provenance) {
  return provenance.title.empty() ? NameInWords(provenance.name) : provenance.title;
}

std::string TitleWithIndex(const model::Provenance& provenance) {
  const std::string index = provenance.title.empty() ? "" : IndexOf(provenance.name);
  return index.empty() ? TitleOf(provenance) : TitleOf(provenance) + " (" + index + ")";
}

std::string IndexOf(const std::string& name) {
  const std::size_t open = name.find('[');
  const std::size_t close = name.rfind(']');
  if (open == std::string::npos || close == std::string::npos || close < open) return "";
  std::string inner;
  for (const char c : name.substr(open + 1, close - open - 1)) {
    inner += c == ',' ? std::string(", ") : std::string(1, c);
  }
  return inner;
}

std::string StateText(const model::Issue& issue, model::StateIndex state) {
  if (state >= issue.states.size()) return "?";
  const model::State& one = issue.states[state];
  return one.title.empty() ? NameInWords(one.name) : one.title;
}

std::string HappeningText(const model::Model& model, model::HappeningId id) {
  const model::Happening& happening = model.happenings[id.index()];
  if (happening.kind == model::HappeningKind::kTransition && happening.issue.valid()) {
    return TransitionText(model, happening);
  }
  if (happening.kind == model::HappeningKind::kOption) {
    if (std::string text = OptionText(model, id); !text.empty()) return text;
  }
  std::string text = TitleOf(happening.provenance);
  const std::string index = IndexOf(happening.provenance.name);
  if (!happening.provenance.title.empty() && !index.empty()) {
    std::string pair = index;
    const std::size_t comma = pair.find(", ");
    const bool dyad = happening.act.has_value() && comma != std::string::npos &&
                      pair.find(", ", comma + 1) == std::string::npos;
    if (dyad) pair.replace(comma, 2, " → ");
    text += " (" + pair + ")";
  }
  return text;
}

}  // namespace entente::report
