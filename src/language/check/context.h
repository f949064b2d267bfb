// The state of one compilation: the trees that come in, the model that goes out, what names mean,
// and the reporting of faults (each mistake once, however many elements it expands to).
#ifndef ENTENTE_LANGUAGE_CHECK_CONTEXT_H_
#define ENTENTE_LANGUAGE_CHECK_CONTEXT_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/source.h"
#include "language/check/scope.h"
#include "language/check/symbols.h"
#include "language/check/types.h"
#include "language/source/load.h"
#include "language/syntax/tree.h"
#include "model/model.h"

namespace entente::language {

// Bounds on what a text may expand to; each names the option that raises it.
struct CompileLimits {
  std::size_t max_elements = 100'000;   // --max-elements: of one declaration
  std::size_t max_channels = 20'000;    // --max-channels
  std::size_t max_nodes = 4'000'000;    // --max-nodes: expression nodes of the model
  std::size_t max_work = 40'000'000;    // steps of expansion in all
};

}  // namespace entente::language

namespace entente::language::lower {
struct LinkagePlan;  // lower/linkages.h
}  // namespace entente::language::lower

namespace entente::language::check {

// What is known of an issue besides model::Issue.
struct IssueInfo {
  Symbol* symbol = nullptr;
  const syntax::SyntaxTree* tree = nullptr;
  const syntax::IssueDecl* decl = nullptr;  // null for offices and chances
  SourceSpan span;
  std::vector<std::pair<std::string, MemberId>> bindings;  // index variables of this element
  bool is_latch = false;  // read as a truth: whether it is on
  struct Column {
    model::StateTableId table;
    int time_halves = 0;
    std::vector<bool> present;  // by state
  };
  std::map<std::string, Column, std::less<>> attributes;
  // (from, to) -> the transition.
  std::map<std::pair<model::StateIndex, model::StateIndex>, model::HappeningId> arcs;
};

// What is known of a happening besides model::Happening.
struct HappeningInfo {
  Symbol* symbol = nullptr;        // its event, decision or issue; null for hidden ones
  bool without_linkages = false;
  bool can_be_hostile = false;     // by the sign of the weight, so far as it is known
  bool can_be_cooperative = false;
  SourceSpan act_span;
  model::DecisionId decision;      // options
  // Events that fail or have a drawn weight: the other forms of the same event.
  std::vector<model::HappeningId> variants;
};

// What is known of an outcome besides model::Outcome.
struct OutcomeInfo {
  Type type;               // of its value, per stored unit of time
  bool yes_or_no = false;  // 1 if something happens or holds, else 0: it has a probability
};

// An office and its hidden parts, between declaration and lowering.
struct OfficeSite {
  Symbol* symbol = nullptr;
  const syntax::SyntaxTree* tree = nullptr;
  const syntax::Decl* decl = nullptr;
  const syntax::OfficeDecl* node = nullptr;
  std::string actor;
  model::IssueId office;
  model::IssueId elect;  // who is elected and not yet in office; invalid if nobody ever is
  std::vector<std::vector<double>> ballots;  // by election clause: days since the start
};
struct ChanceSite {
  const syntax::SyntaxTree* tree = nullptr;
  const syntax::Decl* decl = nullptr;
  const syntax::ChanceDecl* node = nullptr;
  std::vector<std::pair<std::string, MemberId>> bindings;
  model::IssueId issue;
};
// Where a definition or quantity element was declared, and how far it is: bodies are lowered when
// first read, so that declarations may come in any order.
enum class Progress { kWaiting, kBusy, kDone };
struct DefinitionSite {
  const Symbol* symbol = nullptr;
  const syntax::SyntaxTree* tree = nullptr;
  const syntax::DefineDecl* decl = nullptr;
  std::vector<std::pair<std::string, MemberId>> bindings;
  Progress progress = Progress::kWaiting;
};
struct QuantitySite {
  const Symbol* symbol = nullptr;
  const syntax::SyntaxTree* tree = nullptr;
  const syntax::QuantityDecl* decl = nullptr;
  std::vector<std::pair<std::string, MemberId>> bindings;
  std::string key;
  Progress progress = Progress::kWaiting;  // of its start, which gives it its unit
};

struct Context {
  Context(const std::vector<syntax::SyntaxTree>& input, const SourceMap& texts,
          DiagnosticSink& diagnostics, const CompileLimits& bounds)
      : trees(input), sources(texts), sink(diagnostics), limits(bounds) {}

  const std::vector<syntax::SyntaxTree>& trees;
  const SourceMap& sources;
  DiagnosticSink& sink;
  const CompileLimits limits;
  const FileProvider* files = nullptr;  // for data files; null: there are none
  std::string root;                     // the model's folder
  std::size_t max_file_bytes = 0;

  model::Model model;
  double now_day = 0.0;  // `now`: where windows and policies begin
  std::optional<CivilDate> other_now;  // in place of the text's
  SymbolTable symbols;
  std::vector<Member> members;                 // by MemberId
  std::vector<IssueInfo> issues;               // by model::IssueId
  std::vector<HappeningInfo> happenings;       // by model::HappeningId
  std::vector<Type> parameter_types;           // by model::ParameterId
  std::vector<Type> quantity_types;            // by model::QuantityId
  std::vector<Type> definition_types;          // by model::DefinitionId; error until lowered
  std::vector<DefinitionSite> definition_sites;
  std::vector<QuantitySite> quantity_sites;
  std::vector<OfficeSite> offices;
  std::vector<ChanceSite> chances;
  // Definitions and starts being lowered inside one another, for the path of a cycle.
  std::vector<std::string> reading;
  std::vector<Type> table_types;               // by position in model.tables
  std::vector<std::vector<double>> table_cells;  // the same; cells by element
  std::map<std::string, model::CalendarId, std::less<>> elections;  // by actor name
  std::vector<OutcomeInfo> outcome_info;       // by model::OutcomeId
  // What the first pass over the linkages found, kept for the second.
  std::shared_ptr<lower::LinkagePlan> linkage_plan;
  std::unordered_map<std::string, model::ChannelId> channels;  // by name
  std::unordered_map<std::string, model::TriggerId> triggers;  // by name
  // `before NAME` of each trigger that has one.
  std::vector<std::pair<model::TriggerId, syntax::Name>> before;
  // Switches of hidden issues that come before all others of their class and instant.
  std::vector<model::TriggerId> first_triggers;
  std::map<std::string, model::ExprId, std::less<>> seasons;  // by dates: the truth of being in it
  std::unordered_map<std::string, int> delay_counts;  // delayed effects of one happening
  std::set<std::string, std::less<>> tags;            // of any act
  // Set once all pressures are declared: before that `heat` cannot be read.
  bool pressures_known = false;
  std::unordered_map<std::string, int> trigger_counts;  // how many share a base name
  // Cells of `starts { … }` and `starts from "…"` by quantity and key, matched once.
  std::unordered_map<const syntax::QuantityDecl*, std::unordered_map<std::string, syntax::ExprId>>
      start_cells;
  std::unordered_map<const syntax::QuantityDecl*, std::unordered_map<std::string, double>>
      start_numbers;
  std::size_t work = 0;
  std::size_t depth = 0;  // of recursion through bodies and sets
  std::size_t expanded = 0;
  bool exhausted = false;  // a bound was passed; everything further is skipped in silence

  const Member& member(MemberId id) const { return members[id.index()]; }

  // Reports once per kind and place; the answer may be used to add related places (it is a sink
  // of its own when the report was a repetition).
  Diagnostic& Report(DiagnosticKind kind, SourceSpan span, std::string message,
                     std::string suggestion = "");
  // A feature that is read but not executed: one diagnostic a feature, at its first place.
  void NotExecuted(std::string_view feature, SourceSpan span);
  void ReportNotExecuted();  // at the end
  // An unknown name, with the nearest of `candidates`; silent for a missing name.
  void Unknown(std::string_view what, const syntax::Name& name,
               const std::vector<std::string>& candidates);
  // Counts work; false once the bound is passed (reported once).
  bool Spend(std::size_t steps, SourceSpan span);

  // Guards recursion: false (reported) when it goes too deep; pair each true with `--depth`.
  bool Descend(SourceSpan span);

  std::string TextOf(SourceSpan span) const { return std::string(sources.Text(span)); }

 private:
  std::set<std::tuple<int, std::uint32_t, std::uint32_t>> reported_;
  std::map<std::string, std::pair<SourceSpan, std::size_t>, std::less<>> not_executed_;
  Diagnostic ignored_{};
};

// Resolves the annotations of a declaration (title, doc, cites, judgement, key).
model::Provenance MakeProvenance(Context& context, const syntax::Annotations& annotations,
                                 std::string_view family, std::string_view key, SourceSpan span);
// Adds the title, words and cites of a part (an arc, an option) to a provenance; the part's own
// title and sources win over the whole's.
void Annotate(Context& context, const syntax::Annotations& annotations,
              model::Provenance& provenance);

}  // namespace entente::language::check

#endif  // ENTENTE_LANGUAGE_CHECK_CONTEXT_H_
