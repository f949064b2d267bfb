// Semantic tokens: every token of a text with what it is, which for names only the model knows.
#include <algorithm>

#include "language/editor/answers.h"
#include "language/lex/lexer.h"

namespace entente::language::editor {
namespace {

// Positions in TokenTypes().
enum Type : std::uint32_t {
  kNamespace,
  kType,
  kEnum,
  kEnumMember,
  kInterface,
  kStruct,
  kParameter,
  kVariable,
  kProperty,
  kEvent,
  kFunction,
  kMacro,
  kKeyword,
  kComment,
  kString,
  kNumber,
  kOperator,
};
// Bits, by position in TokenModifiers().
constexpr std::uint32_t kDeclared = 1U << 0U;
constexpr std::uint32_t kReadOnly = 1U << 1U;
constexpr std::uint32_t kModified = 1U << 2U;
constexpr std::uint32_t kDocumentation = 1U << 3U;
constexpr std::uint32_t kDefaultLibrary = 1U << 4U;

std::uint32_t TypeOf(ThingKind kind) {
  switch (kind) {
    case ThingKind::kSystem:
    case ThingKind::kPolicy:
    case ThingKind::kScenario: return kNamespace;
    case ThingKind::kActor:
    case ThingKind::kOrgan: return kStruct;
    case ThingKind::kActorKind: return kType;
    case ThingKind::kSet: return kEnum;
    case ThingKind::kTrack:
    case ThingKind::kElement:
    case ThingKind::kState:
    case ThingKind::kOption: return kEnumMember;
    case ThingKind::kIssue:
    case ThingKind::kOffice:
    case ThingKind::kChance:
    case ThingKind::kFramework: return kInterface;
    case ThingKind::kEvent:
    case ThingKind::kDecision: return kEvent;
    case ThingKind::kLinkage:
    case ThingKind::kSource:
    case ThingKind::kTag:
    case ThingKind::kFactor: return kMacro;
    case ThingKind::kDefinition:
    case ThingKind::kOutcome:
    case ThingKind::kObservation:
    case ThingKind::kClaim: return kFunction;
    case ThingKind::kAttribute: return kProperty;
    case ThingKind::kVariable:
    case ThingKind::kDose: return kParameter;
    case ThingKind::kTable:
    case ThingKind::kParameter:
    case ThingKind::kQuantity:
    case ThingKind::kMemory:
    case ThingKind::kLatch: break;
  }
  return kVariable;
}

bool NeverChanges(ThingKind kind) {
  return kind == ThingKind::kTable || kind == ThingKind::kParameter;
}

struct Painted {
  std::uint32_t begin, end, type, modifiers;
};

std::optional<Painted> Paint(const Token& token, const NameIndex& names, FileId file) {
  Painted painted{token.begin, token.end, kOperator, 0};
  switch (token.kind) {
    case TokenKind::kName: {
      const Occurrence* one = names.At(file, token.begin);
      const bool held = one != nullptr && one->span.begin <= token.begin &&
                        token.begin < one->span.end;
      if (!held) {
        painted.type = kKeyword;
        return painted;
      }
      if (one->role == Role::kUnknown) return std::nullopt;
      if (one->role == Role::kFunction) {
        painted.type = kFunction;
        painted.modifiers = kDefaultLibrary;
        return painted;
      }
      if (!one->thing.valid()) {
        painted.type = kProperty;
        return painted;
      }
      const ThingKind kind = names.thing(one->thing).kind;
      painted.type = TypeOf(kind);
      if (one->role == Role::kDeclaration) painted.modifiers |= kDeclared;
      if (one->role == Role::kWrite) painted.modifiers |= kModified;
      if (NeverChanges(kind)) painted.modifiers |= kReadOnly;
      return painted;
    }
    case TokenKind::kNumber:
    case TokenKind::kDate:
    case TokenKind::kYearMonth:
    case TokenKind::kMonthDay:
    case TokenKind::kPercent:
      painted.type = kNumber;
      return painted;
    case TokenKind::kString:
      painted.type = kString;
      return painted;
    case TokenKind::kEnd:
    case TokenKind::kLeftBrace:
    case TokenKind::kRightBrace:
    case TokenKind::kLeftBracket:
    case TokenKind::kRightBracket:
    case TokenKind::kLeftParen:
    case TokenKind::kRightParen:
    case TokenKind::kComma:
    case TokenKind::kColon:
    case TokenKind::kDot:
      return std::nullopt;
    default:
      return painted;
  }
}

}  // namespace

const std::vector<std::string>& TokenTypes() {
  static const std::vector<std::string> types = {
      "namespace", "type",     "enum",  "enumMember", "interface", "struct",
      "parameter", "variable", "property", "event",   "function",  "macro",
      "keyword",   "comment",  "string", "number",    "operator"};
  return types;
}

const std::vector<std::string>& TokenModifiers() {
  static const std::vector<std::string> modifiers = {"declaration", "readonly", "modification",
                                                     "documentation", "defaultLibrary"};
  return modifiers;
}

std::vector<std::uint32_t> TokensOf(const Document& document) {
  DiagnosticSink sink;
  const TokenStream stream = Lex(*document.unit->compiled.sources, document.file, sink, {});
  std::vector<Painted> painted;
  for (const Comment& comment : stream.comments) {
    painted.push_back({comment.begin, comment.end, kComment, comment.is_doc ? kDocumentation : 0});
  }
  for (const Token& token : stream.tokens) {
    if (const auto one = Paint(token, document.names(), document.file)) painted.push_back(*one);
  }
  std::sort(painted.begin(), painted.end(),
            [](const Painted& a, const Painted& b) { return a.begin < b.begin; });
  std::vector<std::uint32_t> data;
  Position last;
  for (const Painted& one : painted) {
    const Range range = {document.positions.PositionOf(one.begin),
                         document.positions.PositionOf(one.end)};
    // Tokens stay on their line; what does not is ill-formed and has no colour.
    if (range.end.line != range.start.line || range.end.character <= range.start.character) {
      continue;
    }
    const bool same_line = range.start.line == last.line;
    data.push_back(range.start.line - last.line);
    data.push_back(same_line ? range.start.character - last.character : range.start.character);
    data.push_back(range.end.character - range.start.character);
    data.push_back(one.type);
    data.push_back(one.modifiers);
    last = range.start;
  }
  return data;
}

}  // namespace entente::language::editor
