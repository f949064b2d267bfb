// One world told twice: as it is, and without one occurrence.
#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

#include "analysis/explain/explain.h"

namespace entente::analysis {
namespace {

// Instants of two runs of one world that differ by rounding only.
constexpr double kSameInstant = 1e-6;

struct Named {
  std::string event;
  std::uint64_t occurrence = 0;
};

// "gsomia -> notice#2" is the second.
Result<Named> Parse(const std::string& text) {
  const std::size_t mark = text.rfind('#');
  if (mark == std::string::npos) return Named{text, 0};
  std::uint64_t number = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + mark + 1, end, number);
  if (error != std::errc() || rest != end || number == 0) {
    return Fail("`" + text + "`: after `#` stands which occurrence, from 1");
  }
  return Named{text.substr(0, mark), number - 1};
}

bool Same(const engine::Occurrence& a, const engine::Occurrence& b) {
  return a.happening == b.happening && std::fabs(a.day - b.day) < kSameInstant;
}

// Rows in order of days; equal occurrences share a row, each at most once.
std::vector<std::pair<std::size_t, std::size_t>> Align(const engine::Story& with,
                                                       const engine::Story& without) {
  const auto& left = with.occurrences;
  const auto& right = without.occurrences;
  std::vector<std::size_t> partner(left.size(), WithoutResult::kNone);
  std::vector<char> taken(right.size(), 0);
  std::size_t from = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    while (from < right.size() && right[from].day < left[i].day - kSameInstant) ++from;
    for (std::size_t j = from; j < right.size() && right[j].day < left[i].day + kSameInstant; ++j) {
      if (taken[j] != 0 || !Same(left[i], right[j])) continue;
      partner[i] = j;
      taken[j] = 1;
      break;
    }
  }
  std::vector<std::pair<std::size_t, std::size_t>> rows;
  std::size_t j = 0;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const double until = partner[i] == WithoutResult::kNone
                             ? left[i].day
                             : right[partner[i]].day;
    for (; j < right.size() && (taken[j] != 0 || right[j].day < until); ++j) {
      if (taken[j] == 0) rows.emplace_back(WithoutResult::kNone, j);
    }
    rows.emplace_back(i, partner[i]);
  }
  for (; j < right.size(); ++j) {
    if (taken[j] == 0) rows.emplace_back(WithoutResult::kNone, j);
  }
  return rows;
}

bool Differ(double a, double b) {
  if (std::isnan(a) || std::isnan(b)) return std::isnan(a) != std::isnan(b);
  return a != b;
}

}  // namespace

Result<WithoutResult> TellWithout(const model::Model& model, std::uint64_t seed,
                                  std::uint32_t world, const std::string& event,
                                  const engine::RunLimits& limits) {
  const Result<Named> named = Parse(event);
  if (!named) return tl::unexpected(named.error());
  const Result<Candidate> candidate = FindCandidate(model, named->event);
  if (!candidate) return tl::unexpected(candidate.error());
  WithoutResult result;
  Result<engine::Story> with = engine::Replay(model, seed, world, limits);
  if (!with) return tl::unexpected(with.error());
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < with->occurrences.size(); ++i) {
    const auto& any = candidate->happenings;
    if (std::find(any.begin(), any.end(), with->occurrences[i].happening) == any.end()) continue;
    if (count++ == named->occurrence) result.removed_at = i;
  }
  if (!result.removed_at) {
    return Fail(fmt::format("world {} of seed {} has {} occurrence{} of `{}`", world, seed, count,
                            count == 1 ? "" : "s", candidate->name));
  }
  Result<engine::Story> without = engine::Replay(
      model, seed, world, limits, {{candidate->happenings, named->occurrence}});
  if (!without) return tl::unexpected(without.error());
  result.removed = candidate->name;
  if (count > 1) result.removed += fmt::format(", number {} of {}", named->occurrence + 1, count);
  result.with = std::move(*with);
  result.without = std::move(*without);
  result.rows = Align(result.with, result.without);
  for (std::size_t o = 0; o < result.with.outcomes.size(); ++o) {
    if (Differ(result.with.outcomes[o], result.without.outcomes[o])) {
      result.changed_outcomes.push_back(model::OutcomeId(o));
    }
  }
  return result;
}

}  // namespace entente::analysis
