// Any bytes go through the server as a request would, without a socket: read, admitted, routed, its
// body read field by field, and answered by every route that writes nothing. What comes out is a
// response that a client can read.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <variant>

#include "base/check.h"
#include "server/application.h"
#include "server/http/fields.h"
#include "server/transport/session.h"
#include "server/transport/upload.h"

namespace {

using namespace entente;
using namespace entente::server;

// One workspace for all inputs, with a small project in it.
struct Bench {
  Bench() {
    char name[] = "/tmp/fuzz_http.XXXXXX";
    ENTENTE_CHECK(::mkdtemp(name) != nullptr);
    folder = name;
    auto opened = api::Workspace::Open(folder);
    ENTENTE_CHECK(opened.ok());
    application.workspace = opened.value;
    application.routes = AllRoutes();
    const auto made =
        opened.value->NewProject("fuzz", "", api::StarterModel("fuzz").texts);
    ENTENTE_CHECK(made.ok());
    project = made.value.id;
  }
  ~Bench() { std::filesystem::remove_all(folder); }

  std::string folder, project;
  Application application;
};

void CheckResponse(const Response& response) {
  ENTENTE_CHECK(response.status >= 200 && response.status < 600 && response.status != 500);
  for (const auto& [name, value] : response.fields) {
    ENTENTE_CHECK(value.find_first_of("\r\n") == std::string::npos);
  }
  if (response.type == "application/json" || response.type == "application/problem+json") {
    ENTENTE_CHECK(nlohmann::json::accept(response.body));
  }
}

void ReadFields(const std::string& body) {
  Fields fields(body);
  fields.Text("text");
  fields.Count("worlds", 1, 0, 10);
  fields.Number("level", 0.5, 0, 1);
  fields.TextList("with");
  fields.TextMap("texts");
  fields.NumberMap("set");
  if (const auto inner = fields.Inner("versus")) {
    inner->TextList("with");
    fields.Join(*inner, "versus");
  }
  (void)fields.Without("texts");
  if (const auto refusal = fields.Fault()) CheckResponse(*refusal);
}

bool Writes(const Route& route) {
  return route.body == BodyKind::kUpload || route.method == "PUT" || route.method == "PATCH" ||
         route.method == "DELETE" || (route.method == "POST" && route.success == 201);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static Bench bench;
  const std::string bytes(reinterpret_cast<const char*>(data), size);
  ReadFields(bytes);
  const std::string file = SafeFileName(bytes);
  ENTENTE_CHECK(!file.empty() && file.front() != '.' && file.find('/') == std::string::npos);
  Request request;
  if (!ReadRequest(bytes, request.head, request.body)) return 0;
  // `p` in a path stands for the project, whose id no input can guess.
  if (const std::size_t mark = request.head.target.find("/p/"); mark != std::string::npos) {
    request.head.target.replace(mark + 1, 1, bench.project);
  }
  Admission admission = Admit(bench.application, request.head);
  if (admission.answer) {
    CheckResponse(*admission.answer);
    return 0;
  }
  ENTENTE_CHECK(admission.route != nullptr);
  if (Writes(*admission.route)) return 0;
  request.parts = std::move(admission.parts);
  request.query = std::move(admission.query);
  if (admission.route->call) {
    CheckResponse(Call(bench.application, *admission.route, request));
    return 0;
  }
  const auto opened = OpenStream(bench.application, *admission.route, request);
  if (const auto* refusal = std::get_if<Response>(&opened)) CheckResponse(*refusal);
  return 0;
}
