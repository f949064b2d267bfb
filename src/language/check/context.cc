#include "language/check/context.h"

#include <fmt/format.h>

namespace entente::language::check {

Diagnostic& Context::Report(DiagnosticKind kind, SourceSpan span, std::string message,
                            std::string suggestion) {
  if (exhausted) return ignored_;
  const std::uint32_t file = span.valid() ? span.file.index() : 0;
  if (span.valid() && !reported_.emplace(static_cast<int>(kind), file, span.begin).second) {
    ignored_ = Diagnostic{};
    return ignored_;
  }
  return sink.Add(kind, span, std::move(message), std::move(suggestion));
}

void Context::NotExecuted(std::string_view feature, SourceSpan span) {
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

bool Context::Spend(std::size_t steps, SourceSpan span) {
  if (exhausted) return false;
  work += steps;
  if (work <= limits.max_work && model.expressions.size() <= limits.max_nodes) return true;
  const bool nodes = model.expressions.size() > limits.max_nodes;
  Report(DiagnosticKind::kTooLargeModel, span,
         nodes ? fmt::format("the model expands to more than {} expression nodes (option "
                             "`--max-nodes`)", limits.max_nodes)
               : fmt::format("the model takes more than {} steps to expand (option `--max-work`)",
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
