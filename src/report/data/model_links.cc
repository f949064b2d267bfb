// What moves what, read off the checked model: declared linkages with what they join, and the plain
// dependencies of rates, guards and effects.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "model/visit.h"
#include "report/data/model_json.h"
#include "report/words/names.h"

namespace entente::report {
namespace {

using Json = OrderedJson;
using Names = std::set<std::string>;

std::string FamilyOf(const model::Provenance& provenance) {
  return provenance.family.empty() ? provenance.name : provenance.family;
}

class Links {
 public:
  explicit Links(const ModelView& view)
      : view_(view), model_(view.model), fed_(model_.linkages.size()), read_(model_.linkages.size()) {
    for (std::size_t l = 0; l < model_.linkages.size(); ++l) {
      if (model_.linkages[l].between_acts) continue;
      linkage_of_.emplace(static_cast<std::uint32_t>(model_.linkages[l].strength.index()), l);
    }
  }

  Json Make() {
    for (const model::Channel& channel : model_.channels) {
      const Names subjects = SubjectsOf(channel.outlet);
      model::VisitChannel(channel, [&](model::ExprId id, const auto&, auto) {
        Reads(id, subjects);
      });
    }
    for (const model::Trigger& trigger : model_.triggers) {
      const Names subjects = SubjectsOf(trigger.outlet);
      model::VisitTrigger(trigger, [&](model::ExprId id, const auto&, auto) {
        Reads(id, subjects);
      });
    }
    for (const model::Decision& decision : model_.decisions) {
      const Names subjects{decision.provenance.name};
      Reads(decision.rationality, subjects);
      for (const model::DecisionOption& option : decision.options) {
        Reads(option.utility, subjects);
        Reads(option.guard, subjects);
        Causes(option.happening, decision.provenance.name);
      }
    }
    for (const model::Quantity& quantity : model_.quantities) {
      const Names subjects{FamilyOf(quantity.provenance)};
      model::VisitQuantity(quantity, [&](model::ExprId id, const auto&, std::string_view role) {
        if (role != "start") Reads(id, subjects);
      });
    }
    for (const model::Happening& happening : model_.happenings) Effects(happening);
    return Json::array_t(List());
  }

 private:
  // Where a link begins or ends: an issue, an event's family, a decision. Hidden bookkeeping: none.
  std::string SubjectOf(const model::Happening& happening) const {
    if (happening.kind == model::HappeningKind::kTransition) {
      const model::Issue& issue = model_.issues[happening.issue.index()];
      return Shown(issue) ? issue.provenance.name : "";
    }
    if (happening.kind == model::HappeningKind::kEvent) return FamilyOf(happening.provenance);
    return "";
  }
  static bool Shown(const model::Issue& issue) {
    return issue.kind == model::IssueKind::kIssue || issue.kind == model::IssueKind::kOffice;
  }

  Names SubjectsOf(const model::Outlet& outlet) const {
    Names names;
    if (outlet.decision.valid()) names.insert(model_.decisions[outlet.decision.index()].provenance.name);
    if (outlet.happening.valid()) names.insert(SubjectOf(model_.happenings[outlet.happening.index()]));
    if (outlet.chance.valid()) {
      for (const model::ChanceOption& option : model_.chances[outlet.chance.index()].options) {
        names.insert(SubjectOf(model_.happenings[option.happening.index()]));
      }
    }
    names.erase("");
    return names;
  }

  // Everything below an expression that a reader of the map knows.
  void Reads(model::ExprId id, const Names& subjects) {
    if (!id.valid() || subjects.empty()) return;
    std::set<std::uint32_t> seen;
    Collect(id, subjects, seen);
  }

  void Collect(model::ExprId id, const Names& subjects, std::set<std::uint32_t>& seen) {
    if (!id.valid() || !seen.insert(static_cast<std::uint32_t>(id.index())).second) return;
    const model::Expression& node = model_.expressions[id];
    switch (node.op) {
      case model::Op::kQuantity:
        Add("affects", FamilyOf(model_.quantities[node.index].provenance), subjects);
        break;
      case model::Op::kIssueIn:
      case model::Op::kStateValue:
      case model::Op::kTimeInState:
        if (Shown(model_.issues[node.index])) {
          Add("affects", model_.issues[node.index].provenance.name, subjects);
        }
        break;
      case model::Op::kTimeSince:
        Add("affects", SubjectOf(model_.happenings[node.index]), subjects);
        break;
      case model::Op::kPressure: {
        const model::LinkageId linkage = model_.pressures[node.index].linkage;
        if (linkage.valid()) read_[linkage.index()].insert(subjects.begin(), subjects.end());
        break;
      }
      case model::Op::kSelect:
        // `from` of a linkage between states: what chooses its factor.
        if (const auto linkage = LinkageOf(node.b)) IssuesIn(node.a, fed_[*linkage]);
        break;
      case model::Op::kDefinition:
        if (const auto linkage = LinkageOf(id)) {
          read_[*linkage].insert(subjects.begin(), subjects.end());
        }
        Collect(model_.definitions[node.index].value, subjects, seen);
        break;
      default: break;
    }
    for (const model::ExprId operand : {node.a, node.b, node.c}) Collect(operand, subjects, seen);
  }

  void Effects(const model::Happening& happening) {
    const std::string subject = SubjectOf(happening);
    for (const model::Feed& feed : happening.feeds) {
      const model::LinkageId linkage = model_.pressures[feed.pressure.index()].linkage;
      if (linkage.valid() && !subject.empty()) fed_[linkage.index()].insert(subject);
    }
    Effects(happening.effects, subject);
    for (const model::Reaction& reaction : happening.reactions) {
      if (!subject.empty()) {
        for (const model::Effect& effect : reaction.effects) Reads(effect.guard, TargetOf(effect));
      }
      Effects(reaction.effects, subject);
    }
  }

  Names TargetOf(const model::Effect& effect) const {
    Names names;
    if (effect.quantity.valid()) names.insert(FamilyOf(model_.quantities[effect.quantity.index()].provenance));
    if (effect.issue.valid() && Shown(model_.issues[effect.issue.index()])) {
      names.insert(model_.issues[effect.issue.index()].provenance.name);
    }
    return names;
  }

  void Effects(const std::vector<model::Effect>& effects, const std::string& subject) {
    for (const model::Effect& effect : effects) {
      const char* kind = "sets";
      switch (effect.kind) {
        case model::EffectKind::kIncrease: kind = "raises"; break;
        case model::EffectKind::kDecrease: kind = "lowers"; break;
        case model::EffectKind::kMove: kind = "moves"; break;
        case model::EffectKind::kExcite: continue;
        case model::EffectKind::kSet:
        case model::EffectKind::kScale: break;
      }
      Add(kind, subject, TargetOf(effect));
    }
  }

  void Causes(model::HappeningId id, const std::string& subject) {
    if (!id.valid()) return;
    const model::Happening& happening = model_.happenings[id.index()];
    if (const std::string target = SubjectOf(happening); !target.empty()) {
      Add("moves", subject, {target});
    }
    Effects(happening.effects, subject);
    for (const model::Feed& feed : happening.feeds) {
      const model::LinkageId linkage = model_.pressures[feed.pressure.index()].linkage;
      if (linkage.valid()) fed_[linkage.index()].insert(subject);
    }
  }

  void Add(const char* kind, const std::string& from, const Names& to) {
    if (from.empty()) return;
    for (const std::string& target : to) {
      if (target != from) plain_.emplace(from, target, kind);
    }
  }

  // The linkage between states whose factor an expression is.
  std::optional<std::size_t> LinkageOf(model::ExprId id) const {
    if (!id.valid() || model_.expressions[id].op != model::Op::kDefinition) return std::nullopt;
    const auto found = linkage_of_.find(model_.expressions[id].index);
    if (found == linkage_of_.end()) return std::nullopt;
    return found->second;
  }

  void IssuesIn(model::ExprId id, Names& names) const {
    if (!id.valid()) return;
    const model::Expression& node = model_.expressions[id];
    if (node.op == model::Op::kIssueIn && Shown(model_.issues[node.index])) {
      names.insert(model_.issues[node.index].provenance.name);
    }
    for (const model::ExprId operand : {node.a, node.b, node.c}) IssuesIn(operand, names);
  }

  Json::array_t List() const {
    Json::array_t list;
    for (std::size_t l = 0; l < model_.linkages.size(); ++l) {
      const model::Linkage& linkage = model_.linkages[l];
      Json one = {{"name", linkage.provenance.name},
                  {"title", TitleWithIndex(linkage.provenance)},
                  {"kind", "linkage"},
                  {"from", fed_[l]},
                  {"to", read_[l]},
                  {"between_acts", linkage.between_acts},
                  {"raises", linkage.raises},
                  {"strength", NumberJson(view_.strengths.at(l))},
                  {"words", linkage.from_text + " → " + linkage.to_text}};
      one.update(PlaceJson(model_, view_.folder, linkage.provenance.span));
      list.push_back(std::move(one));
    }
    for (const auto& [from, to, kind] : plain_) {
      list.push_back({{"kind", kind}, {"from", {from}}, {"to", {to}}});
    }
    return list;
  }

  const ModelView& view_;
  const model::Model& model_;
  std::map<std::uint32_t, std::size_t> linkage_of_;  // between states, by definition of the factor
  std::vector<Names> fed_, read_;  // by linkage: what feeds it, what it moves
  std::set<std::tuple<std::string, std::string, std::string>> plain_;  // from, to, kind
};

}  // namespace

Json LinksJson(const ModelView& view) { return Links(view).Make(); }

}  // namespace entente::report
