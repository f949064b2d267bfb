#include "server/transport/hub.h"

#include <utility>

namespace entente::server {

void Hub::Add(Connection* connection, std::weak_ptr<Connection> held) {
  const std::lock_guard<std::mutex> lock(mutex_);
  connections_.emplace(connection, std::move(held));
}

void Hub::Remove(Connection* connection) {
  const std::lock_guard<std::mutex> lock(mutex_);
  connections_.erase(connection);
}

std::size_t Hub::size() {
  const std::lock_guard<std::mutex> lock(mutex_);
  return connections_.size();
}

void Hub::StopAll() {
  stopping_.store(true);
  std::vector<std::shared_ptr<Connection>> open;
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    for (const auto& [connection, held] : connections_) {
      if (auto alive = held.lock()) open.push_back(std::move(alive));
    }
  }
  for (const auto& connection : open) connection->Stop();
}

}  // namespace entente::server
