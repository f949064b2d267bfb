#include "server/transport/pool.h"

#include <utility>

namespace entente::server {

Pool::Pool(unsigned threads, std::size_t waiting) : waiting_bound_(waiting) {
  for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { Loop(); });
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

void Pool::Loop() {
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
