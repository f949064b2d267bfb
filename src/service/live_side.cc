#include "service/live_side.h"

#include <fmt/format.h>

#include <deque>
#include <mutex>
#include <utility>

namespace entente::service {
namespace {

// A side of the reference model with 20,000 worlds takes some 20 MB.
constexpr std::size_t kMostSides = 3;

struct Memory {
  std::mutex mutex;
  std::deque<std::pair<std::string, std::shared_ptr<const LiveSide>>> sides;  // the newest first
};

Memory& TheMemory() {
  static Memory memory;
  return memory;
}

}  // namespace

std::string KeyOf(const api::ModelRequest& source, const api::LiveRequest& request) {
  if (source.texts == nullptr) return "";
  // Whole texts, not their hash: two models are never taken for each other.
  std::string key = fmt::format("{} {} {} {} {} {} {}", request.seed, request.worlds,
                                request.samples, request.level, request.events_per_world,
                                request.condition_rounds, source.model);
  const auto add = [&](const std::string& part) { key += fmt::format("\n{}:", part.size()) + part; };
  add(source.now);
  for (const std::string& policy : source.with) add(policy);
  for (const auto& [name, value] : source.set) add(fmt::format("{}={}", name, value));
  for (const auto& [path, text] : *source.texts) {
    add(path);
    add(text);
  }
  return key;
}

std::shared_ptr<const LiveSide> RememberedSide(const std::string& key) {
  if (key.empty()) return nullptr;
  Memory& memory = TheMemory();
  const std::lock_guard<std::mutex> lock(memory.mutex);
  for (const auto& [known, side] : memory.sides) {
    if (known == key) return side;
  }
  return nullptr;
}

void RememberSide(const std::string& key, std::shared_ptr<const LiveSide> side) {
  if (key.empty()) return;
  Memory& memory = TheMemory();
  const std::lock_guard<std::mutex> lock(memory.mutex);
  for (auto one = memory.sides.begin(); one != memory.sides.end(); ++one) {
    if (one->first != key) continue;
    memory.sides.erase(one);
    break;
  }
  memory.sides.emplace_front(key, std::move(side));
  if (memory.sides.size() > kMostSides) memory.sides.pop_back();
}

}  // namespace entente::service
