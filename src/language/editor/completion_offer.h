// What is offered at a place, put together by the rules of complete.cc: each label once, the first that
// is put. Internal to completion. Ranks: lower is offered before.
#ifndef ENTENTE_LANGUAGE_EDITOR_COMPLETION_OFFER_H_
#define ENTENTE_LANGUAGE_EDITOR_COMPLETION_OFFER_H_

#include <functional>
#include <initializer_list>
#include <set>
#include <span>
#include <string>

#include "language/editor/answers.h"
#include "language/editor/completion_place.h"
#include "language/editor/vocabulary.h"

namespace entente::language::editor {

class CompletionOffer {
 public:
  // `good`: the last model without errors, for words about things and for what the text declared
  // before it broke; null: none.
  CompletionOffer(const CompletionPlace& place, const Unit* good) : place_(place), good_(good) {}

  void Put(Completion item);
  void PutThing(const Thing& thing, const Unit& unit, int rank);
  void PutThings(NameSpace space, int rank, const std::function<bool(ThingKind)>& wanted);
  void PutKinds(std::initializer_list<ThingKind> kinds, int rank = 1);
  void PutStates(ThingId thing);
  void PutWords(std::span<const Word> words, CompletionShape shape, int rank);
  void PutPlain(std::span<const std::string_view> words, CompletionShape shape, int rank);
  void PutUnits(int rank);
  void PutVariables();
  void PutMembers();
  void PutSets();
  void PutTracks();
  void PutPolicies();
  void PutOutcomes(int rank = 0);
  void PutHappenings();
  void PutAttributes(ThingId object);
  void PutExpression();

  Completions& answer() { return answer_; }

 private:
  const CompletionPlace& place_;
  const Unit* good_;
  Completions answer_;
  std::set<std::string> seen_;
};

}  // namespace entente::language::editor

#endif  // ENTENTE_LANGUAGE_EDITOR_COMPLETION_OFFER_H_
