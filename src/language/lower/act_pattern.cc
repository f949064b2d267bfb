#include "language/lower/act_pattern.h"

#include <algorithm>

#include <fmt/format.h>

#include "language/check/expand.h"

namespace entente::language::lower {
namespace {

using model::ActorId;
using model::HappeningId;
using model::Op;

template <typename T>
bool Contains(const std::vector<T>& list, const T& one) {
  return std::find(list.begin(), list.end(), one) != list.end();
}

// The weight as a number if it is known while compiling.
std::optional<double> KnownWeight(const Context& context, HappeningId id) {
  const model::Happening& happening = context.model.happenings[id.index()];
  if (!happening.act || !happening.act->weight.valid()) return std::nullopt;
  if (!context.model.expressions.IsConstant(happening.act->weight)) return std::nullopt;
  return context.model.expressions.ConstantValue(happening.act->weight);
}

bool AddDyads(Context& context, const Scope& scope, const syntax::ActPattern& pattern,
              ActClass& acts) {
  for (const syntax::Dyad& dyad : pattern.dyads) {
    const std::vector<ActorId> from = ActorsNamed(context, scope, {dyad.from});
    const std::vector<ActorId> to = ActorsNamed(context, scope, {dyad.to});
    if (from.empty() || to.empty()) return false;
    for (const ActorId a : from) {
      for (const ActorId b : to) {
        if (a != b && !Contains(acts.pairs, {a, b})) acts.pairs.emplace_back(a, b);
      }
    }
  }
  const std::vector<ActorId> between = ActorsNamed(context, scope, pattern.between);
  if (between.empty() && !pattern.between.empty()) return false;
  for (const ActorId a : between) {
    for (const ActorId b : between) {
      if (a != b && !Contains(acts.pairs, {a, b})) acts.pairs.emplace_back(a, b);
    }
  }
  acts.any_pair = pattern.dyads.empty() && pattern.between.empty();
  if (acts.any_pair || !acts.pairs.empty()) return true;
  context.Report(DiagnosticKind::kEmptyIndex, pattern.span,
                 fmt::format("`{}` names no two different actors; an act is by one toward another",
                             context.TextOf(pattern.span)),
                 "in an indexed linkage add `where a != b`");
  return false;
}

bool Matches(const model::Act& act, const ActClass& acts) {
  const bool about = acts.HasTrack(act.track) ||
                     std::any_of(act.also_about.begin(), act.also_about.end(),
                                 [&](const auto& topic) { return acts.HasTrack(topic.track); });
  if (!about || !acts.HasTags(act)) return false;
  if (acts.any_pair && acts.toward.empty()) {
    if (acts.by.empty()) return true;
    return std::any_of(act.by.begin(), act.by.end(),
                       [&](ActorId who) { return Contains(acts.by, who); });
  }
  if (acts.any_pair && acts.by.empty()) {
    return std::any_of(act.toward.begin(), act.toward.end(),
                       [&](ActorId whom) { return Contains(acts.toward, whom); });
  }
  const std::vector<ActorPair> pairs = PairsOf(act);
  return std::any_of(pairs.begin(), pairs.end(),
                     [&](const ActorPair& pair) { return acts.HasPair(pair.first, pair.second); });
}

}  // namespace

bool ActClass::HasTags(const model::Act& act) const {
  if (only_public && Contains(act.tags, std::string("quiet"))) return false;
  return std::all_of(tags.begin(), tags.end(),
                     [&](const std::string& tag) { return Contains(act.tags, tag); });
}

bool ActClass::HasTrack(model::TrackId track) const {
  return any_track || (track.valid() && Contains(tracks, track));
}

bool ActClass::HasPair(ActorId who, ActorId to_whom) const {
  if (!any_pair && !Contains(pairs, {who, to_whom})) return false;
  if (!by.empty() && !Contains(by, who)) return false;
  return toward.empty() || Contains(toward, to_whom);
}

std::optional<ActClass> ResolvePattern(Context& context, const Scope& scope,
                                       const syntax::ActPattern& pattern) {
  ActClass acts;
  acts.sign = pattern.sign;
  for (const syntax::Name& tag : pattern.tags) {
    if (tag.text == "public") {
      acts.only_public = true;
    } else if (tag.text == "quiet" || context.tags.contains(tag.text)) {
      acts.tags.push_back(tag.text);
    } else {
      std::vector<std::string> known(context.tags.begin(), context.tags.end());
      known.insert(known.end(), {"public", "quiet"});
      context.Unknown("a tag of any act", tag, known);
      return std::nullopt;
    }
  }
  bool sound = AddDyads(context, scope, pattern, acts);
  acts.by = ActorsNamed(context, scope, pattern.by);
  acts.toward = ActorsNamed(context, scope, pattern.toward);
  acts.tracks = TracksNamed(context, scope, pattern.about);
  acts.any_track = pattern.about.empty();
  sound = sound && (pattern.by.empty() || !acts.by.empty()) &&
          (pattern.toward.empty() || !acts.toward.empty()) &&
          (pattern.about.empty() || !acts.tracks.empty());
  if (!sound) return std::nullopt;
  return acts;
}

std::vector<ActorPair> PairsOf(const model::Act& act) {
  std::vector<ActorPair> pairs;
  for (const ActorId who : act.by) {
    for (const ActorId whom : act.toward) {
      if (who != whom) pairs.emplace_back(who, whom);
    }
  }
  return pairs;
}

bool CanHaveSign(const Context& context, HappeningId id, bool hostile) {
  if (const auto weight = KnownWeight(context, id)) return hostile ? *weight < 0.0 : *weight > 0.0;
  const check::HappeningInfo& info = context.happenings[id.index()];
  return hostile ? info.can_be_hostile : info.can_be_cooperative;
}

bool SignIsKnown(const Context& context, HappeningId id) {
  if (KnownWeight(context, id)) return true;
  const check::HappeningInfo& info = context.happenings[id.index()];
  return !(info.can_be_hostile && info.can_be_cooperative);
}

bool IsIn(const Context& context, const ActClass& acts, HappeningId id) {
  const model::Happening& happening = context.model.happenings[id.index()];
  if (!happening.act || !Matches(*happening.act, acts)) return false;
  if (acts.sign == syntax::ActSign::kHostile && !CanHaveSign(context, id, true)) return false;
  return acts.sign != syntax::ActSign::kCooperative || CanHaveSign(context, id, false);
}

std::vector<HappeningId> ActsIn(const Context& context, const ActClass& acts) {
  std::vector<HappeningId> found;
  for (std::size_t i = 0; i < context.model.happenings.size(); ++i) {
    if (IsIn(context, acts, HappeningId(i))) found.emplace_back(i);
  }
  return found;
}

std::vector<model::ActTopic> TopicsOf(const model::Act& act) {
  std::vector<model::ActTopic> topics = {{act.track, act.track_while}};
  topics.insert(topics.end(), act.also_about.begin(), act.also_about.end());
  return topics;
}

model::ExprId TopicGuard(Context& context, const ActClass& acts, HappeningId id) {
  if (acts.any_track) return {};
  auto& pool = context.model.expressions;
  model::ExprId any;
  for (const model::ActTopic& topic : TopicsOf(*context.model.happenings[id.index()].act)) {
    if (!acts.HasTrack(topic.track)) continue;
    if (!topic.guard.valid()) return {};
    any = any.valid() ? pool.Binary(Op::kOr, any, topic.guard) : topic.guard;
  }
  return any;
}

model::ExprId SignGuard(Context& context, HappeningId id, bool hostile) {
  if (SignIsKnown(context, id)) return {};
  auto& pool = context.model.expressions;
  const model::ExprId weight = context.model.happenings[id.index()].act->weight;
  const model::ExprId zero = pool.Constant(0.0);
  return hostile ? pool.Binary(Op::kLess, weight, zero) : pool.Binary(Op::kLess, zero, weight);
}

}  // namespace entente::language::lower
