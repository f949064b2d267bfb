// Sets and index heads: who is in a set, and all elements that `[a, b in spokes where a != b]`
// stands for. Everything is finite and bounded.
#ifndef ENTENTE_LANGUAGE_CHECK_EXPAND_H_
#define ENTENTE_LANGUAGE_CHECK_EXPAND_H_

#include <string>
#include <string_view>
#include <vector>

#include "language/check/context.h"

namespace entente::language::check {

// One element of an index head: the member of each variable in order, and the key "KOR,JPN".
struct Element {
  std::vector<std::pair<std::string, MemberId>> bindings;
  std::string key;
};

// The members of a set, in order; empty (and reported) if it is not known.
std::vector<MemberId> MembersOf(Context& context, const Scope& scope, const syntax::Set& set);
// The members of a named set, a kind of actor (`states`), `actors`, `tracks`; or one member.
std::vector<MemberId> MembersNamed(Context& context, const Scope& scope,
                                   const syntax::Name& name);
// An actor, track or element by name or index variable; invalid (and reported) if there is none.
MemberId MemberNamed(Context& context, const Scope& scope, const syntax::Name& name);
// An actor: organs are allowed only if `organs`.
model::ActorId ActorNamed(Context& context, const Scope& scope, const syntax::Name& name);
// Principal actors of a list of names, in which a set stands for its members.
std::vector<model::ActorId> ActorsNamed(Context& context, const Scope& scope,
                                        const std::vector<syntax::Name>& names);
std::vector<model::TrackId> TracksNamed(Context& context, const Scope& scope,
                                        const std::vector<syntax::Name>& names);

// All elements of the head, those for which `where` holds, in the order of the sets; one element
// with an empty key if there is no head. Bounded by limits.max_elements.
std::vector<Element> Expand(Context& context, const Scope& scope, const syntax::IndexHead& head);
// The scope in which the element's variables are bound.
Scope Bound(const Scope& parent, const Element& element);
std::size_t ArityOf(const syntax::IndexHead& head);

}  // namespace entente::language::check

#endif  // ENTENTE_LANGUAGE_CHECK_EXPAND_H_
