// What is wrong with a model's text, as data: one struct, a closed list of kinds, two renderings
// (text with a caret, JSON). Diagnostics are collected, never thrown; checking goes on after each.
#ifndef ENTENTE_BASE_DIAGNOSTIC_H_
#define ENTENTE_BASE_DIAGNOSTIC_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"

namespace entente {

enum class Severity { kError, kWarning, kNote };

// The closed list. Each line of diagnostic_kinds.def is
//   ENTENTE_DIAGNOSTIC(UnknownName, "unknown-name", kError, "a name that nothing declares")
// and needs a triggering test and a page docs/diagnostics/<slug>.md; a test enforces both.
enum class DiagnosticKind {
#define ENTENTE_DIAGNOSTIC(name, slug, severity, summary) k##name,
#include "base/diagnostic_kinds.def"
#undef ENTENTE_DIAGNOSTIC
};

struct DiagnosticKindInfo {
  std::string_view slug;  // "unknown-name": stable, in messages and in docs/diagnostics/
  Severity severity;
  std::string_view summary;
};

const DiagnosticKindInfo& InfoOf(DiagnosticKind kind);
const std::vector<DiagnosticKind>& AllDiagnosticKinds();

// A change of text that would mend the fault: replace `span` by `replacement`.
struct Fix {
  SourceSpan span;
  std::string replacement;
};

struct RelatedPlace {
  SourceSpan span;
  std::string message;
};

struct Diagnostic {
  DiagnosticKind kind;
  Severity severity;
  SourceSpan span;
  std::string message;     // what was seen, then the rule
  std::string suggestion;  // what to write instead; may be empty
  std::optional<Fix> fix;  // machine-applicable, when certain enough
  std::vector<RelatedPlace> related;
};

// Collects diagnostics in order of report. Bounded: after `limit` errors further ones are counted,
// not kept, so that garbage input cannot exhaust memory.
class DiagnosticSink {
 public:
  explicit DiagnosticSink(std::size_t limit = 200) : limit_(limit) {}

  // Adds one with the kind's default severity; returns it for adding a fix or related places.
  // The reference is valid until the next Add.
  Diagnostic& Add(DiagnosticKind kind, SourceSpan span, std::string message,
                  std::string suggestion = "");

  const std::vector<Diagnostic>& all() const { return all_; }
  bool has_errors() const { return error_count_ > 0; }
  std::size_t error_count() const { return error_count_; }
  std::size_t suppressed() const { return suppressed_; }
  // Sorts by file and place (stable).
  void SortByPlace();

 private:
  std::size_t limit_;
  std::size_t error_count_ = 0;
  std::size_t suppressed_ = 0;
  std::vector<Diagnostic> all_;
  Diagnostic overflow_{};
};

// Text with the line, a caret line and the suggestion. `colour` adds ANSI colours.
std::string RenderText(const Diagnostic& diagnostic, const SourceMap& sources, bool colour);
std::string RenderText(const DiagnosticSink& sink, const SourceMap& sources, bool colour);
// A JSON array of objects {kind, severity, file, line, column, end_line, end_column, message,
// suggestion?, fix?, related?}.
std::string RenderJson(const DiagnosticSink& sink, const SourceMap& sources);

// The candidate nearest to `name` by Damerau–Levenshtein distance, if near enough to be a likely
// slip of the pen (distance <= max(1, length/3)); ties go to the alphabetically first.
std::optional<std::string> NearestName(std::string_view name,
                                       const std::vector<std::string>& candidates);

}  // namespace entente

#endif  // ENTENTE_BASE_DIAGNOSTIC_H_
