#include "server/transport/listener.h"

#include <utility>

#include <boost/asio/bind_executor.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>
#include <vector>

#include "server/transport/session.h"

namespace entente::server {
namespace {

namespace net = boost::asio;
using tcp = net::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

class TcpListener : public Listener {
 public:
  TcpListener() : acceptor_(net::make_strand(context_)), timer_(context_) {}

  bool Take(const std::string& address, std::uint16_t port, bool only_this, std::string& fault) {
    error_code error;
    const net::ip::address parsed = net::ip::make_address(address, error);
    if (error) {
      fault = fmt::format("`{}` is no address of this machine: write numbers, as in 127.0.0.1",
                          address);
      return false;
    }
    const unsigned last = port == 0 || only_this ? port : std::min(port + 99U, 65'535U);
    for (unsigned candidate = port; candidate <= last; ++candidate) {
      if (TakePort(tcp::endpoint(parsed, static_cast<std::uint16_t>(candidate)), error)) {
        return true;
      }
      if (error != net::error::address_in_use && error != net::error::access_denied) break;
    }
    fault = fmt::format("cannot listen on {} at port {}: {}", address, port, error.message());
    return false;
  }

  std::uint16_t port() const override { return port_; }

  void Run(Hub& hub, unsigned threads, unsigned grace_seconds) override {
    hub_ = &hub;
    grace_ = std::chrono::seconds(grace_seconds);
    const auto guard = net::make_work_guard(context_);
    net::post(acceptor_.get_executor(), [this] { Accept(); });
    std::vector<std::thread> pool;
    for (unsigned i = 0; i < threads; ++i) pool.emplace_back([this] { context_.run(); });
    for (std::thread& thread : pool) thread.join();
  }

  void Stop() override {
    net::post(acceptor_.get_executor(), [this] {
      error_code ignored;
      acceptor_.close(ignored);
      hub_->StopAll();
      end_ = Clock::now() + grace_;
      AwaitEnd();
    });
  }

 private:
  bool TakePort(const tcp::endpoint& endpoint, error_code& error) {
    acceptor_.close(error);
    acceptor_.open(endpoint.protocol(), error);
    if (!error) acceptor_.set_option(net::socket_base::reuse_address(true), error);
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) acceptor_.listen(net::socket_base::max_listen_connections, error);
    if (!error) port_ = acceptor_.local_endpoint(error).port();
    return !error;
  }

  void Accept() {
    acceptor_.async_accept(net::make_strand(context_), [this](error_code error, tcp::socket socket) {
      if (!acceptor_.is_open()) return;
      if (error) return AcceptLater();  // no more descriptors, for example
      if (hub_->size() >= hub_->limits.connections) Refuse(socket);
      else Begin(socket);
      Accept();
    });
  }

  void Begin(tcp::socket& socket) {
    error_code error;
    const bool is_v6 = acceptor_.local_endpoint(error).address().is_v6();
    const int descriptor = socket.release(error);
    if (!error) StartSession(context_, descriptor, is_v6, *hub_);
  }

  void AcceptLater() {
    timer_.expires_after(std::chrono::milliseconds(100));
    timer_.async_wait(net::bind_executor(acceptor_.get_executor(), [this](error_code error) {
      if (!error && acceptor_.is_open()) Accept();
    }));
  }

  static void Refuse(tcp::socket& socket) {
    static const std::string kBody =
        ProblemJson({503, "busy", "too many connections", "try again in a moment", "", ""});
    const std::string text = fmt::format(
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n"
        "Content-Length: {}\r\nRetry-After: 1\r\nConnection: close\r\n\r\n{}", kBody.size(), kBody);
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(net::buffer(text), ignored);
    socket.shutdown(tcp::socket::shutdown_send, ignored);
  }

  void AwaitEnd() {
    if (hub_->size() == 0 || Clock::now() >= end_) return context_.stop();
    timer_.expires_after(std::chrono::milliseconds(10));
    timer_.async_wait(
        net::bind_executor(acceptor_.get_executor(), [this](error_code) { AwaitEnd(); }));
  }

  net::io_context context_;
  tcp::acceptor acceptor_;
  net::steady_timer timer_;
  Hub* hub_ = nullptr;
  std::uint16_t port_ = 0;
  std::chrono::seconds grace_{5};
  Clock::time_point end_;
};

}  // namespace

std::unique_ptr<Listener> Listener::Open(const std::string& address, std::uint16_t port,
                                         bool only_this, std::string& fault) {
  auto listener = std::make_unique<TcpListener>();
  if (!listener->Take(address, port, only_this, fault)) return nullptr;
  return listener;
}

}  // namespace entente::server
