// Work handed to a few threads, with what they throw handed back.
#ifndef ENTENTE_BASE_ON_THREADS_H_
#define ENTENTE_BASE_ON_THREADS_H_

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <thread>
#include <vector>

namespace entente {

// Calls work(0) … work(threads − 1), each on a thread of its own, the first on the caller's; returns when
// all are done. The exception of the lowest number that threw one is thrown again.
template <typename Work>
void OnThreads(std::size_t threads, const Work& work) {
  if (threads <= 1) {
    work(std::size_t{0});
    return;
  }
  std::vector<std::exception_ptr> errors(threads);
  const auto guarded = [&](std::size_t thread) {
    try {
      work(thread);
    } catch (...) {
      errors[thread] = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> others;
    for (std::size_t thread = 1; thread < threads; ++thread) others.emplace_back(guarded, thread);
    guarded(0);
  }
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
}

// Calls work(0) … work(count − 1), each once, in any order, on at most so many threads.
template <typename Work>
void ForEachOnThreads(std::size_t threads, std::size_t count, const Work& work) {
  std::atomic<std::size_t> next{0};
  OnThreads(std::min(threads, count), [&](std::size_t) {
    for (std::size_t i = next.fetch_add(1); i < count; i = next.fetch_add(1)) work(i);
  });
}

// How many threads `wanted` asks for; 0: as many as the machine runs at once.
inline unsigned ThreadsOf(unsigned wanted) {
  return std::max(1u, wanted != 0 ? wanted : std::thread::hardware_concurrency());
}

}  // namespace entente

#endif  // ENTENTE_BASE_ON_THREADS_H_
