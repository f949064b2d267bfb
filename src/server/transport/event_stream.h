// Between a task's thread and the connection that carries its events: a bounded queue. The task waits
// when the reader is slow, and is told when the reader is gone.
#ifndef ENTENTE_SERVER_TRANSPORT_EVENT_STREAM_H_
#define ENTENTE_SERVER_TRANSPORT_EVENT_STREAM_H_

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "entente/common.h"
#include "server/http/route.h"

namespace entente::server {

class EventStream : public EventSink {
 public:
  // `wake` is called, from any thread, when there is something to take.
  explicit EventStream(std::function<void()> wake) : wake_(std::move(wake)) {}

  void Send(const std::string& event, const std::string& data, bool replaceable) override;
  // No event follows.
  void Finish();

  // Takes what waits, as text of an event stream; empty if nothing does.
  std::string Take();
  // All was taken and nothing follows.
  bool finished();
  // The reader is gone: stops the task, and drops what comes.
  void Close();
  // Stops the task, whose last words are still sent.
  void StopTask() { stop_.Stop(); }
  // The task begins to run now, after it may have waited.
  void BeginTask();
  // Stops a task that has run for longer than this.
  void StopTaskAfter(std::chrono::seconds most);

  const api::StopSignal& stop() const { return stop_; }

 private:
  struct Pending {
    std::string event, text;
    bool replaceable = false;
  };

  const std::function<void()> wake_;
  api::StopSignal stop_;
  std::mutex mutex_;
  std::condition_variable room_;
  std::deque<Pending> queue_;
  std::size_t bytes_ = 0;
  bool closed_ = false, finished_ = false;
  std::optional<std::chrono::steady_clock::time_point> begun_;
};

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TRANSPORT_EVENT_STREAM_H_
