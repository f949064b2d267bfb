#include "record/chronology/chronology.h"

#include <algorithm>
#include <array>
#include <utility>

#include "record/chronology/resolver.h"

namespace entente::record {
namespace {

constexpr std::array<const char*, 16> kSlugs = {
    "unreadable",      "unknown-name", "unknown-state",
    "undeclared-arc",  "wrong-actor",  "wrong-state",
    "no-change",       "ambiguous",    "outside-time",
    "known-before",    "duplicate",    "outside-occasion",
    "before-ballot",   "not-in-order", "complete-without-rows",
    "complete-outside"};

}  // namespace

const char* SlugOf(FaultKind kind) { return kSlugs[static_cast<std::size_t>(kind)]; }

Result<Chronology> ReadChronology(const model::Model& model, const model::RecordSource* declared,
                                  std::string path, std::string_view text) {
  Result<std::vector<ChronologyRow>> rows = ReadChronologyRows(text);
  if (!rows) return tl::unexpected(rows.error());
  return ResolveRows(model, declared, std::move(path), std::move(*rows));
}

Chronology ResolveRows(const model::Model& model, const model::RecordSource* declared,
                       std::string path, std::vector<ChronologyRow> rows) {
  return Resolver(model, declared).Run(std::move(path), std::move(rows));
}

Chronology KnownOn(const model::Model& model_then, const model::RecordSource* declared,
                   const Chronology& chronology, double day) {
  std::vector<ChronologyRow> known;
  for (const ChronologyRow& row : chronology.rows) {
    // A row without a readable date tells nothing at any time.
    const auto from = KnownFromDay(model_then.time, row);
    if (from && *from <= day) known.push_back(row);
  }
  Chronology then = ResolveRows(model_then, declared, chronology.path, std::move(known));
  then.complete_to_day = std::max(then.complete_from_day, std::min(then.complete_to_day, day));
  for (RecordedHappening& happening : then.happenings) {
    happening.complete = happening.complete && happening.day < then.complete_to_day;
  }
  return then;
}

model::Model WithInitialStates(model::Model model, const Chronology& chronology) {
  for (std::size_t i = 0; i < chronology.initial_states.size(); ++i) {
    model.issues[i].start = chronology.initial_states[i];
  }
  return model;
}

}  // namespace entente::record
