// Which acts a pattern of the text means: `hostile a -> b about t`, `acts between KOR, JPN`. Linkages,
// outcomes and policies all name acts in this way.
#ifndef ENTENTE_LANGUAGE_LOWER_ACT_PATTERN_H_
#define ENTENTE_LANGUAGE_LOWER_ACT_PATTERN_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

using check::Context;
using check::Scope;

using ActorPair = std::pair<model::ActorId, model::ActorId>;  // who acts, toward whom

// A pattern with its names resolved. What is not said is not demanded.
struct ActClass {
  syntax::ActSign sign = syntax::ActSign::kAny;
  bool any_pair = true;                 // neither dyads nor `between`
  std::vector<ActorPair> pairs;
  std::vector<model::ActorId> by;       // empty: anybody
  std::vector<model::ActorId> toward;   // empty: anybody, or nobody
  bool any_track = true;
  std::vector<model::TrackId> tracks;
  std::vector<std::string> tags;  // sorted; the act has all of them
  bool only_public = false;       // the act is not quiet

  bool HasTags(const model::Act& act) const;
  bool HasTrack(model::TrackId track) const;
  bool HasPair(model::ActorId who, model::ActorId to_whom) const;
};

// Resolves a pattern; nullopt (reported) if a name in it is wrong.
std::optional<ActClass> ResolvePattern(Context& context, const Scope& scope,
                                       const syntax::ActPattern& pattern);

// The ordered pairs of an act: everyone who acts toward everyone else it is directed at.
std::vector<ActorPair> PairsOf(const model::Act& act);

// Whether the act may be hostile (or cooperative), so far as its weight is known.
bool CanHaveSign(const Context& context, model::HappeningId id, bool hostile);
// Whether the weight is a known number, so that the sign never changes.
bool SignIsKnown(const Context& context, model::HappeningId id);

// All happenings that are acts of the class.
std::vector<model::HappeningId> ActsIn(const Context& context, const ActClass& acts);

// Whether one happening is an act of the class.
bool IsIn(const Context& context, const ActClass& acts, model::HappeningId id);

// 1 while the act is about a track of the class, else 0; invalid if it always is.
model::ExprId TopicGuard(Context& context, const ActClass& acts, model::HappeningId id);
// The tracks an act may be about, each with its condition; one invalid track if it has none.
std::vector<model::ActTopic> TopicsOf(const model::Act& act);

// The number 1 while the act's weight has this sign, else 0; invalid if it always has it.
model::ExprId SignGuard(Context& context, model::HappeningId id, bool hostile);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_ACT_PATTERN_H_
