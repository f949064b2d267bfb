// A connection is a chain of asynchronous steps on one strand, so that its members need no lock:
//   AwaitRequest → ReadHead → ReadBody → Dispatch → Respond → AwaitRequest …
//                                             ↘ BeginStream → Pump … → EndStream
// All work that takes time is done on the pools and comes back as a message to the strand.
#include "server/transport/session.h"

#include <utility>

#include <boost/asio/dispatch.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <limits>
#include <optional>

#include "server/application.h"
#include "server/transport/event_stream.h"
#include "server/transport/upload.h"

namespace entente::server {
namespace {

namespace net = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = net::ip::tcp;
using boost::system::error_code;
using Clock = std::chrono::steady_clock;

// A client that is still sending what was refused is listened to for so long, so that it gets to read
// why; a reset connection would throw the answer away.
constexpr std::size_t kMaxDrained = 64U << 20U;
constexpr auto kDrainTime = std::chrono::seconds(5);
// A stream's reader has no more to say.
constexpr std::size_t kMaxWatched = 64U << 10U;
constexpr std::size_t kPiece = 256U << 10U;

constexpr std::pair<const char*, const char*> kSecurity[] = {
    // Scripts come from here only; the editor and the charts write styles.
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: "
     "blob:; font-src 'self'; connect-src 'self'; frame-src 'self' blob:; base-uri 'none'; "
     "form-action 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
};

std::string Text(beast::string_view view) { return {view.data(), view.size()}; }

template <typename Fields>
Head HeadOf(const http::header<true, Fields>& header) {
  Head head;
  head.method = Text(header.method_string());
  head.target = Text(header.target());
  head.host = Text(header[http::field::host]);
  head.origin = Text(header[http::field::origin]);
  head.authorization = Text(header[http::field::authorization]);
  head.content_type = Text(header[http::field::content_type]);
  head.if_none_match = Text(header[http::field::if_none_match]);
  head.fetch_site = Text(header["Sec-Fetch-Site"]);
  head.several_hosts = header.count(http::field::host) > 1;
  return head;
}

Response Refused(int status, const char* kind, const std::string& detail,
                 const std::string& suggestion = "") {
  return Refusal({status, kind, detail, suggestion, "", ""});
}

Response Busy(const std::string& what, const char* seconds) {
  Response response = Refused(503, "busy", what, "try again in a moment");
  response.fields.emplace_back("Retry-After", seconds);
  return response;
}

class Session : public Connection, public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket&& socket, Hub& hub)
      : stream_(std::move(socket)), heartbeat_(stream_.get_executor()), hub_(hub) {
    error_code ignored;
    const auto peer = stream_.socket().remote_endpoint(ignored);
    if (!ignored) client_ = peer.address().to_string(ignored);
  }
  ~Session() override { hub_.Remove(this); }

  void Start() {
    hub_.Add(this, weak_from_this());
    error_code ignored;
    stream_.socket().set_option(tcp::no_delay(true), ignored);
    net::dispatch(stream_.get_executor(), [self = shared_from_this()] { self->AwaitRequest(); });
  }

  void Stop() override {
    net::post(stream_.get_executor(), [self = shared_from_this()] {
      if (self->state_ == State::kWaiting) self->Close();
      if (self->state_ == State::kStreaming) self->events_->StopTask();
    });
  }

 private:
  enum class State { kWaiting, kBusy, kStreaming, kClosing };

  static std::chrono::seconds Seconds(unsigned seconds) { return std::chrono::seconds(seconds); }

  void AwaitRequest() {
    if (hub_.stopping()) return Close();
    state_ = State::kWaiting;
    head_parser_.emplace();
    head_parser_->header_limit(static_cast<std::uint32_t>(hub_.limits.header_bytes));
    head_parser_->body_limit(std::numeric_limits<std::uint64_t>::max());  // the route's, later
    served_ = Served();
    if (buffer_.size() > 0) return ReadHead();  // the next request came with the last one
    stream_.expires_after(Seconds(hub_.limits.idle_seconds));
    stream_.async_read_some(buffer_.prepare(8192),
                            [self = shared_from_this()](error_code error, std::size_t bytes) {
                              if (error) return self->Close();
                              self->buffer_.commit(bytes);
                              self->ReadHead();
                            });
  }

  void ReadHead() {
    begin_ = Clock::now();
    stream_.expires_after(Seconds(hub_.limits.header_seconds));
    http::async_read_header(
        stream_, buffer_, *head_parser_,
        [self = shared_from_this()](error_code error, std::size_t) { self->OnHead(error); });
  }

  void OnHead(error_code error) {
    if (error == http::error::end_of_stream) return Close();
    if (error) return OnBadRequest(error, "the request's head");
    state_ = State::kBusy;
    const auto& header = head_parser_->get();
    keep_alive_ = header.keep_alive();
    http_1_0_ = header.version() < 11;
    head_ = HeadOf(header);
    served_.method = head_.method;
    served_.target = head_.target.substr(0, head_.target.find('?'));
    admission_ = Admit(hub_.application, head_);
    const auto length = head_parser_->content_length();
    const bool has_body = head_parser_->chunked() || (length && *length > 0);
    if (admission_.answer) {
      if (has_body) keep_alive_ = false;  // unread, so that nothing can follow it
      return Respond(std::move(*admission_.answer));
    }
    const std::size_t bound = admission_.route->body_bytes;
    if (length && *length > bound) return RefuseLength();
    if (has_body && beast::iequals(header[http::field::expect], "100-continue")) {
      return InviteBody();
    }
    ReadBody();
  }

  void InviteBody() {
    out_ = "HTTP/1.1 100 Continue\r\n\r\n";
    net::async_write(stream_, net::buffer(out_),
                     [self = shared_from_this()](error_code error, std::size_t) {
                       if (error) return self->Close();
                       self->ReadBody();
                     });
  }

  void ReadBody() {
    // A byte a microsecond beyond the time that any body has.
    const auto length = head_parser_->content_length();
    const auto more = std::chrono::microseconds(length ? *length : 0);
    stream_.expires_after(Seconds(hub_.limits.body_seconds) + more);
    if (admission_.route->body == BodyKind::kUpload) return ReadUpload();
    body_parser_.emplace(std::move(*head_parser_));
    body_parser_->body_limit(admission_.route->body_bytes);
    http::async_read(
        stream_, buffer_, *body_parser_,
        [self = shared_from_this()](error_code error, std::size_t) { self->OnBody(error); });
  }

  void ReadUpload() {
    const auto name = admission_.query.find("name");
    upload_ = Upload::Make(hub_.application.workspace->folder() + "/uploads",
                           name == admission_.query.end() ? "" : name->second);
    file_parser_.emplace(std::move(*head_parser_));
    file_parser_->body_limit(admission_.route->body_bytes);
    error_code error;
    if (upload_ != nullptr) {
      file_parser_->get().body().open(upload_->path().c_str(), beast::file_mode::write, error);
    }
    if (upload_ == nullptr || error) return RefuseStorage();
    http::async_read(
        stream_, buffer_, *file_parser_, [self = shared_from_this()](error_code failed, std::size_t) {
          self->file_parser_->get().body().close();
          self->OnBody(failed);
        });
  }

  void OnBody(error_code error) {
    if (error == http::error::body_limit) return RefuseLength();
    if (error == boost::system::errc::no_space_on_device) return RefuseStorage();
    if (error) return OnBadRequest(error, "the request's body");
    Dispatch();
  }

  void RefuseStorage() {
    keep_alive_ = false;
    Respond(Refused(507, "not-stored", "the file can not be stored: the disk is full or read-only",
                    "make room where the workspace lies"));
  }

  void RefuseLength() {
    keep_alive_ = false;
    Respond(Refused(413, "too-large",
                    fmt::format("the body is larger than {} bytes",
                                admission_.route->body_bytes)));
  }

  void OnBadRequest(error_code error, const std::string& part) {
    keep_alive_ = false;
    if (error == http::error::header_limit || error == http::error::buffer_overflow) {
      return Respond(Refused(431, "large-head",
                             fmt::format("the request's head is larger than {} bytes",
                                         hub_.limits.header_bytes)));
    }
    const bool malformed = error.category() == make_error_code(http::error::bad_method).category();
    if (!malformed || error == http::error::partial_message) return Cut();  // gone, or too slow
    Respond(Refused(400, "bad-request", part + " is not HTTP: " + error.message()));
  }

  void Dispatch() {
    auto request = std::make_shared<Request>();
    request->head = std::move(head_);
    request->parts = std::move(admission_.parts);
    request->query = std::move(admission_.query);
    if (body_parser_) request->body = std::move(body_parser_->get().body());
    if (upload_) request->body_file = upload_->path();
    body_parser_.reset();
    file_parser_.reset();
    const Route& route = *admission_.route;
    const bool taken = hub_.quick.Post([self = shared_from_this(), request, &route] {
      Application& application = self->hub_.application;
      if (route.call) return self->PostResponse(Call(application, route, *request));
      std::variant<Response, StreamJob> opened = OpenStream(application, route, *request);
      if (auto* refusal = std::get_if<Response>(&opened)) {
        return self->PostResponse(std::move(*refusal));
      }
      net::post(self->stream_.get_executor(),
                [self, job = std::move(std::get<StreamJob>(opened))]() mutable {
                  self->BeginStream(std::move(job));
                });
    });
    if (!taken) Respond(Busy("too many requests wait", "1"));
  }

  // From another thread.
  void PostResponse(Response response) {
    net::post(stream_.get_executor(),
              [self = shared_from_this(), response = std::move(response)]() mutable {
                self->Respond(std::move(response));
              });
  }

  void Respond(Response response) {
    upload_.reset();
    auto message = std::make_shared<http::response<http::string_body>>();
    message->version(http_1_0_ ? 10 : 11);
    message->result(static_cast<unsigned>(response.status));
    message->reason(PhraseOf(response.status));
    if (!response.type.empty()) message->set(http::field::content_type, response.type);
    for (const auto& [name, value] : kSecurity) message->set(name, value);
    message->set(http::field::cache_control, "no-store");
    for (const auto& [name, value] : response.fields) message->set(name, value);
    message->keep_alive(keep_alive_ && !hub_.stopping());
    served_.status = response.status;
    served_.bytes = response.body.size();
    const std::size_t length = response.body.size();
    if (served_.method == "HEAD") {
      message->content_length(length);
    } else {
      message->body() = std::move(response.body);
      message->prepare_payload();
    }
    stream_.expires_after(Seconds(hub_.limits.write_seconds));
    http::async_write(stream_, *message,
                      [self = shared_from_this(), message](error_code error, std::size_t) {
                        if (error) return self->Cut();
                        self->WriteLog();
                        if (message->keep_alive()) self->AwaitRequest();
                        else self->Drain();
                      });
  }

  // ---- events

  void BeginStream(StreamJob job) {
    events_ = std::make_shared<EventStream>([weak = weak_from_this()] {
      if (auto self = weak.lock()) {
        net::post(self->stream_.get_executor(), [self] { self->Pump(); });
      }
    });
    Application& application = hub_.application;
    const bool taken =
        hub_.tasks.Post([events = events_, job = std::move(job), held = upload_, &application] {
          RunJob(*events, job, application);
        });
    if (taken) upload_.reset();  // the task's alone
    if (!taken) {
      events_.reset();
      return Respond(Busy("as many tasks run and wait as may", "5"));
    }
    state_ = State::kStreaming;
    served_.status = 200;
    out_ = fmt::format(
        "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
        "Connection: close\r\n{}", http_1_0_ ? "" : "Transfer-Encoding: chunked\r\n");
    for (const auto& [name, value] : kSecurity) out_ += fmt::format("{}: {}\r\n", name, value);
    out_ += "\r\n";
    stream_.expires_never();  // the watch waits for as long as the task takes
    Watch();
    WriteOut();
    Heartbeat();
  }

  static void RunJob(EventStream& events, const StreamJob& job, Application& application) {
    if (events.stop().stopped()) {
      const Problem stopped{503, "stopped", "stopped before it began", "", "", ""};
      events.Send("problem", ProblemJson(stopped), false);
    } else {
      ++application.running;
      events.BeginTask();
      try {
        job(events, events.stop());
      } catch (const std::exception& error) {
        const Problem fault{500, "internal",
                            std::string(error.what()) + "; this is a fault of entente",
                            "please report it with the model", "", ""};
        events.Send("problem", ProblemJson(fault), false);
      }
      --application.running;
    }
    events.Finish();
  }

  void Pump() {
    if (state_ != State::kStreaming || writing_) return;
    const std::string text = events_->Take();
    if (!text.empty()) {
      out_ = Framed(text);
      WriteOut();
    } else if (events_->finished()) {
      EndStream();
    }
  }

  std::string Framed(const std::string& text) const {
    return http_1_0_ ? text : fmt::format("{:x}\r\n{}\r\n", text.size(), text);
  }

  // Writes `out_` from `written_` on, piece by piece: each has its own time.
  void WriteOut() {
    writing_ = true;
    stream_.expires_after(Seconds(hub_.limits.write_seconds));
    const std::size_t piece = std::min(kPiece, out_.size() - written_);
    net::async_write(stream_, net::buffer(out_.data() + written_, piece),
                     [self = shared_from_this()](error_code error, std::size_t bytes) {
                       if (error) return self->Abort();
                       self->served_.bytes += bytes;
                       self->written_ += bytes;
                       if (self->written_ < self->out_.size()) return self->WriteOut();
                       self->writing_ = false;
                       self->written_ = 0;
                       self->last_write_ = Clock::now();
                       if (self->ending_) self->EndConnection();
                       else self->Pump();
                     });
  }

  // The reader has nothing to say: a read that ends means that it is gone.
  void Watch() {
    stream_.async_read_some(net::buffer(watched_),
                            [self = shared_from_this()](error_code error, std::size_t bytes) {
                              self->watched_bytes_ += bytes;
                              if (error || self->watched_bytes_ > kMaxWatched) {
                                return self->Abort();
                              }
                              self->Watch();
                            });
  }

  // Silence would let proxies and sleeping laptops believe the connection dead. And a task that never
  // ends must not keep its thread from others.
  void Heartbeat() {
    const unsigned most = hub_.application.task_seconds;
    heartbeat_.expires_after(Seconds(std::min(hub_.limits.heartbeat_seconds, most)));
    heartbeat_.async_wait([self = shared_from_this(), most](error_code error) {
      if (error || self->state_ != State::kStreaming) return;
      self->events_->StopTaskAfter(Seconds(most));
      const bool silent =
          Clock::now() - self->last_write_ >= Seconds(self->hub_.limits.heartbeat_seconds);
      if (!self->writing_ && silent) {
        self->out_ = self->Framed(":\n\n");
        self->WriteOut();
      }
      self->Heartbeat();
    });
  }

  void EndStream() {
    state_ = State::kClosing;
    heartbeat_.cancel();
    if (http_1_0_) return EndConnection();
    ending_ = true;
    out_ = "0\r\n\r\n";
    WriteOut();
  }

  // All was written: the reader closes, or is closed upon.
  void EndConnection() {
    WriteLog();
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    heartbeat_.expires_after(kDrainTime);
    heartbeat_.async_wait([self = shared_from_this()](error_code) { self->Close(); });
  }

  void Abort() {
    const bool was_streaming = state_ == State::kStreaming;
    heartbeat_.cancel();
    events_->Close();
    if (was_streaming) return Cut();
    Close();
  }

  // ---- ends

  void Cut() {
    served_.cut = true;
    if (!served_.method.empty()) WriteLog();
    Close();
  }

  void Drain() {
    state_ = State::kClosing;
    error_code ignored;
    stream_.socket().shutdown(tcp::socket::shutdown_send, ignored);
    stream_.expires_after(kDrainTime);
    DrainSome();
  }

  void DrainSome() {
    buffer_.clear();
    stream_.async_read_some(buffer_.prepare(64U << 10U),
                            [self = shared_from_this()](error_code error, std::size_t bytes) {
                              self->drained_ += bytes;
                              if (error || self->drained_ > kMaxDrained) return self->Close();
                              self->DrainSome();
                            });
  }

  void Close() {
    state_ = State::kClosing;
    stream_.close();
  }

  void WriteLog() {
    served_.client = client_;
    served_.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
    hub_.log.Write(served_);
  }

  beast::tcp_stream stream_;
  net::steady_timer heartbeat_;
  Hub& hub_;
  std::string client_;
  State state_ = State::kWaiting;
  beast::flat_buffer buffer_{128U << 10U};
  std::optional<http::request_parser<http::empty_body>> head_parser_;
  std::optional<http::request_parser<http::string_body>> body_parser_;
  std::optional<http::request_parser<http::file_body>> file_parser_;
  std::shared_ptr<Upload> upload_;  // of the present request
  bool keep_alive_ = false, http_1_0_ = false;
  Head head_;
  Admission admission_;
  Served served_;
  Clock::time_point begin_ = Clock::now(), last_write_ = Clock::now();
  std::size_t drained_ = 0;

  std::shared_ptr<EventStream> events_;
  std::string out_;
  std::size_t written_ = 0;
  bool writing_ = false;
  bool ending_ = false;  // what is being written is the last
  std::array<char, 4096> watched_{};
  std::size_t watched_bytes_ = 0;
};

}  // namespace

void StartSession(net::io_context& context, int descriptor, bool is_v6, Hub& hub) {
  tcp::socket socket(net::make_strand(context), is_v6 ? tcp::v6() : tcp::v4(), descriptor);
  std::make_shared<Session>(std::move(socket), hub)->Start();
}

bool ReadRequest(const std::string& bytes, Head& head, std::string& body) {
  http::request_parser<http::string_body> parser;
  parser.header_limit(static_cast<std::uint32_t>(Limits().header_bytes));
  parser.body_limit(1U << 20U);
  parser.eager(true);
  error_code error;
  std::size_t used = 0;
  while (used < bytes.size() && !parser.is_done()) {
    const std::size_t taken =
        parser.put(net::buffer(bytes.data() + used, bytes.size() - used), error);
    used += taken;
    if (error || taken == 0) break;
  }
  if (error || !parser.is_header_done()) return false;
  head = HeadOf(parser.get());
  body = parser.get().body();
  return true;
}

}  // namespace entente::server
