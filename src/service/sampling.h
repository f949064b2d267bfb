// What every request that samples worlds in draws of the parameters asks of its analysis in the same
// words: written once, so that claims and comparisons can not come to mean different things by it.
#ifndef ENTENTE_SERVICE_SAMPLING_H_
#define ENTENTE_SERVICE_SAMPLING_H_

#include <string>

#include "engine/run.h"
#include "entente/common.h"
#include "service/stop_signal.h"

namespace entente::service {

// What is wrong with the level of an interval; empty: nothing.
std::string CheckLevel(double level);

template <typename Request, typename Options>
void SampleAsAsked(const Request& request, const api::Control& control, Options& options) {
  options.seed = request.seed;
  options.worlds = request.worlds;
  options.worlds_per_draw = request.worlds_per_draw;
  options.threads = request.threads;
  options.tile_width = request.tile_width;
  options.confidence = request.level;
  options.limits.condition_rounds = request.condition_rounds;
  options.limits.events_per_world = request.events_per_world;
  options.cancel = FlagOf(control);
  if (!control.on_progress) return;
  options.on_progress = [report = control.on_progress](const engine::Progress& progress) {
    report(progress.worlds_done, progress.worlds_wanted);
  };
}

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_SAMPLING_H_
