// From a request to a checked model with its policies applied: the first step of every task. The
// only place of this layer that calls the compiler.
#ifndef ENTENTE_SERVICE_OPEN_H_
#define ENTENTE_SERVICE_OPEN_H_

#include <memory>
#include <string>

#include "base/diagnostic.h"
#include "entente/common.h"
#include "model/model.h"
#include "service/model_folder.h"

namespace entente::service {

struct OpenedModel {
  std::string path;
  ModelFolder folder;  // where `path` lies
  DiagnosticSink sink;
  std::shared_ptr<const SourceMap> sources;
  std::unique_ptr<model::Model> model;  // null when there are errors
  std::string hash;                     // of the texts and the policies, 16 hexadecimal digits
};

// Opens the model of a request. Puts into `answer` the rendered diagnostics, and the status and
// message if it can not be opened (kModelErrors, kFailed, or kBadRequest for an unknown policy).
OpenedModel Open(const api::ModelRequest& request, bool colour, api::Answer& answer);

// Its two steps. The texts alone, compiled: no policies, no set parameters, whatever the request says;
// the model is null when there are errors.
OpenedModel OpenTexts(const api::ModelRequest& request, bool colour, api::Answer& answer);
// What the request sets and its policies, put upon such a model; the hash then tells them, too.
void Configure(OpenedModel& opened, const api::ModelRequest& request, api::Answer& answer);

// The same without rendering an answer's policies: text only.
std::string RenderDiagnostics(const OpenedModel& opened, bool json, bool colour);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_OPEN_H_
