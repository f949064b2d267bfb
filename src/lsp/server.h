// The language server's conversation: JSON-RPC 2.0 messages in, messages out. Knows no stream and
// no thread (loop.h has those), so that tests and fuzzers can hold it by the hand.
#ifndef ENTENTE_LSP_SERVER_H_
#define ENTENTE_LSP_SERVER_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace entente::lsp {

class Server {
 public:
  // `send` gets each outgoing message, unframed.
  explicit Server(std::function<void(const std::string&)> send);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  // Takes one message. Never throws; what can not be done is answered with an error.
  void Receive(const std::string& message);
  // Says that a request will not be waited for: it is answered "cancelled" when it comes up.
  // `id` as JSON text. Thread-safe.
  void Cancel(const std::string& id);
  // Publishes the diagnostics of all models whose texts changed since the last time.
  void Publish();
  bool has_changes() const;
  // Answers what could not even be read as a message.
  void RefuseFrame(const std::string& why);

  // After the notification `exit`: the program's exit code, 0 if `shutdown` came before.
  std::optional<int> exit_code() const;
  // If the stream ends without `exit`.
  int code_at_end() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The id that a `$/cancelRequest` names, as JSON text; nullopt if the message is anything else.
std::optional<std::string> CancelledBy(const std::string& message);

}  // namespace entente::lsp

#endif  // ENTENTE_LSP_SERVER_H_
