// One side of a watched run: a setting of the levers, its model and its growing run. What a lever does
// not change is remembered: the compiled texts, what the engine prepares of them, sides that are done.
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
  std::shared_ptr<const void> simulated;  // the model of the run, which may draw what `opened` fixes
  std::unique_ptr<engine::RefiningRun> run;
};

// All that the numbers of a side depend on; empty for a model on disk, which may change any time.
std::string KeyOf(const api::ModelRequest& source, const api::LiveRequest& request);

// Sides whose run is complete, the last few; thread-safe. A remembered side is never simulated on, so
// it may be shared.
std::shared_ptr<const LiveSide> RememberedSide(const std::string& key);
void RememberSide(const std::string& key, std::shared_ptr<const LiveSide> side);

// The model of `source`, its levers applied, and a run of it that has not begun. A lever that sets a
// parameter is none to the plan: models in memory are prepared once for all settings of their
// parameters, with the same bits. False if the model can not be opened or run; `answer` says why.
bool OpenSide(const api::ModelRequest& source, const engine::RunOptions& options, bool keep_values,
              LiveSide& side, api::Answer& answer);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_LIVE_SIDE_H_
