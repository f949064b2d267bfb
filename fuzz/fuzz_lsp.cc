// Any bytes as what a client sends to the language server, then as the text of a document of which
// everything is asked: no crash, no hang, every answer framed. Checking is bounded by the language's
// own limits, so inputs are kept small.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>

#include "entente/language.h"
#include "lsp/framing.h"
#include "lsp/server.h"

namespace {

constexpr std::size_t kMostBytes = 1U << 14U;

void Converse(const std::string& bytes) {
  std::size_t sent = 0;
  entente::lsp::Server server([&sent](const std::string& message) {
    ++sent;
    if (message.empty() || message.front() != '{') std::abort();
  });
  // So that what follows is not merely "initialize comes first".
  server.Receive(R"({"jsonrpc":"2.0","id":0,"method":"initialize","params":{"capabilities":{}}})");
  if (sent != 1) std::abort();
  std::istringstream in(bytes);
  for (int i = 0; i < 64; ++i) {
    const entente::lsp::Frame frame = entente::lsp::ReadFrame(in);
    if (frame.kind == entente::lsp::Frame::Kind::kBroken) server.RefuseFrame(frame.text);
    if (frame.kind != entente::lsp::Frame::Kind::kMessage) break;
    if (const auto id = entente::lsp::CancelledBy(frame.text)) server.Cancel(*id);
    server.Receive(frame.text);
    if (server.has_changes()) server.Publish();
  }
  // The same bytes as one message, whatever its frame would have been.
  server.Receive(bytes);
}

void AskAll(const std::string& text, std::uint32_t line, std::uint32_t character) {
  entente::api::LanguageWorkspace workspace;
  if (!workspace.SetText("main.ent", text)) return;
  for (const std::string& name : entente::api::LanguageFeatureNames()) {
    entente::api::LanguageQuestion question;
    question.feature = *entente::api::LanguageFeatureNamed(name);
    question.path = "main.ent";
    question.position = {line, character};
    question.range = {{0, 0}, {line, character}};
    question.new_name = "quite_new";
    const auto answer = workspace.Ask(question);
    if (answer.status == entente::api::Status::kInternal) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string bytes(reinterpret_cast<const char*>(data), std::min(size, kMostBytes));
  Converse(bytes);
  // The first bytes say where, the rest is the text.
  const std::uint32_t line = bytes.empty() ? 0 : static_cast<unsigned char>(bytes[0]) / 4U;
  const std::uint32_t character = bytes.size() < 2 ? 0 : static_cast<unsigned char>(bytes[1]);
  AskAll(bytes.substr(std::min<std::size_t>(2, bytes.size())), line, character);
  return 0;
}
