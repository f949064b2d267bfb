// A line a request: short for people, or a JSON object for programs. Never tokens, never bodies.
#ifndef ENTENTE_SERVER_TRANSPORT_LOG_H_
#define ENTENTE_SERVER_TRANSPORT_LOG_H_

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>

namespace entente::server {

struct Served {
  std::string client, method, target;
  int status = 0;
  std::size_t bytes = 0;
  double seconds = 0.0;
  bool cut = false;  // the connection ended before the answer did
};

class Log {
 public:
  enum class Form { kShort, kJson, kNone };
  Log(Form form, std::function<void(const std::string&)> write)
      : form_(form), write_(std::move(write)) {}

  void Write(const Served& served);
  // What happened to the server itself: "listening", "stopping".
  void Event(const std::string& event, const std::string& what);

 private:
  void Put(const std::string& line);

  const Form form_;
  const std::function<void(const std::string&)> write_;
  std::mutex mutex_;
};

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TRANSPORT_LOG_H_
