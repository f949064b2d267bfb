// Entente: numerical weather prediction for international politics. The public interface: one task
// is one function from a request to an answer, with progress and a stop switch passed in. Errors
// are values; nothing is thrown and nothing is printed.
//
//   entente::api::RunRequest request;
//   request.source.model = "northeast_asia";
//   const entente::api::RunAnswer answer = entente::api::Run(request);
//   for (const auto& outcome : answer.outcomes) use(outcome.name, outcome.estimate);
#ifndef ENTENTE_ENTENTE_H_
#define ENTENTE_ENTENTE_H_

#include "entente/analysis.h"      // IWYU pragma: export
#include "entente/causes.h"        // IWYU pragma: export
#include "entente/common.h"        // IWYU pragma: export
#include "entente/filter.h"        // IWYU pragma: export
#include "entente/forecast.h"      // IWYU pragma: export
#include "entente/language.h"      // IWYU pragma: export
#include "entente/ledger.h"        // IWYU pragma: export
#include "entente/live.h"          // IWYU pragma: export
#include "entente/model_view.h"    // IWYU pragma: export
#include "entente/record.h"        // IWYU pragma: export
#include "entente/record_check.h"  // IWYU pragma: export
#include "entente/report.h"        // IWYU pragma: export
#include "entente/run.h"           // IWYU pragma: export
#include "entente/serve.h"         // IWYU pragma: export
#include "entente/sources.h"       // IWYU pragma: export
#include "entente/text.h"          // IWYU pragma: export
#include "entente/uncertainty.h"   // IWYU pragma: export
#include "entente/workspace.h"     // IWYU pragma: export

#endif  // ENTENTE_ENTENTE_H_
