// What can be written at a place. The text there is unfinished, so the tokens before the place say
// what is wanted, not the tree; the names come from the trees of the whole model.
#include <algorithm>
#include <functional>
#include <optional>
#include <set>

#include "language/editor/answers.h"
#include "language/editor/vocabulary.h"
#include "language/lex/lexer.h"

namespace entente::language::editor {
namespace {

CompletionShape ShapeOfCompletion(ThingKind kind) {
  switch (kind) {
    case ThingKind::kActor:
    case ThingKind::kOrgan:
    case ThingKind::kActorKind:
    case ThingKind::kSet:
      return CompletionShape::kEnum;
    case ThingKind::kTrack:
    case ThingKind::kElement:
    case ThingKind::kState:
    case ThingKind::kOption:
      return CompletionShape::kEnumMember;
    case ThingKind::kTable:
    case ThingKind::kParameter:
      return CompletionShape::kConstant;
    case ThingKind::kEvent:
    case ThingKind::kDecision:
      return CompletionShape::kEvent;
    case ThingKind::kIssue:
    case ThingKind::kOffice:
    case ThingKind::kChance:
    case ThingKind::kFramework:
      return CompletionShape::kInterface;
    case ThingKind::kDefinition:
    case ThingKind::kOutcome:
    case ThingKind::kClaim:
      return CompletionShape::kFunction;
    case ThingKind::kPolicy:
    case ThingKind::kScenario:
      return CompletionShape::kModule;
    case ThingKind::kLinkage:
      return CompletionShape::kOperator;
    case ThingKind::kSource:
      return CompletionShape::kReference;
    case ThingKind::kAttribute:
      return CompletionShape::kProperty;
    default:
      return CompletionShape::kVariable;
  }
}

bool HasValue(ThingKind kind) {
  switch (kind) {
    case ThingKind::kActor:
    case ThingKind::kOrgan:
    case ThingKind::kTrack:
    case ThingKind::kElement:
    case ThingKind::kTable:
    case ThingKind::kParameter:
    case ThingKind::kQuantity:
    case ThingKind::kMemory:
    case ThingKind::kLatch:
    case ThingKind::kDefinition:
    case ThingKind::kOffice:
    case ThingKind::kChance:
    case ThingKind::kIssue:
      return true;
    default:
      return false;
  }
}

class Completer {
 public:
  Completer(const Document& document, const Unit* good, std::uint32_t offset)
      : document_(document), names_(document.names()), good_(good), offset_(offset) {
    DiagnosticSink sink;
    TextLimits limits;
    stream_ = Lex(*document.unit->compiled.sources, document.file, sink, limits);
  }

  Completions Run() {
    FindPlace();
    answer_.replace = {document_.positions.PositionOf(word_begin_),
                       document_.positions.PositionOf(offset_)};
    if (!stream_.usable || InComment()) return std::move(answer_);
    if (const auto begin = OpenString()) {
      Files(*begin);
      return std::move(answer_);
    }
    FindDeclaration();
    Choose();
    std::stable_sort(answer_.items.begin(), answer_.items.end(),
                     [](const Completion& a, const Completion& b) { return a.rank < b.rank; });
    return std::move(answer_);
  }

 private:
  // ---- where we are ----------------------------------------------------------------------------

  // count_: tokens before the word that is being written.
  void FindPlace() {
    word_begin_ = offset_;
    for (const Token& token : stream_.tokens) {
      if (token.kind == TokenKind::kEnd || token.begin >= offset_) break;
      if (token.kind == TokenKind::kName && token.end >= offset_) {
        word_begin_ = token.begin;
        break;
      }
      ++count_;
    }
  }

  // A comment runs to the end of its line.
  bool InComment() const {
    const auto after = std::partition_point(
        stream_.comments.begin(), stream_.comments.end(),
        [&](const Comment& one) { return one.begin < offset_; });
    if (after == stream_.comments.begin()) return false;
    const std::uint32_t begin = (after - 1)->begin;
    return document_.positions.PositionOf(begin).line ==
           document_.positions.PositionOf(offset_).line;
  }

  // Where the text begins that the place is inside of, "…" closed or not; nullopt if it is in none.
  std::optional<std::uint32_t> OpenString() const {
    const std::string_view text = document_.text();
    std::optional<std::uint32_t> open;
    const std::uint32_t line = document_.positions.PositionOf(offset_).line;
    for (std::uint32_t at = document_.positions.LineBegin(line); at < offset_; ++at) {
      if (text[at] == '\\' && open) {
        ++at;
      } else if (text[at] == '"') {
        open = open ? std::nullopt : std::optional(at + 1);
      }
    }
    return open;
  }

  const Token* Back(std::size_t steps) const {
    return steps <= count_ ? &stream_.tokens[count_ - steps] : nullptr;
  }
  TokenKind KindBack(std::size_t steps) const {
    const Token* token = Back(steps);
    return token == nullptr ? TokenKind::kEnd : token->kind;
  }
  std::string_view WordBack(std::size_t steps) const {
    const Token* token = Back(steps);
    return token != nullptr && token->kind == TokenKind::kName ? stream_.TextOf(*token)
                                                               : std::string_view();
  }

  static bool IsDeclarationWord(std::string_view text) {
    const auto words = DeclarationWords();
    return std::any_of(words.begin(), words.end(),
                       [&](const Word& one) { return one.word == text; });
  }

  void FindDeclaration() {
    for (std::size_t i = count_; i > 0; --i) {
      const Token& token = stream_.tokens[i - 1];
      const bool begins = token.kind == TokenKind::kName && token.begin == token.line_begin;
      if (!begins || !IsDeclarationWord(stream_.TextOf(token))) continue;
      declaration_ = stream_.TextOf(token);
      declaration_at_ = i - 1;
      break;
    }
    for (std::size_t i = declaration_at_; i < count_; ++i) {
      const TokenKind kind = stream_.tokens[i].kind;
      if (kind == TokenKind::kLeftBrace) ++depth_;
      if (kind == TokenKind::kRightBrace && depth_ > 0) --depth_;
    }
    if (declaration_.empty()) return;
    const Token* name = declaration_at_ + 1 < count_ ? &stream_.tokens[declaration_at_ + 1] : nullptr;
    if (name != nullptr && name->kind == TokenKind::kName) {
      own_ = names_.Find(NameSpace::kThing, stream_.TextOf(*name));
    }
  }

  // Whether the word begins its line; `indent`: how far in.
  bool BeginsLine(std::uint32_t& indent) const {
    const std::string_view text = document_.text();
    std::uint32_t at = word_begin_;
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t')) --at;
    indent = word_begin_ - at;
    return at == 0 || text[at - 1] == '\n' || text[at - 1] == '\r';
  }

  // Steps back over `name` or `name[…]` that ends `steps` back; 0 if there is none.
  std::size_t NameBefore(std::size_t steps) const {
    if (KindBack(steps) == TokenKind::kRightBracket) {
      std::size_t open = 0;
      for (; steps <= count_; ++steps) {
        if (KindBack(steps) == TokenKind::kRightBracket) ++open;
        if (KindBack(steps) == TokenKind::kLeftBracket && --open == 0) break;
      }
      ++steps;
    }
    return KindBack(steps) == TokenKind::kName ? steps : 0;
  }

  // The thing named by what ends `steps` back; invalid if it is none.
  ThingId ThingBefore(std::size_t steps) const {
    const std::size_t at = NameBefore(steps);
    return at == 0 ? ThingId() : names_.Find(NameSpace::kThing, WordBack(at));
  }

  bool HasStates(ThingId thing) const {
    return thing.valid() && !names_.thing(thing).states.empty();
  }

  // ---- what to offer ----------------------------------------------------------------------------

  void Put(Completion item) {
    if (seen_.insert(item.label).second) answer_.items.push_back(std::move(item));
  }
  void PutThing(const Thing& thing, const Unit& unit, int rank) {
    Completion item;
    item.label = thing.name;
    item.shape = ShapeOfCompletion(thing.kind);
    item.detail = DetailOf(thing, unit, good_);
    item.words = TitleOf(thing);
    if (const std::string doc = DocOf(thing); !doc.empty()) {
      item.words += (item.words.empty() ? "" : "\n\n") + doc;
    }
    item.rank = rank;
    Put(std::move(item));
  }
  void PutThings(NameSpace space, int rank, const std::function<bool(ThingKind)>& wanted) {
    const auto from = [&](const Unit& unit) {
      for (const Thing& thing : unit.names.things()) {
        if (thing.space == space && wanted(thing.kind)) PutThing(thing, unit, rank);
      }
    };
    from(*document_.unit);
    // What the text declared before it broke.
    if (good_ != nullptr && good_ != document_.unit) from(*good_);
  }
  void PutKinds(std::initializer_list<ThingKind> kinds, int rank = 1) {
    PutThings(NameSpace::kThing, rank, [&](ThingKind kind) {
      return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
    });
  }
  void PutStates(ThingId thing) {
    for (const ThingId state : names_.thing(thing).states) {
      PutThing(names_.thing(state), *document_.unit, 0);
    }
  }
  void PutWords(std::span<const Word> words, CompletionShape shape, int rank) {
    for (const Word& word : words) {
      Put({std::string(word.word), shape, std::string(word.usage), std::string(word.words), rank});
    }
  }
  void PutPlain(std::span<const std::string_view> words, CompletionShape shape, int rank) {
    for (const std::string_view word : words) Put({std::string(word), shape, "", "", rank});
  }
  void PutUnits(int rank) { PutPlain(TimeUnits(), CompletionShape::kUnit, rank); }
  void PutVariables() {
    const std::uint32_t from =
        declaration_.empty() ? 0 : stream_.tokens[declaration_at_].begin;
    for (const Thing& thing : names_.things()) {
      if (thing.kind != ThingKind::kVariable && thing.kind != ThingKind::kDose) continue;
      if (thing.scope.file != document_.file) continue;
      // The declaration being written may have been read only in part: its own variables count.
      const bool whole = thing.scope.begin == from;
      const bool inside = thing.scope.begin <= offset_ && offset_ <= thing.scope.end + 1;
      if (whole || inside) PutThing(thing, *document_.unit, 0);
    }
  }
  void PutMembers() {
    PutVariables();
    PutKinds({ThingKind::kActor, ThingKind::kOrgan, ThingKind::kSet, ThingKind::kElement}, 1);
  }
  void PutSets() {
    PutKinds({ThingKind::kSet}, 0);
    for (const ThingId kind : names_.InnerOf({}, ThingKind::kActorKind)) {
      Completion item;
      item.label = names_.thing(kind).name + "s";
      item.shape = CompletionShape::kEnum;
      item.detail = "all actors of this kind";
      item.rank = 1;
      Put(std::move(item));
    }
    for (const char* set : {"actors", "organs", "tracks"}) {
      Put({set, CompletionShape::kEnum, "a set of the language", "", 2});
    }
  }
  void PutTracks() {
    PutVariables();
    PutKinds({ThingKind::kTrack, ThingKind::kSet}, 1);
  }
  void PutPolicies() {
    PutThings(NameSpace::kPolicy, 0, [](ThingKind) { return true; });
  }
  void PutOutcomes(int rank = 0) {
    PutThings(NameSpace::kOutcome, rank, [](ThingKind) { return true; });
  }
  void PutHappenings() {
    PutKinds({ThingKind::kEvent, ThingKind::kIssue, ThingKind::kDecision, ThingKind::kOffice}, 0);
  }
  void PutAttributes(ThingId object) {
    const auto attributes =
        names_.InnerOf(HasStates(object) ? object : ThingId(), ThingKind::kAttribute);
    for (const ThingId one : attributes) PutThing(names_.thing(one), *document_.unit, 0);
  }
  void PutExpression() {
    PutVariables();
    if (declaration_ == "framework") {
      Put({"depth", CompletionShape::kVariable, "depth of this framework", "", 0});
    }
    if (declaration_ == "claim" || declaration_ == "objective") PutOutcomes(1);
    PutThings(NameSpace::kThing, 1, HasValue);
    PutWords(Functions(), CompletionShape::kFunction, 2);
    PutWords(ExpressionWords(), CompletionShape::kKeyword, 3);
  }

  // Paths of other texts, inside `import "…"`.
  void Files(std::uint32_t begin) {
    const std::string_view text = document_.text();
    const std::uint32_t line = document_.positions.PositionOf(begin).line;
    const std::uint32_t line_begin = document_.positions.LineBegin(line);
    std::string_view before = text.substr(line_begin, begin - 1 - line_begin);
    while (before.ends_with(' ')) before.remove_suffix(1);
    if (!before.ends_with("import")) return;
    std::uint32_t end = begin;
    while (end < document_.positions.LineEnd(line) && text[end] != '"') ++end;
    answer_.replace = {document_.positions.PositionOf(begin), document_.positions.PositionOf(end)};
    files_wanted_ = true;
  }

 public:
  bool files_wanted() const { return files_wanted_; }

 private:
  void Choose() {
    std::uint32_t indent = 0;
    const bool begins_line = BeginsLine(indent);
    if (declaration_.empty() || (begins_line && indent == 0)) {
      PutWords(DeclarationWords(), CompletionShape::kKeyword, 0);
      return;
    }
    if (!AfterSign() && !AfterWord()) Otherwise(begins_line);
  }

  // After a sign that says what must follow.
  bool AfterSign() {
    switch (KindBack(1)) {
      case TokenKind::kDot:
        PutAttributes(ThingBefore(2));
        return true;
      case TokenKind::kArrow:
        AfterArrow();
        return true;
      case TokenKind::kTilde:
        PutWords(Priors(), CompletionShape::kFunction, 0);
        return true;
      case TokenKind::kNumber:
        AfterNumber();
        return true;
      case TokenKind::kColon:
        if (const ThingId thing = ThingBefore(2); HasStates(thing)) {
          PutStates(thing);
          return true;
        }
        if (declaration_ == "actor") {
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
    const std::size_t at = NameBefore(2);
    if (at != 0 && KindBack(at + 1) == TokenKind::kColon && HasStates(ThingBefore(at + 2))) {
      PutStates(ThingBefore(at + 2));  // issue: from -> to
      return;
    }
    const bool own_state =
        HasStates(own_) && at != 0 &&
        names_.FindInner(own_, ThingKind::kState, WordBack(at)).valid();
    if (own_state || (HasStates(own_) && KindBack(2) == TokenKind::kRightBrace)) {
      PutStates(own_);
      return;
    }
    if (at != 0 && HasStates(ThingBefore(2))) {
      PutStates(ThingBefore(2));
      return;
    }
    PutMembers();
  }

  void AfterNumber() {
    PutUnits(0);
    Put({"per", CompletionShape::kKeyword, "0.3 per year", "", 0});
    PutPlain(ClauseWords(declaration_), CompletionShape::kKeyword, 2);
    // The number may have ended an item of a list: odds, rows, effects.
    if (HasStates(own_)) PutStates(own_);
    PutExpression();
  }

  // Inside `x in { a, b`, or a list of names that a word opened: `by JPN, KOR`.
  bool InList() {
    std::size_t step = 1;
    while (KindBack(step) == TokenKind::kComma) {
      const std::size_t name = NameBefore(step + 1);
      if (name == 0) break;
      step = name + 1;
    }
    if (KindBack(step) == TokenKind::kLeftBrace && WordBack(step + 1) == "in") {
      const std::size_t subject = WordBack(step + 2) == "not" || WordBack(step + 2) == "is"
                                      ? step + 3
                                      : step + 2;
      if (HasStates(ThingBefore(subject))) {
        PutStates(ThingBefore(subject));
      } else {
        PutMembers();
        PutKinds({ThingKind::kTrack}, 1);
      }
      return true;
    }
    if (KindBack(step) == TokenKind::kLeftBrace && WordBack(step + 1) == "of" &&
        WordBack(step + 2) == "each") {
      // `each of { a, b } -> c` in an issue, or `issue: each of { a, b } -> c`.
      const bool named = KindBack(step + 3) == TokenKind::kColon;
      const ThingId issue = named ? ThingBefore(step + 4) : own_;
      if (HasStates(issue)) PutStates(issue);
      return true;
    }
    if (KindBack(step) == TokenKind::kColon && declaration_ == "actor") {
      PutActorKinds();
      return true;
    }
    return KindBack(1) == TokenKind::kComma && TakesList(WordBack(step)) &&
           Follows(WordBack(step), step);
  }

  static bool TakesList(std::string_view word) {
    constexpr std::string_view kWords[] = {"about",   "between", "by",     "include", "members",
                                           "of",      "tagged",  "to",     "toward",  "under", "upon"};
    return std::find(std::begin(kWords), std::end(kWords), word) != std::end(kWords);
  }

  void PutActorKinds() {
    for (const ThingId kind : names_.InnerOf({}, ThingKind::kActorKind)) {
      PutThing(names_.thing(kind), *document_.unit, 0);
    }
  }

  // `fix leader[USA] election 2024-11-05 to trump`: what the office or chance may be.
  bool AfterFixTo() {
    for (std::size_t step = 2; step <= count_ && step < 16; ++step) {
      if (WordBack(step) != "fix") continue;
      for (std::size_t name = step - 1; name > 1; --name) {
        const ThingId thing = names_.Find(NameSpace::kThing, WordBack(name));
        if (!HasStates(thing)) continue;
        PutStates(thing);
        return true;
      }
    }
    return false;
  }

  bool AfterWord() {
    const std::string_view word = WordBack(1);
    return !word.empty() && Follows(word, 1);
  }

  // What follows a word of the language that stands `step` back; false if it says nothing.
  bool Follows(std::string_view word, std::size_t step) {
    const std::string_view before = WordBack(step + 1);
    if (word == "cite") {
      PutThings(NameSpace::kSource, 0, [](ThingKind) { return true; });
    } else if (word == "under" || word == "include") {
      PutPolicies();
    } else if (word == "decision" && before == "by") {
      PutKinds({ThingKind::kDecision});
    } else if (word == "is" || (word == "not" && before == "is")) {
      const ThingId subject = ThingBefore(word == "is" ? step + 1 : step + 2);
      if (HasStates(subject)) {
        PutStates(subject);
      } else {
        PutMembers();
      }
      Put({"not", CompletionShape::kKeyword, "", "", 3});
      Put({"in", CompletionShape::kKeyword, "", "", 3});
    } else if (word == "starts" && HasStates(own_)) {
      PutStates(own_);
    } else if (word == "of" && before == "count") {
      PutHappenings();
      PutPlain(ClauseWords(declaration_), CompletionShape::kKeyword, 2);
    } else if (word == "to" && declaration_ == "linkage") {
      PutHappenings();
      PutMembers();
      PutPlain(ClauseWords(declaration_), CompletionShape::kKeyword, 1);
    } else if (word == "to" && IsLever()) {
      return AfterFixTo();
    } else if (word == "in" && before == "time" && HasStates(own_)) {
      PutStates(own_);
    } else if (word == "in" && HasStates(ThingBefore(step + 1))) {
      PutStates(ThingBefore(step + 1));
    } else if (word == "in") {
      PutSets();
    } else if (word == "by" && IsActs()) {
      PutMembers();
      Put({"decision", CompletionShape::kKeyword, "by decision renew_gsomia", "", 2});
      Put({"effect", CompletionShape::kKeyword, "by effect", "", 2});
    } else if (word == "toward" || word == "between" || word == "members" ||
               (word == "of" && (before == "election" || declaration_ == "office" ||
                                 declaration_ == "organ" || declaration_ == "objective"))) {
      PutMembers();
    } else if (word == "about" && declaration_ != "source") {
      PutTracks();
    } else if (word == "per") {
      PutUnits(0);
      Put({"sqrt", CompletionShape::kKeyword, "0.05 per sqrt year", "", 1});
      Put({"act", CompletionShape::kKeyword, "per act of weight 10", "", 1});
    } else if (word == "since" || word == "upon" || word == "forbid" || word == "force") {
      PutHappenings();
    } else if (word == "damps") {
      PutKinds({ThingKind::kLinkage, ThingKind::kIssue, ThingKind::kEvent}, 0);
    } else if (word == "excite") {
      PutKinds({ThingKind::kLinkage}, 0);
    } else if (word == "scale") {
      PutKinds({ThingKind::kLinkage, ThingKind::kEvent, ThingKind::kIssue, ThingKind::kDecision,
                ThingKind::kParameter}, 0);
    } else if (word == "fix") {
      PutKinds({ThingKind::kOffice, ThingKind::kIssue}, 0);
      Put({"chance", CompletionShape::kKeyword, "fix chance taiwan_2024 to dpp", "", 1});
    } else if (word == "chance" && before == "fix") {
      PutKinds({ThingKind::kChance}, 0);
    } else if (word == "hold" || (word == "start" && IsLever())) {
      PutKinds({ThingKind::kQuantity, ThingKind::kMemory, ThingKind::kIssue, ThingKind::kOffice}, 0);
    } else if (word == "set" && IsLever()) {
      PutKinds({ThingKind::kParameter, ThingKind::kActor, ThingKind::kElement}, 0);
    } else if (word == "before" && (declaration_ == "issue" || declaration_ == "event" ||
                                    declaration_ == "upon" || declaration_ == "decision")) {
      PutHappenings();
    } else if (word == "also") {
      PutKinds({ThingKind::kQuantity, ThingKind::kMemory}, 0);
    } else if (word == "shared") {
      for (const ThingId factor : names_.InnerOf({}, ThingKind::kFactor)) {
        PutThing(names_.thing(factor), *document_.unit, 0);
      }
    } else if (word == "tagged") {
      for (const ThingId tag : names_.InnerOf({}, ThingKind::kTag)) {
        PutThing(names_.thing(tag), *document_.unit, 0);
      }
    } else if (IsDeclarationWord(word) && step == 1 && declaration_at_ + 1 == count_) {
      return true;  // a new name: nothing to offer
    } else {
      return false;
    }
    return true;
  }

  bool IsLever() const { return declaration_ == "policy" || declaration_ == "scenario"; }
  // `by` names actors in acts; elsewhere it precedes an amount.
  bool IsActs() const {
    const std::string_view before = WordBack(2);
    const bool amount = before == "changes" || before == "lowers" || before == "multiplies" ||
                        declaration_ == "framework" || (IsLever() && depth_ > 0);
    return !amount;
  }

  void Otherwise(bool begins_line) {
    const bool clause = begins_line || KindBack(1) == TokenKind::kLeftBrace ||
                        KindBack(1) == TokenKind::kRightBrace;
    const bool probe = KindBack(1) == TokenKind::kLeftParen &&
                       (WordBack(2) == "P" || WordBack(2) == "E" || WordBack(2) == "m" ||
                        WordBack(2) == "median" || WordBack(2) == "quantile");
    if (probe) {
      PutOutcomes();
      return;
    }
    PutPlain(ClauseWords(declaration_), CompletionShape::kKeyword, clause ? 0 : 2);
    const bool odds = depth_ > 0 && (declaration_ == "office" || declaration_ == "chance");
    if ((clause || odds) && HasStates(own_)) PutStates(own_);
    if (clause && depth_ == 0) PutWords(DeclarationWords(), CompletionShape::kKeyword, 4);
    PutExpression();
  }

  const Document& document_;
  const NameIndex& names_;
  const Unit* good_;
  std::uint32_t offset_;
  TokenStream stream_;
  std::size_t count_ = 0;
  std::uint32_t word_begin_ = 0;  // of the word being written
  std::string_view declaration_;   // the word that begins the enclosing declaration
  std::size_t declaration_at_ = 0;
  int depth_ = 0;                  // braces open inside it
  ThingId own_;                    // what it declares
  Completions answer_;
  std::set<std::string> seen_;
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
