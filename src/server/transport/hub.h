// What all connections share: the application, the threads for its work, the bounds, the log, and the
// list of connections that are open.
#ifndef ENTENTE_SERVER_TRANSPORT_HUB_H_
#define ENTENTE_SERVER_TRANSPORT_HUB_H_

#include <atomic>
#include <cstddef>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "server/application.h"
#include "server/transport/log.h"
#include "server/transport/pool.h"

namespace entente::server {

class Connection {
 public:
  virtual ~Connection() = default;
  // Ends it: at once if it waits for a request, else when it has answered.
  virtual void Stop() = 0;
};

struct Limits {
  std::size_t connections = 256;
  std::size_t header_bytes = 16U << 10U;
  unsigned header_seconds = 10, body_seconds = 60, idle_seconds = 120, write_seconds = 60;
  unsigned heartbeat_seconds = 5;
};

class Hub {
 public:
  Hub(Application& app, Pool& quick_pool, Pool& task_pool, Log& request_log, const Limits& bounds)
      : application(app), quick(quick_pool), tasks(task_pool), log(request_log), limits(bounds) {}

  void Add(Connection* connection, std::weak_ptr<Connection> held);
  void Remove(Connection* connection);
  std::size_t size();
  // No request is taken from now on, and every connection is told to end.
  void StopAll();
  bool stopping() const { return stopping_.load(); }

  Application& application;
  Pool& quick;
  Pool& tasks;
  Log& log;
  const Limits limits;

 private:
  std::mutex mutex_;
  std::map<Connection*, std::weak_ptr<Connection>> connections_;
  std::atomic<bool> stopping_{false};
};

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TRANSPORT_HUB_H_
