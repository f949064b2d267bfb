// Effects that come later or bit by bit. A clock is a hidden issue that waits; several of them let
// occurrences overlap, each with its own time.
#ifndef ENTENTE_LANGUAGE_LOWER_DELAYED_H_
#define ENTENTE_LANGUAGE_LOWER_DELAYED_H_

#include <optional>
#include <string>
#include <vector>

#include "language/check/context.h"

namespace entente::language::lower {

// How long a clock runs: a fixed time, or a lognormal one with these 10th and 90th percentiles.
struct Wait {
  Duration time;
  std::optional<Duration> high;
};

// So many occurrences of one delayed effect may be under way at once; a further one is lost, and
// counted like an effect that finds no way.
inline constexpr std::size_t kClocks = 8;

struct Clocks {
  std::vector<model::Effect> start;  // take a free clock and set it running
  model::ExprId running;             // how many are running
};

// Clocks named `name`, started while `guard` holds (invalid: always); `then` runs when one ends.
Clocks MakeClocks(check::Context& context, const std::string& name, const Wait& wait,
                  model::ExprId guard, std::vector<model::Effect> then, SourceSpan span);

}  // namespace entente::language::lower

#endif  // ENTENTE_LANGUAGE_LOWER_DELAYED_H_
