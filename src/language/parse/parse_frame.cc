// The file as a list of declarations, and the declarations that frame a model: system, time, now,
// import, source.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "language/lex/lexer.h"
#include "language/parse/parse.h"
#include "language/parse/parser.h"

namespace entente::language {

using syntax::Annotations;
using syntax::Decl;

syntax::SyntaxTree Parse(const SourceMap& sources, FileId file, DiagnosticSink& sink,
                         const TextLimits& limits) {
  const TokenStream stream = Lex(sources, file, sink, limits);
  return Parser(stream, sink, limits).Run();
}

syntax::SyntaxTree Parser::Run() {
  while (!Is(TokenKind::kEnd)) {
    const std::size_t before = at_;
    ParseDeclaration(tree_);
    if (!panic_) continue;
    if (at_ == before) {
      panic_ = false;
      Advance();
    }
    SkipToDeclaration();
  }
  return std::move(tree_);
}

std::string Parser::DocBefore(std::size_t token) const {
  std::string doc;
  const auto first = std::lower_bound(
      stream_.comments.begin(), stream_.comments.end(), token,
      [](const Comment& comment, std::size_t index) { return comment.next_token < index; });
  for (auto at = first; at != stream_.comments.end() && at->next_token == token; ++at) {
    const Comment& comment = *at;
    if (!comment.is_doc || !comment.line_start) continue;
    std::string_view line = stream_.text.substr(comment.begin, comment.end - comment.begin);
    line.remove_prefix(3);
    if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
    if (!doc.empty()) doc += '\n';
    doc += line;
  }
  return doc;
}

void Parser::ParseDeclaration(syntax::SyntaxTree& tree) {
  if (Is(TokenKind::kRightBrace)) {
    Fail(DiagnosticKind::kUnclosedBracket, NowSpan(), "`}` closes nothing", "remove it");
    return;
  }
  Decl decl;
  const std::size_t start = at_;
  decl.annotations.doc = DocBefore(start);
  Hint(kHintDeclaration);
  ParseBody(decl);
  while (TryAnnotation(decl.annotations, true)) {
  }
  if (Is(TokenKind::kName) && !Now().line_start && at_ > start) {
    const Words& words = DeclarationWords();
    if (std::find(words.begin(), words.end(), TextAhead(0)) == words.end()) {
      FailUnknownWord("after this declaration", ContinuationWords());
    }
  }
  decl.span = SpanFrom(start);
  if (at_ > start) tree.declarations.push_back(std::move(decl));
}

void Parser::ParseBody(Decl& decl) {
  using Read = void (*)(Parser&, Decl&);
  struct Entry {
    std::string_view word;
    Read read;
  };
  static constexpr auto kEntries = std::to_array<Entry>({
      {"system", [](Parser& p, Decl& d) { d.node = p.ParseSystem(d.annotations); }},
      {"time", [](Parser& p, Decl& d) { d.node = p.ParseTime(); }},
      {"now", [](Parser& p, Decl& d) { d.node = p.ParseNow(); }},
      {"import", [](Parser& p, Decl& d) { d.node = p.ParseImport(); }},
      {"source", [](Parser& p, Decl& d) { d.node = p.ParseSource(d.annotations); }},
      {"actor", [](Parser& p, Decl& d) { d.node = p.ParseActor(d.annotations); }},
      {"organ", [](Parser& p, Decl& d) { d.node = p.ParseOrgan(d.annotations); }},
      {"set", [](Parser& p, Decl& d) { d.node = p.ParseSetDecl(d.annotations); }},
      {"track", [](Parser& p, Decl& d) { d.node = p.ParseTracks(); }},
      {"table", [](Parser& p, Decl& d) { d.node = p.ParseTable(d.annotations); }},
      {"param", [](Parser& p, Decl& d) { d.node = p.ParseParam(d.annotations); }},
      {"quantity", [](Parser& p, Decl& d) { d.node = p.ParseQuantity(d.annotations); }},
      {"also", [](Parser& p, Decl& d) { d.node = p.ParseAlso(); }},
      {"memory", [](Parser& p, Decl& d) { d.node = p.ParseMemory(d.annotations); }},
      {"latch", [](Parser& p, Decl& d) { d.node = p.ParseLatch(d.annotations); }},
      {"define", [](Parser& p, Decl& d) { d.node = p.ParseDefine(d.annotations); }},
      {"office", [](Parser& p, Decl& d) { d.node = p.ParseOffice(d.annotations); }},
      {"chance", [](Parser& p, Decl& d) { d.node = p.ParseChance(d.annotations); }},
      {"issue", [](Parser& p, Decl& d) { d.node = p.ParseIssue(d.annotations); }},
      {"event", [](Parser& p, Decl& d) { d.node = p.ParseEvent(d.annotations); }},
      {"upon", [](Parser& p, Decl& d) { d.node = p.ParseUpon(d.annotations); }},
      {"linkage", [](Parser& p, Decl& d) { d.node = p.ParseLinkage(d.annotations); }},
      {"decision", [](Parser& p, Decl& d) { d.node = p.ParseDecision(d.annotations); }},
      {"audience", [](Parser& p, Decl& d) { d.node = p.ParseAudience(); }},
      {"framework", [](Parser& p, Decl& d) { d.node = p.ParseFramework(d.annotations); }},
      {"policy", [](Parser& p, Decl& d) { d.node = p.ParsePolicy(d.annotations, false); }},
      {"scenario", [](Parser& p, Decl& d) { d.node = p.ParsePolicy(d.annotations, true); }},
      {"outcome", [](Parser& p, Decl& d) { d.node = p.ParseOutcome(d.annotations); }},
      {"claim", [](Parser& p, Decl& d) { d.node = p.ParseClaim(d.annotations); }},
      {"record", [](Parser& p, Decl& d) { d.node = p.ParseRecord(); }},
      {"observe", [](Parser& p, Decl& d) { d.node = p.ParseObserve(d.annotations); }},
      {"objective", [](Parser& p, Decl& d) { d.node = p.ParseObjective(); }},
  });
  for (const Entry& entry : kEntries) {
    if (!AcceptWord(entry.word)) continue;
    entry.read(*this, decl);
    return;
  }
  FailUnknownWord("where a declaration begins", DeclarationWords());
}

// ---- frame ----------------------------------------------------------------------------------

syntax::SystemDecl Parser::ParseSystem(Annotations&) {
  return syntax::SystemDecl{ParseDeclaredName("the system's name")};
}

syntax::TimeDecl Parser::ParseTime() {
  syntax::TimeDecl time;
  ExpectWord("from", "after `time`");
  time.from = ParseDate("after `from`");
  ExpectWord("to", "after the start date");
  time.to = ParseDate("after `to`");
  if (!AcceptWord("step")) return time;
  do {
    syntax::StepSegment segment;
    segment.step = ParseDuration("after `step`");
    if (AcceptWord("until")) segment.until = ParseDate("after `until`");
    time.steps.push_back(segment);
  } while (AcceptWord("then"));
  return time;
}

syntax::NowDecl Parser::ParseNow() { return syntax::NowDecl{ParseDate("after `now`")}; }

syntax::ImportDecl Parser::ParseImport() { return syntax::ImportDecl{ParseText("a file's name")}; }

syntax::SourceDecl Parser::ParseSource(Annotations& notes) {
  syntax::SourceDecl source;
  source.name = ParseDeclaredName("the source's name");
  while (TryAnnotation(notes, true)) {
  }
  static const Words words = {"accessed", "author", "authors", "doi",   "note",    "pages",
                              "published", "publisher", "title", "url", "written"};
  if (!Is(TokenKind::kLeftBrace)) return source;
  Block("a source", words, [&] {
    if (!Is(TokenKind::kName)) return false;
    if (std::find(words.begin(), words.end(), TextAhead(0)) == words.end()) return false;
    source.fields.push_back(ParseSourceField());
    return true;
  });
  return source;
}

syntax::SourceField Parser::ParseSourceField() {
  const std::size_t start = at_;
  syntax::SourceField field;
  Hint(kHintClause);
  field.field = ParseName("a field of the source");
  if (IsAnyWord({"before", "after", "about"})) {
    field.relation = std::string(TextAhead(0));
    Advance();
  }
  if (Is(TokenKind::kString)) {
    field.text = ParseText("a text");
  } else if (Is(TokenKind::kYearMonth) || (Is(TokenKind::kNumber) && TextAhead(0).size() == 4)) {
    field.partial_date = std::string(TextAhead(0));
    Advance();
  } else {
    field.date = ParseDate("or a text in a source");
  }
  if (AcceptWord("in")) field.in = ParseText("the publication");
  field.span = SpanFrom(start);
  return field;
}

}  // namespace entente::language
