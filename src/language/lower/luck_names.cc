// Randomness is keyed by names. Two things of one purpose may not have one name, or two names with
// one hash: they would share their luck.
#include <string>
#include <string_view>
#include <unordered_map>

#include <fmt/format.h>

#include "base/hash.h"
#include "language/lower/lower.h"

namespace entente::language::lower {
namespace {

class Streams {
 public:
  explicit Streams(Context& context) : context_(context) {}

  void Add(const model::Provenance& owner) {
    const auto [place, fresh] = seen_.emplace(Fnv1a64(owner.luck_name), &owner);
    if (fresh) return;
    const model::Provenance& other = *place->second;
    if (owner.name == other.name) return;  // a duplicate name, reported as such
    Diagnostic& diagnostic = context_.Report(
        DiagnosticKind::kLuckCollision, owner.span,
        fmt::format("`{}` and `{}` would share their luck: randomness is keyed by names, here "
                    "`{}`{}",
                    owner.name, other.name, owner.luck_name,
                    owner.luck_name == other.luck_name ? "" : ", which has the same hash"),
        "give one of them another `key`");
    diagnostic.related.push_back({other.span, fmt::format("`{}` is declared here", other.name)});
  }

 private:
  Context& context_;
  std::unordered_map<std::uint64_t, const model::Provenance*> seen_;
};

template <typename Elements>
void CheckAll(Context& context, const Elements& elements) {
  Streams streams(context);
  for (const auto& element : elements) streams.Add(element.provenance);
}

}  // namespace

void CheckLuck(Context& context) {
  CheckAll(context, context.model.parameters);
  CheckAll(context, context.model.quantities);
  CheckAll(context, context.model.happenings);
  CheckAll(context, context.model.channels);
  CheckAll(context, context.model.triggers);
  CheckAll(context, context.model.chances);
  CheckAll(context, context.model.decisions);
}

}  // namespace entente::language::lower
