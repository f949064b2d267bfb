#include <string>

#include "entente/text.h"
#include "report/words/names.h"
#include "report/words/structure.h"
#include "service/guard.h"
#include "service/open.h"

namespace entente::api {
namespace {

std::string List(const std::vector<std::string>& causes) {
  std::string text;
  for (const std::string& cause : causes) text += "  " + cause + "\n";
  return causes.empty() ? "  only as a consequence of something else\n" : text;
}

// Every happening whose name or family is `name`, with what brings it about.
std::string ExplainHappenings(const model::Model& model, const std::string& name) {
  std::string text;
  for (std::size_t h = 0; h < model.happenings.size(); ++h) {
    const model::Happening& one = model.happenings[h];
    const bool of_issue =
        one.issue.valid() && model.issues[one.issue.index()].provenance.name == name;
    if (one.provenance.name != name && one.provenance.family != name && !of_issue) continue;
    model::Outlet outlet;
    outlet.happening = model::HappeningId(h);
    text += one.provenance.name + "  " + report::HappeningText(model, outlet.happening) + "\n" +
            List(report::CausesOf(model, outlet));
  }
  return text;
}

TextAnswer ExplainGuarded(const ExplainRequest& request) {
  TextAnswer answer;
  const service::OpenedModel opened = service::Open(request.source, request.style.colour, answer);
  if (opened.model == nullptr) return answer;
  answer.diagnostics.clear();  // warnings are for `check`
  answer.text = ExplainHappenings(*opened.model, request.name);
  if (!answer.text.empty()) return answer;
  std::vector<std::string> names;
  for (const auto& one : opened.model->happenings) {
    names.push_back(one.provenance.name);
    names.push_back(one.provenance.family);
  }
  std::string message = "the model has nothing called `" + request.name + "` that happens";
  const std::string nearest = Nearest(request.name, names);
  if (!nearest.empty()) message += "; did you mean `" + nearest + "`?";
  return service::Refuse(std::move(answer), Status::kBadRequest, std::move(message));
}

}  // namespace

TextAnswer Explain(const ExplainRequest& request) {
  return service::Guarded<TextAnswer>("explanation of `" + request.name + "`",
                                      [&] { return ExplainGuarded(request); });
}

}  // namespace entente::api
