#include "language/explain/explain.h"

#include <optional>
#include <string>

#include "entente/text.h"
#include "service/guard.h"
#include "service/open.h"

namespace entente::api {
namespace {

TextAnswer ExplainGuarded(const ExplainRequest& request) {
  TextAnswer answer;
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  answer.diagnostics.clear();  // warnings are for `check`
  const std::optional<std::string> text = language::explain::Explain(*opened.model, request.name);
  if (text) {
    answer.text = *text;
    return answer;
  }
  std::string message = "the model has nothing called `" + request.name + "`";
  const std::string nearest =
      Nearest(request.name, language::explain::ExplainableNames(*opened.model));
  if (!nearest.empty()) message += "; did you mean `" + nearest + "`?";
  return service::Refuse(std::move(answer), Status::kBadRequest, std::move(message));
}

}  // namespace

TextAnswer Explain(const ExplainRequest& request) {
  return service::Guarded<TextAnswer>("explanation of `" + request.name + "`",
                                      [&] { return ExplainGuarded(request); });
}

}  // namespace entente::api
