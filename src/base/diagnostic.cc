#include "base/diagnostic.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <utility>

namespace entente {
namespace {

constexpr auto kInfos = std::to_array<DiagnosticKindInfo>({
#define ENTENTE_DIAGNOSTIC(name, slug, severity, summary) \
  DiagnosticKindInfo{slug, Severity::severity, summary},
#include "base/diagnostic_kinds.def"
#undef ENTENTE_DIAGNOSTIC
});

// Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours.
std::size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t cost = a[i - 1] == b[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before_last[j - 2] + 1);
      }
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

}  // namespace

const DiagnosticKindInfo& InfoOf(DiagnosticKind kind) {
  return kInfos[static_cast<std::size_t>(kind)];
}

const std::vector<DiagnosticKind>& AllDiagnosticKinds() {
  static const std::vector<DiagnosticKind> all = [] {
    std::vector<DiagnosticKind> kinds;
    for (std::size_t i = 0; i < kInfos.size(); ++i) kinds.push_back(static_cast<DiagnosticKind>(i));
    return kinds;
  }();
  return all;
}

Diagnostic& DiagnosticSink::Add(DiagnosticKind kind, SourceSpan span, std::string message,
                                std::string suggestion) {
  const Severity severity = InfoOf(kind).severity;
  if (severity == Severity::kError) ++error_count_;
  Diagnostic diagnostic{kind,         severity, span, std::move(message), std::move(suggestion),
                        std::nullopt, {}};
  if (all_.size() >= limit_) {
    ++suppressed_;
    overflow_ = std::move(diagnostic);
    return overflow_;
  }
  all_.push_back(std::move(diagnostic));
  return all_.back();
}

void DiagnosticSink::SortByPlace() {
  // Those without a place come last: they speak of the whole.
  std::vector<std::size_t> order(all_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [this](std::size_t a, std::size_t b) {
    const SourceSpan& left = all_[a].span;
    const SourceSpan& right = all_[b].span;
    return std::tuple(left.file.index(), left.begin, a) <
           std::tuple(right.file.index(), right.begin, b);
  });
  std::vector<Diagnostic> sorted;
  sorted.reserve(all_.size());
  for (const std::size_t index : order) sorted.push_back(std::move(all_[index]));
  all_ = std::move(sorted);
}

std::optional<std::string> NearestName(std::string_view name,
                                       const std::vector<std::string>& candidates) {
  // Nobody misspells a name of this length; comparing two of them would take long.
  constexpr std::size_t kLongest = 128;
  if (name.size() > kLongest) return std::nullopt;
  const std::size_t limit = std::max<std::size_t>(1, name.size() / 3);
  std::optional<std::string> best;
  std::size_t best_distance = limit + 1;
  for (const std::string& candidate : candidates) {
    const std::size_t gap = candidate.size() > name.size() ? candidate.size() - name.size()
                                                           : name.size() - candidate.size();
    if (candidate.empty() || candidate == name || gap > limit) continue;
    const std::size_t distance = EditDistance(name, candidate);
    if (distance < best_distance || (distance == best_distance && best && candidate < *best)) {
      best = candidate;
      best_distance = distance;
    }
  }
  return best;
}

}  // namespace entente
