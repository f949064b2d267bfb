// Lowers one intervention of a policy; a part of policy_changes, whose members are in several files
// by what is changed.
#ifndef ENTENTE_LANGUAGE_LOWER_POLICY_LOWERER_H_
#define ENTENTE_LANGUAGE_LOWER_POLICY_LOWERER_H_

#include <string_view>
#include <utility>
#include <vector>

#include "language/lower/expression.h"
#include "language/lower/policy_changes.h"

namespace entente::language::lower {

using check::Symbol;
using check::SymbolKind;
using model::ChanceId;
using model::HappeningId;
using model::InterventionKind;

class PolicyLowerer {
 public:
  PolicyLowerer(Context& context, const Scope& scope, const syntax::Intervention& written,
          const InForce& when, std::vector<model::Intervention>& out)
      : context_(context), scope_(scope), written_(written), when_(when), out_(out) {}

  void Run() {
    if (written_.guard.valid() && written_.kind == syntax::InterventionKind::kForce) {
      return NotYet("`while` on `force`");
    }
    if (written_.attribute.present()) return NotYet("changes of attributes");
    switch (written_.kind) {
      case syntax::InterventionKind::kSet:
        return Set();
      case syntax::InterventionKind::kScale:
        return Scale();
      case syntax::InterventionKind::kAdd:
        return Add();
      case syntax::InterventionKind::kForce:
        return Force();
      case syntax::InterventionKind::kForbid:
        return Forbid();
      case syntax::InterventionKind::kFix:
        return Fix();
      case syntax::InterventionKind::kHold:
        return Hold();
      case syntax::InterventionKind::kStart:
        return Start();
      case syntax::InterventionKind::kShiftTarget:
        return ShiftTarget();
    }
  }

 private:
  void Set();
  void Scale();
  void Add();
  void Force();
  void Forbid();
  void Fix();
  void Hold();
  void Start();
  void ShiftTarget();

  void NotYet(std::string_view feature) { context_.NotExecuted(feature, written_.span); }
  model::Intervention Make(InterventionKind kind) const;
  void Emit(model::Intervention change) { out_.push_back(std::move(change)); }

  // The symbol of the target, of one of `kinds`.
  Symbol* Target(const std::vector<SymbolKind>& kinds, std::string_view wanted);
  bool PlainTarget();
  std::vector<std::uint32_t> Elements(const Symbol& symbol) {
    return ElementsOf(context_, scope_, symbol, written_.target.target);
  }
  template <typename Id>
  std::vector<Id> Ids(const Symbol& symbol) {
    std::vector<Id> ids;
    for (const std::uint32_t index : Elements(symbol)) ids.emplace_back(index);
    return ids;
  }
  // The strengths of a linkage, or definitions.
  std::vector<model::DefinitionId> Definitions(const Symbol& symbol);
  int UnitOf(const Symbol& symbol, std::uint32_t element);

  model::ExprId Factor();
  model::ExprId ValueIn(const Symbol& symbol, std::string_view what);
  std::vector<model::ChannelId> ChannelsOf(const std::vector<HappeningId>& happenings) const;
  std::vector<model::ChannelId> TargetChannels(const Symbol* symbol);
  void ForceAt(const std::vector<HappeningId>& happenings, double day);
  void ForceBy(const std::vector<HappeningId>& happenings, const syntax::Trigger& trigger);
  void HoldIssue(model::IssueId issue, model::StateIndex state);
  void FixOffice(const Symbol& symbol, model::IssueId issue);
  std::vector<ChanceId> ChancesOf(model::IssueId issue) const;
  bool FallsOn(ChanceId chance, double day) const;

  Context& context_;
  const Scope& scope_;
  const syntax::Intervention& written_;
  const InForce when_;
  std::vector<model::Intervention>& out_;
};

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_POLICY_LOWERER_H_
