// Accepts connections. The types of the socket library stay in listener.cc and session.cc.
#ifndef ENTENTE_SERVER_TRANSPORT_LISTENER_H_
#define ENTENTE_SERVER_TRANSPORT_LISTENER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "server/transport/hub.h"

namespace entente::server {

class Listener {
 public:
  // Takes the address, at `port` or, unless `only_this`, the first free one of the next hundred; 0:
  // any. Connections wait until Run. `fault` says in words why it can not be had.
  static std::unique_ptr<Listener> Open(const std::string& address, std::uint16_t port,
                                        bool only_this, std::string& fault);
  virtual ~Listener() = default;

  virtual std::uint16_t port() const = 0;
  // Serves on `threads` threads until Stop; returns when all connections have ended, or after
  // `grace_seconds` from then.
  virtual void Run(Hub& hub, unsigned threads, unsigned grace_seconds) = 0;
  // From any thread.
  virtual void Stop() = 0;
};

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TRANSPORT_LISTENER_H_
