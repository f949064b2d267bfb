#include "language/lower/linkages.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <variant>

#include <fmt/format.h>

#include "language/check/declarations.h"
#include "language/lower/arithmetic.h"
#include "language/lower/definitions.h"
#include "language/lower/expression.h"
#include "language/lower/lower.h"
#include "language/lower/parameters.h"

namespace entente::language::lower {
namespace {

using check::Element;
using check::Space;
using check::Symbol;
using check::SymbolKind;
using check::Value;
using model::HappeningId;
using model::LinkageId;
using model::PressureId;
using syntax::ActLinkage;
using syntax::LinkageChange;
using syntax::LinkageDecl;
using syntax::StateLinkage;

// ---- strength and half-life ------------------------------------------------------------------

struct Strength {
  model::ExprId value;             // per act of weight 10, or a factor; invalid while drawn
  std::optional<PriorWithType> drawn;
  model::ExprId half_life_days;
  double weight_scale = 1.0;       // 10 / the weight in `per act of weight`
};

bool CheckSign(Context& context, model::ExprId value, std::string_view what, SourceSpan span) {
  const auto& pool = context.model.expressions;
  if (!pool.IsConstant(value) || pool.ConstantValue(value) >= 0.0) return true;
  context.Report(DiagnosticKind::kOutOfRange, span,
                 fmt::format("{} is {:g}; it can not be negative", what,
                             pool.ConstantValue(value)),
                 "a linkage that works the other way is written with `adds` or `lowers`");
  return false;
}

bool LowerSize(Context& context, const Scope& scope, syntax::ExprId low, syntax::ExprId high,
               bool positive, std::string_view what, Strength& strength) {
  if (high.valid()) {
    strength.drawn = LowerInterval(context, scope, low, high, positive, what);
    if (!strength.drawn) return false;
    if (strength.drawn->type.time_halves != check::kNoTime) {
      context.Report(DiagnosticKind::kUnitMismatch, scope.at(low).span,
                     fmt::format("{} is {}; a number is wanted", what,
                                 Describe(strength.drawn->type)));
      return false;
    }
    return true;
  }
  strength.value = LowerNumber(context, scope, low, what);
  return strength.value.valid() && CheckSign(context, strength.value, what, scope.at(low).span);
}

std::optional<Strength> LowerStrength(Context& context, const Scope& scope, const ActLinkage& link,
                                      SourceSpan span) {
  Strength strength;
  if (!LowerSize(context, scope, link.strength, link.strength_high, true,
                 "the strength of a linkage", strength)) {
    return std::nullopt;
  }
  if (link.per_weight.valid()) {
    const auto weight =
        LowerConstant(context, scope, link.per_weight, "the weight of the act that is meant");
    if (!weight) return std::nullopt;
    if (!(weight->value > 0.0) || weight->type.time_halves != check::kNoTime) {
      context.Report(DiagnosticKind::kOutOfRange, scope.at(link.per_weight).span,
                     "the weight of the act that is meant must be a positive number",
                     "write `per act of weight 10`");
      return std::nullopt;
    }
    strength.weight_scale = 10.0 / weight->value;
  }
  if (!link.half_life.valid()) {
    context.Report(DiagnosticKind::kMissingClause, span,
                   "the linkage does not say how long its pressure lasts",
                   "add `, half-life 6 months`");
    return std::nullopt;
  }
  strength.half_life_days =
      LowerAs(context, scope, link.half_life, check::kDuration, "the half-life of a linkage");
  if (!strength.half_life_days.valid()) return std::nullopt;
  const auto& pool = context.model.expressions;
  if (pool.IsConstant(strength.half_life_days) &&
      !(pool.ConstantValue(strength.half_life_days) > 0.0)) {
    context.Report(DiagnosticKind::kOutOfRange, scope.at(link.half_life).span,
                   "the half-life of a linkage must be longer than nothing");
    return std::nullopt;
  }
  return strength;
}

std::optional<Strength> LowerStrength(Context& context, const Scope& scope,
                                      const StateLinkage& link, SourceSpan) {
  Strength strength;
  if (!LowerSize(context, scope, link.factor, link.factor_high, true, "the factor of a linkage",
                 strength)) {
    return std::nullopt;
  }
  return strength;
}

// ---- the linkages of one declaration ---------------------------------------------------------

class Declarer {
 public:
  Declarer(Context& context, LinkagePlan& plan, const std::vector<std::string>& excited)
      : context_(context), plan_(plan), excited_(excited.begin(), excited.end()) {}

  void Declare(const syntax::SyntaxTree& tree, const syntax::Decl& decl, const LinkageDecl& node);

 private:
  using SizeKey = std::tuple<std::uint32_t, std::uint32_t, int, double, double>;
  static SizeKey KeyOf(const Strength& strength);
  bool CheckForm(const syntax::Decl& decl, const LinkageDecl& node);
  LinkageId AddLinkage(const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                       const LinkageDecl& node, const std::string& key, const Strength& strength);
  void AddPressures(const Scope& scope, const LinkageDecl& node, const ActLinkage& link,
                    LinkageElement& element, bool& matched);
  void AddPressuresOn(HappeningId target, const ActClass& to, LinkageElement& element,
                      model::ExprId half_life);
  void AddPressuresOf(HappeningId target, model::ActorId by, model::ActorId toward,
                      model::TrackId track, const ActClass& to, LinkageElement& element,
                      model::ExprId half_life);
  std::string FromText(const syntax::SyntaxTree& tree, const LinkageDecl& node) const;
  std::string ToText(const LinkageDecl& node) const;

  Context& context_;
  LinkagePlan& plan_;
  std::set<std::string> excited_;
  std::map<std::string, PressureId> pressures_;
};

Declarer::SizeKey Declarer::KeyOf(const Strength& strength) {
  const model::Prior prior = strength.drawn ? strength.drawn->prior : model::Prior{};
  return {strength.value.valid() ? strength.value.index() : 0xffffffffu,
          strength.half_life_days.valid() ? strength.half_life_days.index() : 0xffffffffu,
          static_cast<int>(prior.kind), prior.a, prior.b};
}

bool Declarer::CheckForm(const syntax::Decl& decl, const LinkageDecl& node) {
  const bool acts = std::holds_alternative<ActLinkage>(node.body);
  if (acts != (node.change == LinkageChange::kMultiplies)) return true;
  context_.Report(DiagnosticKind::kConflictingClauses, decl.span,
                  acts ? "a linkage from acts adds to or lowers later acts; only the state of an "
                         "issue `multiplies`"
                       : "the state of an issue `multiplies` rates; only acts add to or lower later "
                         "acts",
                  acts ? "write `adds 60 % per act of weight 10, half-life 6 months`"
                       : "write `multiplies by 2`");
  return false;
}

std::string Declarer::FromText(const syntax::SyntaxTree& tree, const LinkageDecl& node) const {
  if (const auto* acts = std::get_if<ActLinkage>(&node.body)) {
    return context_.TextOf(acts->from.span);
  }
  const syntax::ExprId condition = std::get<StateLinkage>(node.body).condition;
  return condition.valid() ? context_.TextOf(tree.at(condition).span) : std::string();
}

std::string Declarer::ToText(const LinkageDecl& node) const {
  if (const auto* acts = std::get_if<ActLinkage>(&node.body)) {
    return context_.TextOf(acts->to.span);
  }
  const auto& link = std::get<StateLinkage>(node.body);
  if (link.acts) return context_.TextOf(link.acts->span);
  std::string text;
  for (const syntax::Happening& happening : link.targets) {
    if (!text.empty()) text += ", ";
    text += context_.TextOf(happening.span);
  }
  return text;
}

LinkageId Declarer::AddLinkage(const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                               const LinkageDecl& node, const std::string& key,
                               const Strength& strength) {
  auto& pool = context_.model.expressions;
  model::Linkage linkage;
  linkage.provenance = MakeProvenance(context_, decl.annotations, node.name.text, key, decl.span);
  linkage.between_acts = std::holds_alternative<ActLinkage>(node.body);
  linkage.raises = node.change != LinkageChange::kLowers;
  linkage.half_life_days = strength.half_life_days;
  linkage.from_text = FromText(tree, node);
  linkage.to_text = ToText(node);
  model::ExprId size = strength.value;
  if (strength.drawn) {
    const model::Unit unit = DisplayUnit(strength.drawn->type, syntax::TimeUnit::kYear, false);
    const model::ParameterId parameter =
        AddParameter(context_, linkage.provenance, *strength.drawn, unit);
    size = pool.Leaf(model::Op::kParameter, parameter.index(), decl.span);
  }
  if (strength.weight_scale != 1.0) {
    size = pool.Multiply(size, pool.Constant(strength.weight_scale));
  }
  model::Provenance provenance = linkage.provenance;
  provenance.name += " strength";
  provenance.luck_name += " strength";
  model::Unit unit;
  unit.share = linkage.between_acts;
  linkage.strength = AddDefinition(context_, std::move(provenance), NumberValue(size), unit);
  context_.model.linkages.push_back(std::move(linkage));
  return LinkageId(context_.model.linkages.size() - 1);
}

// One pressure for each pair, track and sign of an act that can be raised.
void Declarer::AddPressuresOn(HappeningId target, const ActClass& to, LinkageElement& element,
                              model::ExprId half_life) {
  const model::Act act = *context_.model.happenings[target.index()].act;
  for (const auto& [by, toward] : PairsOf(act)) {
    if (!to.HasPair(by, toward)) continue;
    for (const model::ActTopic& topic : TopicsOf(act)) {
      if (!to.HasTrack(topic.track)) continue;
      AddPressuresOf(target, by, toward, topic.track, to, element, half_life);
    }
  }
}

void Declarer::AddPressuresOf(HappeningId target, model::ActorId by, model::ActorId toward,
                              model::TrackId track, const ActClass& to, LinkageElement& element,
                              model::ExprId half_life) {
  const model::Linkage& linkage = context_.model.linkages[element.linkage.index()];
  const auto name_of = [&](const auto& list, auto id) { return list[id.index()].provenance.name; };
  for (const bool hostile : {true, false}) {
    if (hostile && to.sign == syntax::ActSign::kCooperative) continue;
    if (!hostile && to.sign == syntax::ActSign::kHostile) continue;
    if (!CanHaveSign(context_, target, hostile)) continue;
    model::Pressure pressure;
    pressure.name = fmt::format("{}>{}[{},{}", linkage.provenance.name,
                                hostile ? "hostile" : "cooperative",
                                name_of(context_.model.actors, by),
                                name_of(context_.model.actors, toward));
    if (track.valid()) pressure.name += "," + name_of(context_.model.tracks, track);
    pressure.name += "]";
    pressure.linkage = element.linkage;
    pressure.by = by;
    pressure.toward = toward;
    pressure.track = track;
    pressure.hostile = hostile;
    pressure.raises = linkage.raises;
    pressure.half_life_days = half_life;
    const auto [place, fresh] =
        pressures_.emplace(pressure.name, PressureId(context_.model.pressures.size()));
    if (fresh) context_.model.pressures.push_back(std::move(pressure));
    if (std::find(element.pressures.begin(), element.pressures.end(), place->second) ==
        element.pressures.end()) {
      element.pressures.push_back(place->second);
    }
  }
}

void Declarer::AddPressures(const Scope& scope, const LinkageDecl& node, const ActLinkage& link,
                            LinkageElement& element, bool& matched) {
  const auto from = ResolvePattern(context_, scope, link.from);
  // One mistake in both patterns is one message.
  const auto to = from ? ResolvePattern(context_, scope, link.to) : std::nullopt;
  if (!from || !to) {
    matched = true;  // reported: no second message about what it matches
    return;
  }
  element.from = *from;
  if (!context_.Spend(context_.model.happenings.size() / 8 + 1, link.from.span)) return;
  const std::vector<HappeningId> targets = ActsIn(context_, *to);
  const bool fed = !ActsIn(context_, *from).empty() || excited_.count(node.name.text) > 0;
  if (targets.empty() || !fed) return;
  matched = true;
  const model::ExprId half_life =
      context_.model.linkages[element.linkage.index()].half_life_days;
  for (const HappeningId target : targets) AddPressuresOn(target, *to, element, half_life);
}

void Declarer::Declare(const syntax::SyntaxTree& tree, const syntax::Decl& decl,
                       const LinkageDecl& node) {
  Symbol* symbol =
      DeclareName(context_, Space::kThing, SymbolKind::kLinkage, node.name, tree, decl);
  if (symbol == nullptr || !CheckForm(decl, node)) return;
  symbol->arity = check::ArityOf(node.head);
  symbol->position = context_.model.linkages.size();
  const Scope file(tree);
  std::vector<std::pair<Element, Strength>> sized;
  std::set<SizeKey> sizes;
  for (Element& element : Expand(context_, file, node.head)) {
    const Scope scope = Bound(file, element);
    const auto strength = std::visit(
        [&](const auto& link) { return LowerStrength(context_, scope, link, decl.span); },
        node.body);
    if (!strength) return;
    sizes.insert(KeyOf(*strength));
    sized.emplace_back(std::move(element), *strength);
  }
  // Elements of one strength are one linkage; where they differ, each is its own.
  bool matched = sized.empty();
  LinkageId shared;
  for (auto& [element, strength] : sized) {
    if (context_.exhausted) return;
    const Scope scope = Bound(file, element);
    LinkageElement entry;
    entry.tree = &tree;
    entry.node = &node;
    if (sizes.size() > 1 || !shared.valid()) {
      shared =
          AddLinkage(tree, decl, node, sizes.size() > 1 ? element.key : std::string(), strength);
    }
    entry.linkage = shared;
    AddElement(*symbol, element.key, shared.index());
    entry.element = std::move(element);
    if (const auto* link = std::get_if<ActLinkage>(&node.body)) {
      AddPressures(scope, node, *link, entry, matched);
    } else {
      matched = true;  // judged when the rates exist
    }
    plan_.elements.push_back(std::move(entry));
  }
  if (matched) return;
  const auto& link = std::get<ActLinkage>(node.body);
  context_.Report(DiagnosticKind::kNothingToChange, node.name.span,
                  fmt::format("linkage `{}` never acts: the model has no acts `{}` that could be "
                              "followed by acts `{}`",
                              node.name.text, context_.TextOf(link.from.span),
                              context_.TextOf(link.to.span)),
                  "acts are events, options and transitions with `by`, `toward`, `about` and "
                  "`weight`");
}

// ---- which linkages are excited by effects ---------------------------------------------------

void CollectExcited(const std::vector<syntax::Effect>& effects, std::vector<std::string>& names) {
  for (const syntax::Effect& effect : effects) {
    if (const auto* excite = std::get_if<syntax::ExciteEffect>(&effect.action)) {
      names.push_back(excite->linkage.name.text);
    } else if (const auto* loop = std::get_if<syntax::ForEffect>(&effect.action)) {
      CollectExcited(loop->body, names);
    } else if (const auto* group = std::get_if<syntax::GroupEffect>(&effect.action)) {
      CollectExcited(group->body, names);
    }
  }
}

}  // namespace

std::vector<std::string> ExcitedNames(Context& context) {
  std::vector<std::string> names;
  check::ForEach<syntax::IssueDecl>(context, [&](const auto&, const auto&, const auto& node) {
    for (const syntax::ArcClause& arc : node.arcs) CollectExcited(arc.effects, names);
  });
  check::ForEach<syntax::EventDecl>(context, [&](const auto&, const auto&, const auto& node) {
    CollectExcited(node.effects, names);
    if (!node.success) return;
    CollectExcited(node.success->then_effects, names);
    CollectExcited(node.success->else_effects, names);
  });
  check::ForEach<syntax::UponDecl>(context, [&](const auto&, const auto&, const auto& node) {
    CollectExcited(node.effects, names);
  });
  check::ForEach<syntax::DecisionDecl>(context, [&](const auto&, const auto&, const auto& node) {
    for (const syntax::OptionClause& option : node.options) {
      CollectExcited(option.effects, names);
    }
  });
  return names;
}

bool Damps(const LinkageDamping& damping, const LinkageElement& element) {
  const auto contains = [](const auto& list, const auto& one) {
    return std::find(list.begin(), list.end(), one) != list.end();
  };
  return contains(damping.linkages, element.linkage) &&
         (damping.keys.empty() || contains(damping.keys, element.element.key));
}

std::vector<LinkageId> LinkagesOf(const Symbol& symbol) {
  std::vector<LinkageId> linkages;
  for (const auto& [key, index] : symbol.order) {
    if (linkages.empty() || linkages.back().index() != index) linkages.emplace_back(index);
  }
  return linkages;
}

void DeclareLinkages(Context& context) {
  auto plan = std::make_shared<LinkagePlan>();
  context.linkage_plan = plan;
  Declarer declarer(context, *plan, ExcitedNames(context));
  check::ForEach<LinkageDecl>(context, [&](const syntax::SyntaxTree& tree,
                                           const syntax::Decl& decl, const LinkageDecl& node) {
    declarer.Declare(tree, decl, node);
  });
  context.pressures_known = true;
}

}  // namespace entente::language::lower
