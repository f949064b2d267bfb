#include "entente/sources.h"

#include <utility>

#include "analysis/sources/coverage.h"
#include "report/data/sources_json.h"
#include "report/text/sources.h"
#include "service/guard.h"
#include "service/open.h"
#include "service/run_parts.h"

namespace entente::api {
namespace {

SourcesAnswer SourcesGuarded(const SourcesRequest& request) {
  SourcesAnswer answer;
  if (!request.source.with.empty()) {
    return service::Refuse(std::move(answer), Status::kBadRequest,
                           "sources are those of the model as written; policies and scenarios are "
                           "listed, not applied");
  }
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  const analysis::Coverage coverage = analysis::CoverageOf(*opened.model);
  answer.cited = coverage.total.cited;
  answer.judgement = coverage.total.judgement;
  answer.neither = coverage.total.neither;
  answer.text = report::SourcesText(*opened.model, coverage, service::StyleOf(request.style));
  answer.json = report::SourcesJson(*opened.model, coverage);
  return answer;
}

}  // namespace

SourcesAnswer Sources(const SourcesRequest& request) {
  return service::Guarded<SourcesAnswer>("sources of `" + request.source.model + "`",
                                         [&] { return SourcesGuarded(request); });
}

}  // namespace entente::api
