#include <fmt/format.h>

#include "language/explain/branching.h"
#include "language/lower/warnings.h"

namespace entente::language::lower {

void WarnLoops(check::Context& context) {
  const explain::Branching branching = explain::BranchingOf(context.model);
  for (const explain::BranchingLoop& loop : branching.loops) {
    if (!(loop.ratio > explain::kBranchingLimit)) continue;
    const std::string name = explain::NameOf(loop);
    context.Report(
        DiagnosticKind::kBranchingAboveLimit, loop.span,
        loop.ratio >= 1.0
            ? fmt::format("the loop of {} runs away: one act breeds {:.2f} further acts at the "
                          "start, so acts multiply without end",
                          name, loop.ratio)
            : fmt::format("the loop of {} breeds {:.2f} further acts for each act at the start; "
                          "above {:g} it is close to running away",
                          name, loop.ratio, explain::kBranchingLimit),
        "weaken a linkage, shorten a half-life, or make acts rarer or lighter");
  }
}

}  // namespace entente::language::lower
