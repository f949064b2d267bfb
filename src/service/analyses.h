// The tasks of the public interface as the whole report uses them: the same answers, and what their
// pages would show as sections instead of a page. `sections` may be null; it is filled if the task
// came to a result.
#ifndef ENTENTE_SERVICE_ANALYSES_H_
#define ENTENTE_SERVICE_ANALYSES_H_

#include <vector>

#include "entente/analysis.h"
#include "entente/causes.h"
#include "entente/run.h"
#include "entente/uncertainty.h"
#include "report/html/whole_report.h"

namespace entente::service {

// With `part`, request.html must be set (it keeps the series over time) and no page is made.
api::RunAnswer RunInSections(const api::RunRequest& request, const api::Control& control,
                             report::RunPart* part);
api::ClaimsAnswer CheckClaimsInSections(const api::ClaimsRequest& request,
                                        const api::Control& control,
                                        std::vector<report::Section>* sections);
api::CompareAnswer CompareInSections(const api::CompareRequest& request,
                                     const api::Control& control,
                                     std::vector<report::Section>* sections);
api::CausesAnswer CausesInSections(const api::CausesRequest& request, const api::Control& control,
                                   std::vector<report::Section>* sections);
api::UncertaintyAnswer UncertaintyInSections(const api::UncertaintyRequest& request,
                                             const api::Control& control,
                                             std::vector<report::Section>* sections);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_ANALYSES_H_
