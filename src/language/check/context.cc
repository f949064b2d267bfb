#include "language/check/context.h"

#include <fmt/format.h>

namespace entente::language::check {

namespace {

// Stand for kinds among the places that were reported: a line, a declaration's begin.
constexpr int kUnreadable = -2;
constexpr int kUnreadableDeclaration = -3;
constexpr std::size_t kTooManyFaults = 200;  // beyond those that are kept
constexpr std::size_t kLongestMessage = 1000;  // a name in it may be of any length
// Deep enough for any model a person writes, shallow enough for any stack.
constexpr std::size_t kMaxDepth = 1500;

// The last declaration of the file that begins at or before the place.
const syntax::Decl* DeclarationAt(const Context& context, SourceSpan span) {
  const syntax::Decl* found = nullptr;
  for (const syntax::SyntaxTree& tree : context.trees) {
    if (tree.file != span.file) continue;
    for (const syntax::Decl& decl : tree.declarations) {
      if (decl.span.begin <= span.begin) found = &decl;
    }
  }
  return found;
}

// What could not be read is reported already; its remains are no second mistake. Remembers the
// lines of all faults of reading, and the declarations that hold one.
template <typename Places>
void LoadUnreadable(Places& reported, const Context& context) {
  if (!reported.empty()) return;
  reported.emplace(kUnreadable, SourceSpan{}.file.index(), 0);  // loaded, even if there are none
  for (const Diagnostic& earlier : context.sink.all()) {
    if (!earlier.span.valid()) continue;
    const std::uint32_t file = earlier.span.file.index();
    const SourceFile& text = context.sources.file(earlier.span.file);
    reported.emplace(kUnreadable, file, text.Locate(earlier.span.begin).line);
    const syntax::Decl* holder = DeclarationAt(context, earlier.span);
    if (holder != nullptr) reported.emplace(kUnreadableDeclaration, file, holder->span.begin);
  }
}

template <typename Places>
bool IsRemainder(const Places& reported, const Context& context, DiagnosticKind kind,
                 SourceSpan span) {
  if (!span.valid() || reported.size() == 1) return false;
  const std::uint32_t file = span.file.index();
  const std::uint32_t line = context.sources.file(span.file).Locate(span.begin).line;
  if (reported.count({kUnreadable, file, line}) > 0) return true;
  // A missing part may stand in what could not be read.
  if (kind != DiagnosticKind::kMissingClause) return false;
  const syntax::Decl* holder = DeclarationAt(context, span);
  return holder != nullptr &&
         reported.count({kUnreadableDeclaration, file, holder->span.begin}) > 0;
}

}  // namespace

Diagnostic& Context::Report(DiagnosticKind kind, SourceSpan span, std::string message,
                            std::string suggestion) {
  if (exhausted) return ignored_;
  LoadUnreadable(reported_, *this);
  const std::uint32_t file = span.valid() ? span.file.index() : 0;
  if (span.valid() && !reported_.emplace(static_cast<int>(kind), file, span.begin).second) {
    ignored_ = Diagnostic{};
    return ignored_;
  }
  if (message.size() > kLongestMessage) {
    std::size_t cut = kLongestMessage;
    while (cut > 0 && (static_cast<unsigned char>(message[cut]) & 0xC0U) == 0x80U) --cut;
    message.replace(cut, std::string::npos, "…");
  }
  if (IsRemainder(reported_, *this, kind, span)) {
    ignored_ = Diagnostic{};
    return ignored_;
  }
  // A text this wrong is garbage: what else it holds is not worth the time.
  if (sink.suppressed() > kTooManyFaults) exhausted = true;
  return sink.Add(kind, span, std::move(message), std::move(suggestion));
}

void Context::NotExecuted(std::string_view feature, SourceSpan span) {
  LoadUnreadable(reported_, *this);
  const auto place = not_executed_.find(feature);
  if (place == not_executed_.end()) {
    not_executed_.emplace(std::string(feature), std::make_pair(span, std::size_t{1}));
    return;
  }
  // Expansion meets one place many times: only new places count.
  auto& [first, count] = place->second;
  if (reported_.emplace(-1, span.file.index(), span.begin).second && first.begin != span.begin) {
    ++count;
  }
}

void Context::ReportNotExecuted() {
  for (const auto& [feature, entry] : not_executed_) {
    const auto& [span, count] = entry;
    const std::string places =
        count > 1 ? fmt::format(" ({} places, this is the first)", count) : std::string();
    sink.Add(DiagnosticKind::kNotExecutedYet, span,
             fmt::format("{} {} read but not executed in this version{}", feature,
                         feature.back() == 's' ? "are" : "is", places),
             "leave it out, or say it with what is executed; see `docs/reference/language.md`");
  }
}

void Context::Unknown(std::string_view what, const syntax::Name& name,
                      const std::vector<std::string>& candidates) {
  if (!name.present()) return;
  const auto nearest = NearestName(name.text, candidates);
  Diagnostic& diagnostic =
      Report(DiagnosticKind::kUnknownName, name.span,
             fmt::format("`{}` is not the name of {}", name.text, what),
             nearest ? fmt::format("did you mean `{}`?", *nearest) : std::string());
  if (nearest) diagnostic.fix = Fix{name.span, *nearest};
}

bool Context::Descend(SourceSpan span) {
  if (exhausted) return false;
  if (depth < kMaxDepth) {
    ++depth;
    return true;
  }
  Report(DiagnosticKind::kTooDeepNesting, span,
         "expressions, definitions or sets lie too deep inside one another",
         "define some of them before those that read them");
  return false;
}

bool Context::Spend(std::size_t steps, SourceSpan span) {
  if (exhausted) return false;
  work += steps;
  if (work <= limits.max_work && model.expressions.size() <= limits.max_nodes) return true;
  const bool nodes = model.expressions.size() > limits.max_nodes;
  Report(DiagnosticKind::kTooLargeModel, span,
         nodes ? fmt::format("the model expands to more than {} expression nodes (option "
                             "`--max-nodes`)", limits.max_nodes)
               : fmt::format("the model takes more than {} steps to expand, the bound",
                             limits.max_work),
         "make index sets smaller, or nest fewer sums over them");
  exhausted = true;
  return false;
}

namespace {

model::Citation Cite(Context& context, const syntax::Citation& citation) {
  model::Citation cited;
  Symbol* source = context.symbols.Find(Space::kSource, citation.source.text);
  if (source == nullptr) {
    context.Unknown("a source", citation.source, context.symbols.Names(Space::kSource));
  } else {
    source->used = true;
    cited.source = model::SourceId(source->elements.at(""));
  }
  if (citation.at) cited.at = citation.at->text;
  if (citation.says) cited.says = citation.says->text;
  return cited;
}

}  // namespace

void Annotate(Context& context, const syntax::Annotations& annotations,
              model::Provenance& provenance) {
  if (annotations.title) provenance.title = annotations.title->text;
  if (!annotations.doc.empty()) provenance.doc = annotations.doc;
  if (!annotations.citations.empty()) {
    provenance.citations.clear();
    provenance.judgement.clear();
  }
  for (const syntax::Citation& citation : annotations.citations) {
    if (citation.is_judgement) {
      if (citation.why) provenance.judgement = citation.why->text;
      continue;
    }
    const model::Citation cited = Cite(context, citation);
    if (cited.source.valid()) provenance.citations.push_back(cited);
  }
}

model::Provenance MakeProvenance(Context& context, const syntax::Annotations& annotations,
                                 std::string_view family, std::string_view key,
                                 SourceSpan span) {
  model::Provenance provenance;
  provenance.name = QualifiedName(family, key);
  provenance.luck_name =
      annotations.key ? QualifiedName(annotations.key->text, key) : provenance.name;
  provenance.family = family;
  provenance.span = span;
  Annotate(context, annotations, provenance);
  return provenance;
}

}  // namespace entente::language::check
