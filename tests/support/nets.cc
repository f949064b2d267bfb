#include "support/nets.h"

#include <string>
#include <utility>
#include <vector>

#include "model/builder.h"

namespace entente::testing {

using model::Builder;
using model::ExprId;
using model::HappeningId;
using model::IssueId;
using model::Op;
using model::OutcomeKind;
using model::StateIndex;

model::Model Net4(double horizon_days) {
  constexpr double kUp[] = {0.6, 0.65, 0.7, 0.75};
  constexpr std::pair<int, int> kLinks[] = {{0, 1}, {1, 2}, {2, 3}, {3, 0}, {0, 2}};
  Builder b("net4", horizon_days, 1.0);
  std::vector<IssueId> x;
  for (int i = 0; i < 4; ++i) {
    x.push_back(b.Issue("x" + std::to_string(i), {"s0", "s1", "s2", "s3"}));
  }
  const auto top = [&](int i) { return b.In(x[static_cast<std::size_t>(i)], {"s3"}); };
  std::vector<HappeningId> moves;
  for (int i = 0; i < 4; ++i) {
    const IssueId issue = x[static_cast<std::size_t>(i)];
    ExprId up = b.Number(kUp[i]);
    for (const auto& [source, target] : kLinks) {
      if (target != i) continue;
      up = b.pool().Add(up, b.pool().Select(top(source), b.Number(0.4), b.Number(0.0)));
    }
    for (StateIndex s = 0; s < 3; ++s) {
      const auto next = static_cast<StateIndex>(s + 1);
      b.Rate(issue, s, next, up);
      b.Rate(issue, next, s, b.Number(0.8));
      moves.push_back(b.Transition(issue, s, next));
      moves.push_back(b.Transition(issue, next, s));
    }
  }
  b.Ask("x0_top", OutcomeKind::kValueAt, top(0));
  b.Ever("all_top", b.pool().And(b.pool().And(top(0), top(1)), b.pool().And(top(2), top(3))));
  b.Ever("pair_top", b.pool().And(top(0), top(1)), 0.0, 2.0);
  b.Count("moves", moves);
  return b.Build();
}

}  // namespace entente::testing
