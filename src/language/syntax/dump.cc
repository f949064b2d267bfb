// Declarations as s-expressions: one line for the head, one a part of the body.
#include "language/syntax/dump.h"

#include <fmt/format.h>

#include <array>

namespace entente::language {
namespace syntax {
namespace {

using Lines = std::vector<std::string>;

struct DeclRenderer {
  const Dumper& dump;
  Lines& body;  // parts on their own lines

  template <typename T>
  void Each(std::string_view head, const std::vector<T>& items) const {
    for (const T& item : items) body.push_back(Dumper::Form(head, {dump.Of(item)}));
  }
  void Effects(const std::vector<Effect>& effects) const { Each("then", effects); }
  void Part(std::string text) const {
    if (!text.empty()) body.push_back(std::move(text));
  }
  std::string Named(const Name& name, const IndexHead& head) const {
    return Dumper::Join({name.text, dump.Of(head)});
  }

  std::string operator()(const SystemDecl& d) const { return "system " + d.name.text; }
  std::string operator()(const TimeDecl& d) const {
    for (const StepSegment& step : d.steps) {
      Part(Dumper::Form("step", {dump.Of(step.step), dump.Maybe("until", step.until)}));
    }
    return fmt::format("time {} {}", Dumper::Of(d.from), Dumper::Of(d.to));
  }
  std::string operator()(const NowDecl& d) const { return "now " + Dumper::Of(d.date); }
  std::string operator()(const ImportDecl& d) const { return "import " + Dumper::Of(d.path); }
  std::string operator()(const SourceDecl& d) const {
    for (const SourceField& field : d.fields) {
      Part(Dumper::Form(field.field.text,
                        {field.relation, field.text ? Dumper::Of(*field.text) : "",
                         field.date ? Dumper::Of(*field.date) : "", field.partial_date,
                         dump.Maybe("in", field.in)}));
    }
    return "source " + d.name.text;
  }
  std::string operator()(const ActorDecl& d) const {
    for (const Attribute& attribute : d.attributes) Part(dump.Of(attribute));
    return Dumper::Join({"actor", d.name.text, dump.List("kinds", d.kinds)});
  }
  std::string operator()(const OrganDecl& d) const {
    for (const Attribute& attribute : d.attributes) Part(dump.Of(attribute));
    return fmt::format("organ {} (of {})", d.name.text, d.of.text);
  }
  void Members(const std::vector<SetMember>& members) const {
    for (const SetMember& member : members) {
      Part(Dumper::Form("member", {member.name.text, dump.Of(member.annotations),
                                   dump.List(member.attributes)}));
    }
  }
  std::string operator()(const SetDecl& d) const {
    Members(d.members);
    return Dumper::Join({"set", d.name.text, d.value ? dump.Of(*d.value) : ""});
  }
  std::string operator()(const TrackDecl& d) const {
    Members(d.tracks);
    return "track";
  }
  std::string operator()(const TableDecl& d) const {
    for (const TableRow& row : d.rows) Part(dump.Of(row));
    return Dumper::Join({"table", Named(d.name, d.head), dump.Maybe("from", d.from_file)});
  }
  std::string operator()(const ParamDecl& d) const {
    Part(d.prior ? dump.Of(*d.prior) : "");
    Part(dump.Maybe("value", d.value));
    if (d.low.valid() || d.high.valid()) Part(dump.Of(Range{d.low, d.high, {}}));
    return Dumper::Join({"param", d.joint ? "joint" : "", dump.List(d.names), dump.Of(d.head)});
  }

  void Dynamics(const std::vector<RelaxClause>& relaxes, const std::vector<ChangeClause>& changes,
                const std::vector<NoiseClause>& noises) const {
    for (const RelaxClause& clause : relaxes) {
      Part(Dumper::Form("relaxes", {dump.Of(clause.target), dump.Maybe("half-life", clause.half_life),
                                    dump.Maybe("while", clause.guard),
                                    dump.Of(clause.annotations)}));
    }
    for (const ChangeClause& clause : changes) {
      Part(Dumper::Form("changes", {dump.Of(clause.rate), dump.Maybe("while", clause.guard),
                                    dump.Of(clause.annotations)}));
    }
    for (const NoiseClause& clause : noises) {
      Part(Dumper::Form("noise", {dump.Of(clause.amount),
                                  Dumper::Form("shared", {clause.shared.text,
                                                          dump.Of(clause.shared_weight)})}));
    }
  }
  void Start(const StartClause& start) const {
    Part(Dumper::Form("starts", {dump.Of(start.value), dump.List(start.rows),
                                 dump.Maybe("from", start.from_file)}));
  }
  std::string operator()(const QuantityDecl& d) const {
    if (d.range) Part(dump.Of(*d.range));
    for (const StartClause& start : d.starts) Start(start);
    Dynamics(d.relaxes, d.changes, d.noises);
    return Dumper::Join({"quantity", Named(d.name, d.head)});
  }
  std::string operator()(const AlsoDecl& d) const {
    Dynamics(d.relaxes, d.changes, d.noises);
    return Dumper::Join({"also", dump.Of(d.target), dump.Of(d.head)});
  }
  std::string operator()(const MemoryDecl& d) const {
    Part(dump.Of(d.acts));
    Part(dump.Maybe("half-life", d.half_life));
    if (d.starts) Start(*d.starts);
    return Dumper::Join({"memory", Named(d.name, d.head)});
  }
  std::string operator()(const LatchDecl& d) const {
    Part(dump.Maybe("once", d.once));
    Part(dump.Maybe("until", d.until));
    return Dumper::Join({"latch", Named(d.name, d.head), d.starts_on ? "(starts on)" : ""});
  }
  std::string operator()(const DefineDecl& d) const {
    Part(dump.Of(d.value));
    return Dumper::Join({"define", Named(d.name, d.head), dump.List("at", d.elements)});
  }

  std::string operator()(const OfficeDecl& d) const {
    for (const PersonClause& person : d.persons) {
      Part(Dumper::Form("person", {person.name.text, dump.Of(person.annotations),
                                   dump.List(person.attributes)}));
    }
    Part(dump.Maybe("starts", d.starts));
    for (const ElectionClause& election : d.elections) {
      Part(Dumper::Form("election", {dump.Maybe("every", election.every),
                                     dump.Maybe("from", election.from),
                                     dump.Maybe("until", election.until),
                                     dump.Maybe("in-office-after", election.in_office_after),
                                     dump.Maybe("known-from", election.known_from),
                                     dump.List("odds", election.odds),
                                     dump.List("otherwise", election.otherwise),
                                     dump.Of(election.annotations)}));
    }
    Part(Dumper::Form("vacancy", {dump.Of(d.vacancy_ballot_after),
                                  dump.List("odds", d.vacancy_odds)}));
    return fmt::format("office {} (of {})", d.name.text, d.of.text);
  }
  std::string operator()(const ChanceDecl& d) const {
    Part(dump.List("odds", d.odds));
    Part(dump.List("otherwise", d.otherwise));
    return Dumper::Join({"chance", Named(d.name, d.head), dump.Maybe("on", std::optional(d.date)),
                         dump.Maybe("known-from", d.known_from)});
  }

  std::string operator()(const IssueDecl& d) const {
    for (const StateClause& state : d.states) {
      Part(Dumper::Form("state", {state.name.text, dump.Of(state.annotations),
                                  dump.List(state.attributes)}));
    }
    Part(dump.Maybe("starts", d.starts));
    for (const ArcClause& arc : d.arcs) {
      Part(Dumper::Form("arc", {dump.List("from", arc.from), arc.each_of ? "(each)" : "",
                                Dumper::Form("to", {arc.to.text}), dump.List(arc.triggers),
                                dump.Maybe("probability", arc.probability), dump.Of(arc.act),
                                dump.List("then", arc.effects), dump.Maybe("before", arc.before),
                                dump.Of(arc.annotations)}));
    }
    return Dumper::Join({"issue", Named(d.name, d.head), dump.List("between", d.between),
                         dump.List("of", d.of), dump.List("about", d.about)});
  }
  std::string operator()(const EventDecl& d) const {
    Part(dump.Of(d.act));
    for (const Trigger& trigger : d.triggers) Part(dump.Of(trigger));
    Effects(d.effects);
    if (d.success) {
      Part(Dumper::Form("succeeds",
                        {dump.Of(d.success->probability), dump.List("then", d.success->then_effects),
                         Dumper::Form("else", {dump.Of(d.success->else_act),
                                               dump.List("then", d.success->else_effects)})}));
    }
    Part(dump.Maybe("before", d.before));
    return Dumper::Join({"event", Named(d.name, d.head)});
  }
  std::string operator()(const UponDecl& d) const {
    Part(dump.Maybe("while", d.guard));
    Part(dump.Maybe("probability", d.probability));
    Effects(d.effects);
    Part(dump.Maybe("before", d.before));
    return Dumper::Join({"upon", dump.List(d.happenings), dump.Of(d.head)});
  }

  std::string operator()(const LinkageDecl& d) const {
    static constexpr auto kChanges =
        std::to_array<std::string_view>({"adds", "lowers", "multiplies"});
    const std::string_view change = kChanges[static_cast<std::size_t>(d.change)];
    if (const auto* acts = std::get_if<ActLinkage>(&d.body)) {
      Part(Dumper::Form("from", {dump.Of(acts->from)}));
      Part(Dumper::Form("to", {dump.Of(acts->to)}));
      Part(Dumper::Form(change, {dump.Of(acts->strength), dump.Of(acts->strength_high),
                                 dump.Maybe("per-act-of-weight", acts->per_weight)}));
      Part(dump.Maybe("half-life", acts->half_life));
    } else {
      const auto& states = std::get<StateLinkage>(d.body);
      Part(Dumper::Form("from", {dump.Of(states.condition)}));
      Part(dump.List("to", states.targets));
      Part(dump.Maybe("to", states.acts));
      Part(Dumper::Form(change, {dump.Of(states.factor), dump.Of(states.factor_high)}));
    }
    return Dumper::Join({"linkage", Named(d.name, d.head)});
  }
  std::string operator()(const DecisionDecl& d) const {
    Part(dump.Of(d.act));
    for (const Trigger& trigger : d.triggers) Part(dump.Of(trigger));
    for (const OptionClause& option : d.options) {
      Part(Dumper::Form("option", {option.name.text, dump.Maybe("utility", option.utility),
                                   dump.Maybe("while", option.guard), dump.Of(option.act),
                                   dump.List("then", option.effects),
                                   dump.Of(option.annotations)}));
    }
    Part(dump.Maybe("rationality", d.rationality));
    Part(dump.Maybe("before", d.before));
    return Dumper::Join({"decision", Named(d.name, d.head)});
  }
  std::string operator()(const AudienceCostDecl& d) const {
    Part(dump.Of(d.acts));
    Part(dump.Maybe("cost", d.cost));
    return Dumper::Join({"audience-cost", dump.Of(d.head)});
  }
  std::string operator()(const FrameworkDecl& d) const {
    Part(dump.List("members", d.members));
    Part(dump.Maybe("depth", d.depth));
    for (const DampClause& damp : d.damps) {
      Part(Dumper::Form("damps", {dump.Of(damp.target), dump.List("about", damp.about),
                                  dump.Maybe("by", damp.amount), dump.Of(damp.annotations)}));
    }
    return "framework " + d.name.text;
  }

  std::string Block(const InterventionBlock& block) const {
    static constexpr auto kForms =
        std::to_array<std::string_view>({"dated", "adopt-once", "adopt-while"});
    std::vector<std::string> parts = {dump.Maybe("from", block.from), dump.Maybe("to", block.to),
                                      dump.Of(block.condition)};
    for (const Intervention& entry : block.body) parts.push_back(Render(entry));
    return Dumper::Form(kForms[static_cast<std::size_t>(block.form)], parts);
  }
  std::string Render(const Intervention& entry) const {
    if (!entry.block.empty()) return Block(entry.block.front());
    static constexpr auto kKinds = std::to_array<std::string_view>(
        {"set", "scale", "add", "force", "forbid", "fix", "hold", "start", "shift-target"});
    return Dumper::Form(
        kKinds[static_cast<std::size_t>(entry.kind)],
        {entry.acts ? dump.Of(*entry.acts) : dump.Of(entry.target),
         dump.Maybe("attribute", entry.attribute), dump.Maybe("value", entry.value),
         entry.is_chance ? "(chance)" : "", dump.Maybe("election", entry.election),
         dump.Maybe("state", entry.state), dump.List(entry.triggers),
         dump.Maybe("while", entry.guard), dump.Maybe("from", entry.from),
         dump.Maybe("until", entry.to)});
  }
  std::string operator()(const PolicyDecl& d) const {
    for (const DoseClause& dose : d.doses) {
      Part(Dumper::Form("dose", {dose.name.text, dump.Of(dose.range)}));
    }
    Part(dump.List("by", d.by));
    Part(dump.Maybe("cost", d.cost));
    Part(dump.List("include", d.includes));
    for (const Intervention& entry : d.interventions) Part(Render(entry));
    return Dumper::Join({d.is_scenario ? "scenario" : "policy", d.name.text});
  }

  std::string operator()(const OutcomeDecl& d) const {
    static constexpr auto kForms = std::to_array<std::string_view>(
        {"ever", "always", "time-to", "count-acts", "count", "mean", "max", "min", "final",
         "value", "share-of-time", "episodes", "expression"});
    static constexpr auto kUnits =
        std::to_array<std::string_view>({"day", "week", "month", "year"});
    Part(Dumper::Form(
        kForms[static_cast<std::size_t>(d.form)],
        {dump.Of(d.value), d.form == OutcomeForm::kCountActs ? dump.Of(d.acts) : "",
         dump.List(d.happenings), dump.Of(d.episode_issue), d.episode_state.text,
         dump.List("end", d.episode_end), dump.Maybe("at", d.at)}));
    if (d.per) Part(fmt::format("(per {})", kUnits[static_cast<std::size_t>(*d.per)]));
    Part(Dumper::Form("window", {dump.Maybe("within", d.window.within),
                                 dump.Maybe("from", d.window.from), dump.Maybe("to", d.window.to),
                                 dump.Maybe("of", d.window.of)}));
    Part(dump.Maybe("given", d.given));
    Part(dump.List("under", d.under));
    return Dumper::Join({"outcome", Named(d.name, d.head)});
  }
  std::string operator()(const ClaimDecl& d) const {
    for (const ClaimStatement& statement : d.statements) {
      Part(Dumper::Form("holds", {dump.Of(statement.comparison),
                                  dump.Maybe("within", statement.within)}));
    }
    Part(dump.List("under", d.under));
    Part(dump.Maybe("given", d.given));
    return "claim " + d.name.text;
  }
  std::string operator()(const RecordDecl& d) const {
    Part(dump.List("complete-for", d.complete_for));
    Part(dump.Maybe("from", d.from));
    Part(dump.Maybe("to", d.to));
    return "record " + Dumper::Of(d.path);
  }
  std::string operator()(const ObserveDecl& d) const {
    Part(Dumper::Form(d.is_count ? "count" : "mean",
                      {d.dataset.text, d.from.text, d.to.text, dump.List("in", d.categories),
                       dump.Of(d.value), dump.Maybe("file", d.from_file)}));
    Part(dump.Of(d.likelihood));
    return Dumper::Join({"observe", Named(d.name, d.head), d.period.text});
  }
  std::string operator()(const ObjectiveDecl& d) const {
    Part(dump.Of(d.value));
    return fmt::format("objective (of {})", d.of.text);
  }
};

}  // namespace
}  // namespace syntax

std::string DumpSyntax(const syntax::SyntaxTree& tree) {
  const syntax::Dumper dump(tree);
  std::string out;
  for (const syntax::Decl& decl : tree.declarations) {
    syntax::Lines body;
    const std::string head = std::visit(syntax::DeclRenderer{dump, body}, decl.node);
    const std::string notes = dump.Of(decl.annotations);
    out += "(" + syntax::Dumper::Join({head, notes});
    for (const std::string& line : body) out += "\n  " + line;
    out += ")\n";
  }
  return out;
}

}  // namespace entente::language
