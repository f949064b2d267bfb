#include "server/transport/pool.h"

#include <sys/resource.h>
#include <unistd.h>

#include <utility>

namespace entente::server {
namespace {

// On Linux a nice value belongs to a thread, and threads that it starts inherit it. Where it is not to be
// had, the pool works as any other.
void GiveWay() {
  constexpr int kNice = 5;
  (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

}  // namespace

Pool::Pool(unsigned threads, std::size_t waiting, Priority priority) : waiting_bound_(waiting) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this, priority] { Loop(priority); });
}

Pool::~Pool() {
  {
    const std::lock_guard<std::mutex> held(mutex_);
    ending_ = true;
  }
  wake_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool Pool::Post(std::function<void()> work) {
  {
    const std::lock_guard<std::mutex> held(mutex_);
    if (ending_ || queue_.size() >= waiting_bound_ + idle_) return false;
    queue_.push_back(std::move(work));
  }
  wake_.notify_one();
  return true;
}

void Pool::Loop(Priority priority) {
  if (priority == Priority::kBackground) GiveWay();
  std::unique_lock<std::mutex> held(mutex_);
  for (;;) {
    ++idle_;
    wake_.wait(held, [this] { return ending_ || !queue_.empty(); });
    --idle_;
    if (queue_.empty()) return;
    const std::function<void()> work = std::move(queue_.front());
    queue_.pop_front();
    held.unlock();
    work();
    held.lock();
  }
}

}  // namespace entente::server
