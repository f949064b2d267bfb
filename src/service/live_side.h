// One side of a watched run: a setting of the levers, its model and its growing run. Sides that are
// done are remembered, so that whoever moves one lever against a fixed setting pays for one side only.
#ifndef ENTENTE_SERVICE_LIVE_SIDE_H_
#define ENTENTE_SERVICE_LIVE_SIDE_H_

#include <memory>
#include <string>
#include <vector>

#include "engine/refining_run.h"
#include "entente/live.h"
#include "service/open.h"

namespace entente::service {

struct LiveSide {
  OpenedModel opened;
  std::vector<std::string> with;
  std::unique_ptr<engine::RefiningRun> run;
};

// All that the numbers of a side depend on; empty for a model on disk, which may change any time.
std::string KeyOf(const api::ModelRequest& source, const api::LiveRequest& request);

// Sides whose run is complete, the last few; thread-safe. A remembered side is never simulated on, so
// it may be shared.
std::shared_ptr<const LiveSide> RememberedSide(const std::string& key);
void RememberSide(const std::string& key, std::shared_ptr<const LiveSide> side);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_LIVE_SIDE_H_
