// What every request that follows the record with particle filters asks of them in the same words.
#ifndef ENTENTE_SERVICE_FOLLOWING_H_
#define ENTENTE_SERVICE_FOLLOWING_H_

#include <cstdint>
#include <string>
#include <vector>

#include "entente/common.h"
#include "inference/filter/filter.h"
#include "service/stop_signal.h"

namespace entente::service {

// What is wrong with these numbers; empty: nothing. Particles are kept in memory, all filters' at once.
std::string CheckFilters(std::uint64_t particles, std::uint64_t filters);
// Leads in months.
std::string CheckLeads(const std::vector<std::uint64_t>& leads);

// Looks ahead where plain weights would degenerate.
template <typename Request>
void FollowAsAsked(const Request& request, const api::Control& control,
                   inference::FilterSettings& settings) {
  settings.seed = request.seed;
  settings.particles = request.particles;
  settings.groups = request.replicates;
  settings.threads = request.threads;
  settings.look_ahead = inference::LookAhead::kWhenNeeded;
  settings.cancel = FlagOf(control);
  settings.on_progress = control.on_progress;
}

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_FOLLOWING_H_
