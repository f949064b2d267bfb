#include "server/transport/event_stream.h"

#include <algorithm>

namespace entente::server {
namespace {

// More than this does not wait for a slow reader, but for one event, however large.
constexpr std::size_t kMaxWaitingBytes = 8U << 20U;

}  // namespace

void EventStream::Send(const std::string& event, const std::string& data, bool replaceable) {
  Pending pending{event, "event: " + event + "\ndata: " + data + "\n\n", replaceable};
  {
    std::unique_lock<std::mutex> held(mutex_);
    if (replaceable) {
      // It would be told in its old place, before what came since: so it goes to the end.
      const auto old = std::find_if(queue_.begin(), queue_.end(), [&](const Pending& waiting) {
        return waiting.replaceable && waiting.event == event;
      });
      if (old != queue_.end()) {
        bytes_ -= old->text.size();
        queue_.erase(old);
      }
    } else {
      room_.wait(held, [this] { return closed_ || bytes_ < kMaxWaitingBytes; });
    }
    if (closed_) return;
    bytes_ += pending.text.size();
    queue_.push_back(std::move(pending));
  }
  wake_();
}

void EventStream::BeginTask() {
  const std::lock_guard<std::mutex> held(mutex_);
  begun_ = std::chrono::steady_clock::now();
}

void EventStream::StopTaskAfter(std::chrono::seconds most) {
  const std::lock_guard<std::mutex> held(mutex_);
  if (begun_ && std::chrono::steady_clock::now() - *begun_ >= most) stop_.Stop();
}

void EventStream::Finish() {
  {
    const std::lock_guard<std::mutex> held(mutex_);
    finished_ = true;
  }
  wake_();
}

std::string EventStream::Take() {
  std::string text;
  {
    const std::lock_guard<std::mutex> held(mutex_);
    for (Pending& pending : queue_) {
      if (text.empty()) text = std::move(pending.text);
      else text += pending.text;
    }
    queue_.clear();
    bytes_ = 0;
  }
  room_.notify_all();
  return text;
}

bool EventStream::finished() {
  const std::lock_guard<std::mutex> held(mutex_);
  return finished_ && queue_.empty();
}

void EventStream::Close() {
  stop_.Stop();
  {
    const std::lock_guard<std::mutex> held(mutex_);
    closed_ = true;
    queue_.clear();
    bytes_ = 0;
  }
  room_.notify_all();
}

}  // namespace entente::server
