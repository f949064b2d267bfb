// Clauses as s-expressions: annotations, acts, happenings, triggers, effects.
#include <fmt/format.h>

#include <array>

#include "language/syntax/dump.h"

namespace entente::language::syntax {
namespace {

struct EffectRenderer {
  const Dumper& dump;

  std::string operator()(const AssignEffect& e) const {
    static constexpr auto kSigns = std::to_array<std::string_view>({"=", "+=", "-=", "*="});
    return Dumper::Form(kSigns[static_cast<std::size_t>(e.op)],
                        {dump.Of(e.target), dump.Of(e.value)});
  }
  std::string operator()(const TransitionEffect& e) const {
    return Dumper::Form("->", {dump.Of(e.issue), e.to.text});
  }
  std::string operator()(const ExciteEffect& e) const {
    return Dumper::Form("excite", {dump.Of(e.linkage), e.dyad.from.text, e.dyad.to.text,
                                   dump.List("about", e.about), dump.Maybe("by", e.amount)});
  }
  std::string operator()(const ForEffect& e) const {
    return Dumper::Form("for-each", {dump.Of(e.head), dump.List("do", e.body)});
  }
  std::string operator()(const GroupEffect& e) const { return dump.List("do", e.body); }
};

}  // namespace

std::string Dumper::Of(const Citation& citation) const {
  if (citation.is_judgement) {
    return citation.why ? Form("judgement", {Of(*citation.why)}) : "(judgement)";
  }
  return Form("cite", {citation.source.text, citation.at ? Of(*citation.at) : "",
                       Maybe("says", citation.says)});
}

std::string Dumper::Of(const Annotations& annotations) const {
  return Join({annotations.title ? Of(*annotations.title) : "",
               annotations.doc.empty() ? "" : fmt::format("(doc \"{}\")", annotations.doc),
               Maybe("key", annotations.key), List(annotations.citations)});
}

std::string Dumper::Of(const Attribute& attribute) const {
  return Form(attribute.name.text, {Of(attribute.value)});
}

std::string Dumper::Of(const OddsEntry& entry) const {
  if (entry.is_rest) return Form("rest", {entry.outcome.text});
  return Form(entry.outcome.text, {Of(entry.probability)});
}

std::string Dumper::Of(const TableRow& row) const {
  return Form("row", {List("key", row.key), List(row.values)});
}

std::string Dumper::Of(const Range& range) const {
  return Form("range", {range.low.valid() ? Of(range.low) : "_",
                        range.high.valid() ? Of(range.high) : "_"});
}

std::string Dumper::Of(const Prior& prior) const {
  if (prior.form == PriorForm::kInterval) {
    return Form("interval", {Of(prior.low), Of(prior.high)});
  }
  std::vector<std::string> parts;
  for (const PriorArgument& argument : prior.arguments) {
    const std::string values = List(argument.values);
    parts.push_back(argument.name.present() ? Form(argument.name.text, {values}) : values);
  }
  return Form("prior", {prior.family.text, Join(parts)});
}

std::string Dumper::Of(const ActPattern& pattern) const {
  static constexpr auto kSigns = std::to_array<std::string_view>({"any", "hostile", "cooperative"});
  std::vector<std::string> dyads;
  for (const Dyad& dyad : pattern.dyads) {
    dyads.push_back(fmt::format("{}->{}", dyad.from.text, dyad.to.text));
  }
  return Form("acts", {std::string(kSigns[static_cast<std::size_t>(pattern.sign)]),
                       List("tagged", pattern.tags), Join(dyads),
                       List("between", pattern.between), List("by", pattern.by),
                       List("toward", pattern.toward), List("about", pattern.about)});
}

std::string Dumper::Of(const Happening& happening) const {
  if (happening.form == HappeningForm::kNamed) return Of(happening.target);
  const bool option = happening.form == HappeningForm::kOption;
  return Form(option ? "option-of" : "arc-of",
              {Of(happening.target), List("from", happening.from), List("to", happening.to)});
}

std::string Dumper::Of(const ActClauses& act) const {
  return Join({List("by", act.by), act.together ? "(together)" : "", List("toward", act.toward),
               List("about", act.about),
               Form("weight", {Of(act.weight), Of(act.weight_high)}), List("tagged", act.tags),
               act.without_linkages ? "(without-linkages)" : ""});
}

std::string Dumper::Of(const Trigger& trigger) const {
  static constexpr auto kKinds = std::to_array<std::string_view>(
      {"rate", "on", "on-next", "every", "after", "once", "whenever", "by-decision", "by-effect",
       "before-leaving"});
  const std::string head(kKinds[static_cast<std::size_t>(trigger.kind)]);
  const std::string inside =
      Join({Of(trigger.value), Of(trigger.high), trigger.date ? Of(*trigger.date) : "",
            Maybe("until", trigger.until), trigger.day ? Of(*trigger.day) : "",
            trigger.between_from
                ? Form("between", {Of(*trigger.between_from), Of(*trigger.between_to)})
                : "",
            trigger.decision.text, trigger.issue ? Of(*trigger.issue) : "", trigger.state.text,
            Maybe("while", trigger.guard), Maybe("probability", trigger.probability),
            Maybe("known-from", trigger.known_from), List("otherwise", trigger.otherwise)});
  return inside.empty() ? fmt::format("({})", head) : fmt::format("({} {})", head, inside);
}

std::string Dumper::Of(const Effect& effect) const {
  const std::string action = std::visit(EffectRenderer{*this}, effect.action);
  const std::string modifiers =
      Join({Maybe("probability", effect.probability),
            Form("after", {Of(effect.delay), Of(effect.delay_high)}), Maybe("over", effect.over),
            Maybe("while", effect.guard), Maybe("unless", effect.unless)});
  return modifiers.empty() ? action : Form("effect", {action, modifiers});
}

}  // namespace entente::language::syntax
