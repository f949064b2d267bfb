// What can be written at a place: the rules of the language, by the tokens before it.
#include <algorithm>
#include <iterator>

#include "language/editor/answers.h"
#include "language/editor/completion_offer.h"
#include "language/editor/completion_place.h"
#include "language/editor/vocabulary.h"

namespace entente::language::editor {
namespace {

class Completer {
 public:
  Completer(const Document& document, const Unit* good, std::uint32_t offset)
      : place_(document, offset), offer_(place_, good) {}

  Completions Run() {
    Completions& answer = offer_.answer();
    const PositionMap& positions = place_.document().positions;
    answer.replace = {positions.PositionOf(place_.word_begin()),
                      positions.PositionOf(place_.offset())};
    if (!place_.usable() || place_.InComment()) return std::move(answer);
    if (const auto begin = place_.OpenString()) {
      Files(*begin);
      return std::move(answer);
    }
    Choose();
    std::stable_sort(answer.items.begin(), answer.items.end(),
                     [](const Completion& a, const Completion& b) { return a.rank < b.rank; });
    return std::move(answer);
  }

 private:
  // Paths of other texts, inside `import "…"`.
  void Files(std::uint32_t begin) {
    const PositionMap& positions = place_.document().positions;
    const std::string_view text = place_.document().text();
    const std::uint32_t line = positions.PositionOf(begin).line;
    const std::uint32_t line_begin = positions.LineBegin(line);
    std::string_view before = text.substr(line_begin, begin - 1 - line_begin);
    while (before.ends_with(' ')) before.remove_suffix(1);
    if (!before.ends_with("import")) return;
    std::uint32_t end = begin;
    while (end < positions.LineEnd(line) && text[end] != '"') ++end;
    offer_.answer().replace = {positions.PositionOf(begin), positions.PositionOf(end)};
    files_wanted_ = true;
  }

 public:
  bool files_wanted() const { return files_wanted_; }

 private:
  void Choose() {
    std::uint32_t indent = 0;
    const bool begins_line = place_.BeginsLine(indent);
    if (place_.declaration().empty() || (begins_line && indent == 0)) {
      offer_.PutWords(DeclarationWords(), CompletionShape::kKeyword, 0);
      return;
    }
    if (!AfterSign() && !AfterWord()) Otherwise(begins_line);
  }

  // After a sign that says what must follow.
  bool AfterSign() {
    switch (place_.KindBack(1)) {
      case TokenKind::kDot:
        offer_.PutAttributes(place_.ThingBefore(2));
        return true;
      case TokenKind::kArrow:
        AfterArrow();
        return true;
      case TokenKind::kTilde:
        offer_.PutWords(Priors(), CompletionShape::kFunction, 0);
        return true;
      case TokenKind::kNumber:
        AfterNumber();
        return true;
      case TokenKind::kColon:
        if (const ThingId thing = place_.ThingBefore(2); place_.HasStates(thing)) {
          offer_.PutStates(thing);
          return true;
        }
        if (place_.declaration() == "actor") {
          PutActorKinds();
          return true;
        }
        return false;
      case TokenKind::kLeftBrace:
      case TokenKind::kComma:
        return InList();
      default:
        return false;
    }
  }

  void AfterArrow() {
    const std::size_t at = place_.NameBefore(2);
    if (at != 0 && place_.KindBack(at + 1) == TokenKind::kColon && place_.HasStates(place_.ThingBefore(at + 2))) {
      offer_.PutStates(place_.ThingBefore(at + 2));  // issue: from -> to
      return;
    }
    const bool own_state =
        place_.HasStates(place_.own()) && at != 0 &&
        place_.names().FindInner(place_.own(), ThingKind::kState, place_.WordBack(at)).valid();
    if (own_state || (place_.HasStates(place_.own()) && place_.KindBack(2) == TokenKind::kRightBrace)) {
      offer_.PutStates(place_.own());
      return;
    }
    if (at != 0 && place_.HasStates(place_.ThingBefore(2))) {
      offer_.PutStates(place_.ThingBefore(2));
      return;
    }
    offer_.PutMembers();
  }

  void AfterNumber() {
    offer_.PutUnits(0);
    offer_.Put({"per", CompletionShape::kKeyword, "0.3 per year", "", 0});
    offer_.PutPlain(ClauseWords(place_.declaration()), CompletionShape::kKeyword, 2);
    // The number may have ended an item of a list: odds, rows, effects.
    if (place_.HasStates(place_.own())) offer_.PutStates(place_.own());
    offer_.PutExpression();
  }

  // Inside `x in { a, b`, or a list of names that a word opened: `by JPN, KOR`.
  bool InList() {
    std::size_t step = 1;
    while (place_.KindBack(step) == TokenKind::kComma) {
      const std::size_t name = place_.NameBefore(step + 1);
      if (name == 0) break;
      step = name + 1;
    }
    if (place_.KindBack(step) == TokenKind::kLeftBrace && place_.WordBack(step + 1) == "in") {
      const std::size_t subject = place_.WordBack(step + 2) == "not" || place_.WordBack(step + 2) == "is"
                                      ? step + 3
                                      : step + 2;
      if (place_.HasStates(place_.ThingBefore(subject))) {
        offer_.PutStates(place_.ThingBefore(subject));
      } else {
        offer_.PutMembers();
        offer_.PutKinds({ThingKind::kTrack}, 1);
      }
      return true;
    }
    if (place_.KindBack(step) == TokenKind::kLeftBrace && place_.WordBack(step + 1) == "of" &&
        place_.WordBack(step + 2) == "each") {
      // `each of { a, b } -> c` in an issue, or `issue: each of { a, b } -> c`.
      const bool named = place_.KindBack(step + 3) == TokenKind::kColon;
      const ThingId issue = named ? place_.ThingBefore(step + 4) : place_.own();
      if (place_.HasStates(issue)) offer_.PutStates(issue);
      return true;
    }
    if (place_.KindBack(step) == TokenKind::kColon && place_.declaration() == "actor") {
      PutActorKinds();
      return true;
    }
    return place_.KindBack(1) == TokenKind::kComma && TakesList(place_.WordBack(step)) &&
           Follows(place_.WordBack(step), step);
  }

  static bool TakesList(std::string_view word) {
    constexpr std::string_view kWords[] = {"about",   "between", "by",     "include", "members",
                                           "of",      "tagged",  "to",     "toward",  "under", "upon"};
    return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
  }

  void PutActorKinds() {
    for (const ThingId kind : place_.names().InnerOf({}, ThingKind::kActorKind)) {
      offer_.PutThing(place_.names().thing(kind), *place_.document().unit, 0);
    }
  }

  // `fix leader[USA] election 2024-11-05 to trump`: what the office or chance may be.
  bool AfterFixTo() {
    for (std::size_t step = 2; step <= place_.count() && step < 16; ++step) {
      if (place_.WordBack(step) != "fix") continue;
      for (std::size_t name = step - 1; name > 1; --name) {
        const ThingId thing = place_.names().Find(NameSpace::kThing, place_.WordBack(name));
        if (!place_.HasStates(thing)) continue;
        offer_.PutStates(thing);
        return true;
      }
    }
    return false;
  }

  bool AfterWord() {
    const std::string_view word = place_.WordBack(1);
    return !word.empty() && Follows(word, 1);
  }

  // What follows a word of the language that stands `step` back; false if it says nothing.
  bool Follows(std::string_view word, std::size_t step) {
    const std::string_view before = place_.WordBack(step + 1);
    if (word == "cite") {
      offer_.PutThings(NameSpace::kSource, 0, [](ThingKind) { return true; });
    } else if (word == "under" || word == "include") {
      offer_.PutPolicies();
    } else if (word == "decision" && before == "by") {
      offer_.PutKinds({ThingKind::kDecision});
    } else if (word == "is" || (word == "not" && before == "is")) {
      const ThingId subject = place_.ThingBefore(word == "is" ? step + 1 : step + 2);
      if (place_.HasStates(subject)) {
        offer_.PutStates(subject);
      } else {
        offer_.PutMembers();
      }
      offer_.Put({"not", CompletionShape::kKeyword, "", "", 3});
      offer_.Put({"in", CompletionShape::kKeyword, "", "", 3});
    } else if (word == "starts" && place_.HasStates(place_.own())) {
      offer_.PutStates(place_.own());
    } else if (word == "of" && before == "count") {
      offer_.PutHappenings();
      offer_.PutPlain(ClauseWords(place_.declaration()), CompletionShape::kKeyword, 2);
    } else if (word == "to" && place_.declaration() == "linkage") {
      offer_.PutHappenings();
      offer_.PutMembers();
      offer_.PutPlain(ClauseWords(place_.declaration()), CompletionShape::kKeyword, 1);
    } else if (word == "to" && IsLever()) {
      return AfterFixTo();
    } else if (word == "in" && before == "time" && place_.HasStates(place_.own())) {
      offer_.PutStates(place_.own());
    } else if (word == "in" && place_.HasStates(place_.ThingBefore(step + 1))) {
      offer_.PutStates(place_.ThingBefore(step + 1));
    } else if (word == "in") {
      offer_.PutSets();
    } else if (word == "by" && IsActs()) {
      offer_.PutMembers();
      offer_.Put({"decision", CompletionShape::kKeyword, "by decision renew_gsomia", "", 2});
      offer_.Put({"effect", CompletionShape::kKeyword, "by effect", "", 2});
    } else if (word == "toward" || word == "between" || word == "members" ||
               (word == "of" && (before == "election" || place_.declaration() == "office" ||
                                 place_.declaration() == "organ" || place_.declaration() == "objective"))) {
      offer_.PutMembers();
    } else if (word == "about" && place_.declaration() != "source") {
      offer_.PutTracks();
    } else if (word == "per") {
      offer_.PutUnits(0);
      offer_.Put({"sqrt", CompletionShape::kKeyword, "0.05 per sqrt year", "", 1});
      offer_.Put({"act", CompletionShape::kKeyword, "per act of weight 10", "", 1});
    } else if (word == "since" || word == "upon" || word == "forbid" || word == "force") {
      offer_.PutHappenings();
    } else if (word == "damps") {
      offer_.PutKinds({ThingKind::kLinkage, ThingKind::kIssue, ThingKind::kEvent}, 0);
    } else if (word == "excite") {
      offer_.PutKinds({ThingKind::kLinkage}, 0);
    } else if (word == "scale") {
      offer_.PutKinds({ThingKind::kLinkage, ThingKind::kEvent, ThingKind::kIssue, ThingKind::kDecision,
                ThingKind::kParameter}, 0);
    } else if (word == "fix") {
      offer_.PutKinds({ThingKind::kOffice, ThingKind::kIssue}, 0);
      offer_.Put({"chance", CompletionShape::kKeyword, "fix chance taiwan_2024 to dpp", "", 1});
    } else if (word == "chance" && before == "fix") {
      offer_.PutKinds({ThingKind::kChance}, 0);
    } else if (word == "hold" || (word == "start" && IsLever())) {
      offer_.PutKinds({ThingKind::kQuantity, ThingKind::kMemory, ThingKind::kIssue, ThingKind::kOffice}, 0);
    } else if (word == "set" && IsLever()) {
      offer_.PutKinds({ThingKind::kParameter, ThingKind::kActor, ThingKind::kElement}, 0);
    } else if (word == "before" && (place_.declaration() == "issue" || place_.declaration() == "event" ||
                                    place_.declaration() == "upon" || place_.declaration() == "decision")) {
      offer_.PutHappenings();
    } else if (word == "also") {
      offer_.PutKinds({ThingKind::kQuantity, ThingKind::kMemory}, 0);
    } else if (word == "shared") {
      for (const ThingId factor : place_.names().InnerOf({}, ThingKind::kFactor)) {
        offer_.PutThing(place_.names().thing(factor), *place_.document().unit, 0);
      }
    } else if (word == "tagged") {
      for (const ThingId tag : place_.names().InnerOf({}, ThingKind::kTag)) {
        offer_.PutThing(place_.names().thing(tag), *place_.document().unit, 0);
      }
    } else if (CompletionPlace::IsDeclarationWord(word) && step == 1 && place_.declaration_at() + 1 == place_.count()) {
      return true;  // a new name: nothing to offer
    } else {
      return false;
    }
    return true;
  }

  bool IsLever() const { return place_.declaration() == "policy" || place_.declaration() == "scenario"; }
  // `by` names actors in acts; elsewhere it precedes an amount.
  bool IsActs() const {
    const std::string_view before = place_.WordBack(2);
    const bool amount = before == "changes" || before == "lowers" || before == "multiplies" ||
                        place_.declaration() == "framework" || (IsLever() && place_.depth() > 0);
    return !amount;
  }

  void Otherwise(bool begins_line) {
    const bool clause = begins_line || place_.KindBack(1) == TokenKind::kLeftBrace ||
                        place_.KindBack(1) == TokenKind::kRightBrace;
    const bool probe = place_.KindBack(1) == TokenKind::kLeftParen &&
                       (place_.WordBack(2) == "P" || place_.WordBack(2) == "E" || place_.WordBack(2) == "m" ||
                        place_.WordBack(2) == "median" || place_.WordBack(2) == "quantile");
    if (probe) {
      offer_.PutOutcomes();
      return;
    }
    offer_.PutPlain(ClauseWords(place_.declaration()), CompletionShape::kKeyword, clause ? 0 : 2);
    const bool odds = place_.depth() > 0 && (place_.declaration() == "office" || place_.declaration() == "chance");
    if ((clause || odds) && place_.HasStates(place_.own())) offer_.PutStates(place_.own());
    if (clause && place_.depth() == 0) offer_.PutWords(DeclarationWords(), CompletionShape::kKeyword, 4);
    offer_.PutExpression();
  }

  const CompletionPlace place_;
  CompletionOffer offer_;
  bool files_wanted_ = false;
};

}  // namespace

Completions CompleteAt(Workspace& workspace, const Document& document, Position position) {
  const Unit* good = document.unit->is_model ? workspace.LastGood() : nullptr;
  Completer completer(document, good, document.positions.OffsetOf(position));
  Completions answer = completer.Run();
  if (completer.files_wanted()) {
    for (const std::string& path : workspace.ModelTexts()) {
      if (path != document.path) answer.items.push_back({path, CompletionShape::kFile, "", "", 0});
    }
  }
  return answer;
}

}  // namespace entente::language::editor
