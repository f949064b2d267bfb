// A fixed number of threads with a bounded queue: work beyond the bound is refused, not piled up.
#ifndef ENTENTE_SERVER_TRANSPORT_POOL_H_
#define ENTENTE_SERVER_TRANSPORT_POOL_H_

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace entente::server {

class Pool {
 public:
  // Threads in the background give way to others of this program: what takes seconds must not keep
  // what takes milliseconds from a processor. Threads that their work starts are in the background, too.
  enum class Priority { kNormal, kBackground };
  Pool(unsigned threads, std::size_t waiting, Priority priority = Priority::kNormal);
  ~Pool();  // does what waits, then ends
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // False if all threads are busy and as much as may waits already.
  bool Post(std::function<void()> work);

 private:
  void Loop(Priority priority);

  const std::size_t waiting_bound_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::function<void()>> queue_;
  std::size_t idle_ = 0;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TRANSPORT_POOL_H_
