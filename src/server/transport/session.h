// One connection, from its first request to its end.
#ifndef ENTENTE_SERVER_TRANSPORT_SESSION_H_
#define ENTENTE_SERVER_TRANSPORT_SESSION_H_

#include <string>

#include "server/http/message.h"
#include "server/transport/hub.h"

namespace boost::asio {
class io_context;
}

namespace entente::server {

// Takes over a connected socket and serves it on the context's threads, on a strand of its own. Both
// must outlive the context's work.
void StartSession(boost::asio::io_context& context, int descriptor, bool is_v6, Hub& hub);

// The head and body of one request in these bytes, as a connection would read it; false if they are
// none. For tests and fuzzing.
bool ReadRequest(const std::string& bytes, Head& head, std::string& body);

}  // namespace entente::server

#endif  // ENTENTE_SERVER_TRANSPORT_SESSION_H_
