#include "lsp/loop.h"

#include <chrono>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

#include "lsp/framing.h"
#include "lsp/server.h"

namespace entente::lsp {
namespace {

// Long enough that a fast typist makes one check of a word, short enough to feel immediate.
constexpr std::chrono::milliseconds kPause{150};
constexpr std::size_t kMostWaiting = 256;  // messages; the client waits beyond that

// Frames between the thread that reads and the one that answers.
class Queue {
 public:
  void Put(Frame frame) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return frames_.size() < kMostWaiting; });
    frames_.push_back(std::move(frame));
    arrived_.notify_one();
  }
  // False if nothing came within `pause`.
  bool Take(Frame& frame, bool wait, std::chrono::milliseconds pause) {
    std::unique_lock lock(mutex_);
    const auto some = [&] { return !frames_.empty(); };
    if (wait) {
      arrived_.wait(lock, some);
    } else if (!arrived_.wait_for(lock, pause, some)) {
      return false;
    }
    frame = std::move(frames_.front());
    frames_.pop_front();
    room_.notify_one();
    return true;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_, room_;
  std::deque<Frame> frames_;
};

// What both threads hold; the reader may be left behind, blocked, when the server is done.
struct Shared {
  explicit Shared(std::function<void(const std::string&)> send) : server(std::move(send)) {}
  Queue queue;
  Server server;
};

}  // namespace

int Serve(std::istream& in, std::ostream& out) {
  const auto shared = std::make_shared<Shared>([&out](const std::string& message) {
    out << Framed(message);
    out.flush();
  });
  std::thread([shared, &in] {
    while (true) {
      Frame frame = ReadFrame(in);
      if (frame.kind == Frame::Kind::kMessage) {
        if (const auto id = CancelledBy(frame.text)) {
          shared->server.Cancel(*id);
          continue;
        }
      }
      const bool more = frame.kind == Frame::Kind::kMessage;
      shared->queue.Put(std::move(frame));
      if (!more) return;
    }
  }).detach();
  while (true) {
    Frame frame;
    Server& server = shared->server;
    if (!shared->queue.Take(frame, !server.has_changes(), kPause)) {
      server.Publish();
      continue;
    }
    switch (frame.kind) {
      case Frame::Kind::kEnd:
        return server.code_at_end();
      case Frame::Kind::kBroken:
        server.RefuseFrame(frame.text);
        return 1;
      case Frame::Kind::kMessage:
        server.Receive(frame.text);
        break;
    }
    if (const auto code = server.exit_code()) return *code;
    if (!out) return 1;  // nobody listens
  }
}

}  // namespace entente::lsp
