#include "entente/live.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "analysis/worlds/columns.h"
#include "analysis/worlds/paired.h"
#include "report/data/live_json.h"
#include "service/guard.h"
#include "service/live_side.h"
#include "service/open.h"
#include "service/record_file.h"
#include "service/sampling.h"
#include "service/stop_signal.h"

namespace entente::api {
namespace {

using service::Refuse;

constexpr std::uint64_t kMostWorlds = std::uint64_t{1} << 20;

using Side = service::LiveSide;

std::string CheckNumbers(const LiveRequest& request) {
  if (request.worlds < 1 || request.worlds > kMostWorlds) {
    return fmt::format("{} worlds: a watched run has from 1 to {} worlds", request.worlds,
                       kMostWorlds);
  }
  if (request.samples < 2 || request.samples > 512) {
    return fmt::format("{} samples: series have from 2 to 512 instants", request.samples);
  }
  return service::CheckLevel(request.level);
}

engine::RunOptions OptionsOf(const LiveRequest& request, const Control& control) {
  engine::RunOptions options;
  options.seed = request.seed;
  options.worlds = request.worlds;
  options.threads = request.threads;
  options.series = true;
  options.series_samples = request.samples;
  options.confidence = request.level;
  options.limits.events_per_world = request.events_per_world;
  options.limits.condition_rounds = request.condition_rounds;
  options.cancel = service::FlagOf(control);
  return options;
}

std::vector<analysis::PairedSummary> DifferencesOf(const Side& here, const Side& there,
                                                   double level) {
  std::vector<analysis::PairedSummary> differences;
  const auto& outcomes = here.opened.model->outcomes;
  const std::uint64_t worlds = here.run->worlds_done();
  for (std::size_t o = 0; o < outcomes.size(); ++o) {
    const auto mine = analysis::UsableValues(outcomes[o], here.run->values(o), worlds);
    const auto theirs = analysis::UsableValues(outcomes[o], there.run->values(o), worlds);
    analysis::PairedDifference paired(outcomes[o].kind == model::OutcomeKind::kEver);
    // Each world has its own draw of the parameters.
    for (std::uint64_t w = 0; w < worlds; ++w) paired.AddDraw(&theirs[w], &mine[w], 1);
    differences.push_back(paired.Summary(level));
  }
  return differences;
}

class Watched {
 public:
  Watched(const LiveRequest& request, const Control& control)
      : request_(request), control_(control) {}

  bool Open(LiveAnswer& answer) {
    const engine::RunOptions options = OptionsOf(request_, control_);
    const bool paired = request_.versus.has_value();
    if (!service::OpenSide(request_.source, options, paired, here_, answer)) return false;
    record_ = service::ReadRecord(here_.opened.folder, *here_.opened.model);
    if (!paired) return true;
    ModelRequest other = request_.source;
    other.with = request_.versus->with;
    other.set = request_.versus->set;
    versus_key_ = service::KeyOf(other, request_);
    there_ = service::RememberedSide(versus_key_);
    if (there_ != nullptr) return true;
    LiveAnswer told;  // warnings of the text are already in `answer`
    making_ = std::make_shared<Side>();
    there_ = making_;
    if (service::OpenSide(other, options, paired, *making_, told)) return true;
    answer.status = told.status;
    answer.message = "the other side: " + told.message;
    return false;
  }

  // Both sides up to `worlds`; false if stopped. A side that is remembered has all its worlds.
  bool RunTo(std::uint64_t worlds) {
    if (!here_.run->RunTo(worlds)) return false;
    if (making_ == nullptr) return true;
    if (!making_->run->RunTo(worlds)) return false;
    if (making_->run->worlds_done() == request_.worlds) {
      // Complete: it looks at the stop switch of this request no more.
      service::RememberSide(versus_key_, making_);
      making_ = nullptr;
    }
    return true;
  }

  std::string Look() const {
    const engine::RunResult mine = here_.run->Summary();
    const report::RunView view{*here_.opened.model, mine, here_.with, {}, {}};
    report::LiveView live{view, here_.opened.hash, record_.rows, nullptr, {}, {}};
    if (there_ == nullptr) return report::LiveJson(live);
    const engine::RunResult theirs = there_->run->Summary();
    const report::RunView versus{*there_->opened.model, theirs, there_->with, {}, {}};
    live.versus = &versus;
    live.versus_hash = there_->opened.hash;
    live.differences = DifferencesOf(here_, *there_, request_.level);
    return report::LiveJson(live);
  }

  std::uint64_t worlds_done() const { return here_.run->worlds_done(); }

 private:
  const LiveRequest& request_;
  const Control& control_;
  Side here_;
  std::shared_ptr<const Side> there_;  // null: no comparison
  std::shared_ptr<Side> making_;       // the same while it grows; null: it has all its worlds
  std::string versus_key_;
  service::RecordFile record_;
};

LiveAnswer LiveGuarded(const LiveRequest& request, const Control& control) {
  LiveAnswer answer;
  if (const std::string wrong = CheckNumbers(request); !wrong.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest, wrong);
  }
  Watched watched(request, control);
  if (!watched.Open(answer)) return answer;
  std::uint64_t look = request.first_look == 0 ? request.worlds : request.first_look;
  for (;; look *= 4) {
    // A last step that would add less than a fifth is taken together with the one before.
    const bool last = look >= request.worlds - request.worlds / 5;
    if (!watched.RunTo(last ? request.worlds : look)) {
      answer.partial = true;
      return Refuse(std::move(answer), Status::kStopped,
                    fmt::format("stopped after {} of {} worlds", answer.worlds, request.worlds));
    }
    answer.worlds = watched.worlds_done();
    answer.json = watched.Look();
    if (control.on_progress) control.on_progress(answer.worlds, request.worlds);
    if (last) return answer;
    if (request.on_partial) request.on_partial(answer.json);
  }
}

}  // namespace

LiveAnswer Live(const LiveRequest& request, const Control& control) {
  const std::string context =
      fmt::format("watched run of `{}`, seed {}", request.source.model, request.seed);
  return service::Guarded<LiveAnswer>(context, [&] { return LiveGuarded(request, control); });
}

}  // namespace entente::api
