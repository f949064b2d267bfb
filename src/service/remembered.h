// The last few results of something costly, by all that they depend on.
#ifndef ENTENTE_SERVICE_REMEMBERED_H_
#define ENTENTE_SERVICE_REMEMBERED_H_

#include <algorithm>
#include <cstddef>
#include <deque>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

namespace entente::service {

// Thread-safe. What is remembered is shared, and never changed again. An empty key is never found
// and never kept.
template <typename T>
class Remembered {
 public:
  explicit Remembered(std::size_t most) : most_(most) {}

  std::shared_ptr<const T> Find(const std::string& key) {
    if (key.empty()) return nullptr;
    const std::lock_guard<std::mutex> lock(mutex_);
    for (auto one = entries_.begin(); one != entries_.end(); ++one) {
      if (one->first != key) continue;
      std::shared_ptr<const T> found = one->second;
      std::rotate(entries_.begin(), one, one + 1);
      return found;
    }
    return nullptr;
  }

  // The one that was used least lately makes room.
  void Keep(const std::string& key, std::shared_ptr<const T> value) {
    if (key.empty()) return;
    const std::lock_guard<std::mutex> lock(mutex_);
    std::erase_if(entries_, [&](const auto& entry) { return entry.first == key; });
    entries_.emplace_front(key, std::move(value));
    if (entries_.size() > most_) entries_.pop_back();
  }

 private:
  const std::size_t most_;
  std::mutex mutex_;
  std::deque<std::pair<std::string, std::shared_ptr<const T>>> entries_;  // the last used first
};

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_REMEMBERED_H_
