#include <cmath>
#include <limits>
#include <utility>

#include "entente/record.h"
#include "inference/linkages/class_acts.h"
#include "inference/linkages/linkages.h"
#include "report/data/linkages_view.h"
#include "report/text/linkages.h"
#include "service/guard.h"
#include "service/open.h"
#include "service/record_select.h"
#include "service/run_parts.h"

namespace entente::api {
namespace {

using service::Refuse;

RecordLinkagesAnswer LinkagesGuarded(const RecordLinkagesRequest& request, const Control& control) {
  RecordLinkagesAnswer answer;
  if (!(request.level > 0.0 && request.level < 1.0)) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  "the level of intervals must lie between 0 and 1");
  }
  service::RecordSelected selected;
  if (!service::Select(request.selection, selected, answer)) return answer;
  const service::OpenedModel& opened = selected.opened;
  if (opened.model == nullptr) {
    return Refuse(std::move(answer), Status::kBadRequest, "linkages are those of a model: name one");
  }
  const Result<record::Store> store =
      record::Store::Open(request.selection.store, record::Access::kRead);
  if (!store) return Refuse(std::move(answer), Status::kFailed, store.error().message);

  const bool tracks = selected.tracks.has_value();
  inference::DeclaredLinkages declared = inference::LinkagesOf(*opened.model);
  if (declared.linkages.empty()) {
    return Refuse(std::move(answer), Status::kBadRequest,
                  "`" + opened.model->name + "` declares no linkage between acts");
  }
  if (!tracks) declared = inference::WithoutTracks(declared);
  const auto acts = inference::ReadClassActs(*opened.model, declared, *store, selected.query,
                                             tracks ? &*selected.tracks : nullptr);
  if (!acts) return Refuse(std::move(answer), Status::kFailed, acts.error().message);
  inference::LinkageSettings settings;
  settings.level = request.level;
  const auto stopped = [&] { return control.stop != nullptr && control.stop->stopped(); };
  const auto fitted = inference::FitLinkages(
      declared, acts->acts, acts->year_of_day, settings, [&](std::size_t done) {
        if (control.on_progress) control.on_progress(done, declared.linkages.size());
        return !stopped();
      });
  if (!fitted) {
    return Refuse(std::move(answer), stopped() ? Status::kStopped : Status::kFailed,
                  fitted.error().message);
  }
  for (const inference::LinkageFinding& finding : fitted->findings) {
    const inference::DeclaredLinkage& one = declared.linkages[finding.declared];
    LinkageEvidence evidence;
    evidence.name = opened.model->linkages[one.linkage.index()].provenance.name;
    evidence.why_not = finding.why_not;
    evidence.verdict = VerdictOf(finding);
    evidence.declared = one.raises ? one.strength : -one.strength;
    evidence.half_life_days = one.half_life_days;
    evidence.estimate = finding.strength.estimate;
    evidence.low = finding.strength.low;
    evidence.high = finding.strength.high;
    evidence.p_value = finding.strength.p_value;
    answer.linkages.push_back(std::move(evidence));
  }
  const auto info = store->Dataset(selected.query.dataset);
  const report::LinkagesView view{
      *opened.model,   declared,
      *fitted,         info ? info->name : "",
      acts->first_day, acts->first_day + static_cast<std::int64_t>(acts->acts.days) - 1,
      tracks,          request.level};
  answer.text = report::LinkagesText(view, service::StyleOf(request.style));
  answer.json = report::LinkagesJson(view);
  return answer;
}

}  // namespace

RecordLinkagesAnswer RecordLinkages(const RecordLinkagesRequest& request, const Control& control) {
  return service::Guarded<RecordLinkagesAnswer>("linkages of `" + request.selection.model + "`",
                                                [&] { return LinkagesGuarded(request, control); });
}

}  // namespace entente::api
