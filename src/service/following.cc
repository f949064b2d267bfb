#include "service/following.h"

#include <fmt/format.h>

namespace entente::service {
namespace {

constexpr std::uint64_t kMostParticles = 10'000'000;
constexpr std::uint64_t kMostLead = 600;  // months

}  // namespace

std::string CheckFilters(std::uint64_t particles, std::uint64_t filters) {
  if (particles > 0 && filters > 0 && particles <= kMostParticles &&
      filters <= kMostParticles / particles) {
    return "";
  }
  return fmt::format("{} particles in {} filters: there can be 1 to {} in all", particles, filters,
                     kMostParticles);
}

std::string CheckLeads(const std::vector<std::uint64_t>& leads) {
  if (leads.empty()) return "no lead: say how many months ahead, as in `--leads 3,12`";
  for (const std::uint64_t lead : leads) {
    if (lead == 0 || lead > kMostLead) {
      return fmt::format("a lead of {} months: it can be 1 to {}", lead, kMostLead);
    }
  }
  return "";
}

}  // namespace entente::service
