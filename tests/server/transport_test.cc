// Queues, threads and sockets: what waits for whom, and that nothing is lost, kept or raced for.
// Built with the thread sanitizer by `./test --sanitize`.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "server/transport/event_stream.h"
#include "server/transport/hub.h"
#include "server/transport/listener.h"
#include "server/transport/log.h"
#include "server/transport/pool.h"
#include "server/transport/upload.h"

namespace entente::server {
namespace {

using std::chrono::milliseconds;

TEST(Pool, RefusesWhatIsBeyondItsBoundAndDoesTheRest) {
  std::atomic<int> done{0};
  std::atomic<bool> open{false};
  int taken = 0;
  {
    Pool pool(2, 3);
    const auto work = [&] {
      while (!open) std::this_thread::sleep_for(milliseconds(1));
      ++done;
    };
    for (int i = 0; i < 20; ++i) {
      taken += pool.Post(work) ? 1 : 0;
      std::this_thread::sleep_for(milliseconds(2));
    }
    EXPECT_GE(taken, 3);
    EXPECT_LE(taken, 5);  // two at work and three that wait
    open = true;
  }
  EXPECT_EQ(done, taken);
}

TEST(EventStream, TheNewestOfWhatCanBeReplaced) {
  int woken = 0;
  EventStream stream([&] { ++woken; });
  stream.Send("progress", "1", true);
  stream.Send("partial", "a", true);
  stream.Send("progress", "2", true);
  stream.Send("result", "r", false);
  EXPECT_EQ(stream.Take(),
            "event: partial\ndata: a\n\nevent: progress\ndata: 2\n\nevent: result\ndata: r\n\n");
  EXPECT_EQ(woken, 4);
  EXPECT_EQ(stream.Take(), "");
  EXPECT_FALSE(stream.finished());
  stream.Send("problem", "p", false);
  stream.Finish();
  EXPECT_FALSE(stream.finished());
  EXPECT_NE(stream.Take(), "");
  EXPECT_TRUE(stream.finished());
}

TEST(EventStream, ASlowReaderHoldsTheTaskAndAGoneOneFreesIt) {
  EventStream stream([] {});
  std::atomic<int> sent{0};
  const std::string megabyte(1U << 20U, 'x');
  std::thread task([&] {
    for (int i = 0; i < 40 && !stream.stop().stopped(); ++i) {
      stream.Send("result", megabyte, false);
      ++sent;
    }
  });
  while (sent < 8) std::this_thread::sleep_for(milliseconds(1));
  std::this_thread::sleep_for(milliseconds(20));
  EXPECT_LE(sent, 9);
  EXPECT_GT(stream.Take().size(), 8U << 20U);
  while (sent < 16) std::this_thread::sleep_for(milliseconds(1));
  stream.Close();
  task.join();
  EXPECT_TRUE(stream.stop().stopped());
  EXPECT_EQ(stream.Take(), "");
}

TEST(Upload, NamesThatCanNameAFile) {
  EXPECT_EQ(SafeFileName("events.2018.tab.zip"), "events.2018.tab.zip");
  EXPECT_EQ(SafeFileName("../../etc/passwd"), "passwd");
  EXPECT_EQ(SafeFileName("C:\\x\\events 1.csv"), "events_1.csv");
  for (const char* nothing : {"", "..", "/", "a/..", "..."}) {
    EXPECT_EQ(SafeFileName(nothing), "upload") << nothing;
  }
  EXPECT_EQ(SafeFileName(".hidden"), "hidden");
  EXPECT_LE(SafeFileName(std::string(1000, 'a')).size(), 100U);
}

TEST(Log, ALineIsALineWhateverWasAsked) {
  std::vector<std::string> lines;
  const auto keep = [&](const std::string& line) { lines.push_back(line); };
  const Served served{"127.0.0.1", "GET", "/a\r\nforged \x1b[31m\"", 404, 7, 0.001, true};
  Log(Log::Form::kShort, keep).Write(served);
  Log(Log::Form::kJson, keep).Write(served);
  Log(Log::Form::kNone, keep).Write(served);
  ASSERT_EQ(lines.size(), 2U);
  for (const std::string& line : lines) {
    EXPECT_EQ(line.find_first_of("\r\n\x1b"), std::string::npos) << line;
    EXPECT_NE(line.find("404"), std::string::npos);
  }
}

// A server with routes of its own: one that answers, one that streams until it is stopped.
class Serving : public testing::Test {
 protected:
  Serving() : log_(Log::Form::kShort, [this](const std::string&) { ++logged_; }) {
    Route echo;
    echo.method = "POST";
    echo.path = "/api/v1/echo";
    echo.body = BodyKind::kJson;
    echo.body_bytes = 1000;
    echo.call = [](const Request& request, Application&) {
      return Response{200, "application/json", request.body, {}};
    };
    Route endless;
    endless.method = "GET";
    endless.path = "/api/v1/endless";
    endless.stream = [this](const Request&, Application&) -> std::variant<Response, StreamJob> {
      return [this](EventSink& sink, const api::StopSignal& stop) {
        for (int i = 0; !stop.stopped(); ++i) {
          sink.Send("progress", std::to_string(i), true);
          if (i % 50 == 0) sink.Send("part", "{}", false);
          std::this_thread::sleep_for(milliseconds(1));
        }
        ++stopped_;
      };
    };
    application_.routes = {echo, endless};
    std::string fault;
    listener_ = Listener::Open("127.0.0.1", 0, true, fault);
    quick_ = std::make_unique<Pool>(2U, 100U);
    tasks_ = std::make_unique<Pool>(8U, 100U);
    hub_ = std::make_unique<Hub>(application_, *quick_, *tasks_, log_, Limits());
    runner_ = std::thread([this] { listener_->Run(*hub_, 2, 10); });
  }
  ~Serving() override {
    Stop();
    listener_.reset();
  }
  void Stop() {
    if (!runner_.joinable()) return;
    listener_->Stop();
    runner_.join();
    tasks_.reset();
    quick_.reset();
  }

  int Connect() const {
    const int made = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(listener_->port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(made, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    return made;
  }
  static void Say(int connection, const std::string& text) {
    EXPECT_EQ(::send(connection, text.data(), text.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(text.size()));
  }
  // Until `wanted` was heard, or the end.
  static std::string Hear(int connection, const std::string& wanted) {
    std::string heard;
    char piece[4096];
    while (heard.find(wanted) == std::string::npos) {
      const ssize_t bytes = ::recv(connection, piece, sizeof piece, 0);
      if (bytes <= 0) break;
      heard.append(piece, static_cast<std::size_t>(bytes));
    }
    return heard;
  }

  std::atomic<int> stopped_{0}, logged_{0};
  Application application_;
  Log log_;
  std::unique_ptr<Hub> hub_;
  std::unique_ptr<Listener> listener_;
  std::unique_ptr<Pool> quick_, tasks_;
  std::thread runner_;
};

TEST_F(Serving, ManyClientsAtOnceComeAskAndHangUp) {
  std::vector<std::thread> clients;
  std::atomic<int> answered{0}, streamed{0};
  for (int client = 0; client < 16; ++client) {
    clients.emplace_back([&, client] {
      for (int round = 0; round < 10; ++round) {
        const int connection = Connect();
        const std::string body = "{\"round\":" + std::to_string(client * 100 + round) + "}";
        Say(connection, "POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
                        "application/json\r\nContent-Length: " + std::to_string(body.size()) +
                            "\r\n\r\n" + body);
        if (Hear(connection, body).find(body) != std::string::npos) ++answered;
        if (client % 2 == 0) {
          Say(connection, "GET /api/v1/endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
          if (Hear(connection, "event: part").find("event: part") != std::string::npos) ++streamed;
        }
        ::close(connection);
      }
    });
  }
  for (std::thread& client : clients) client.join();
  EXPECT_EQ(answered, 160);
  EXPECT_EQ(streamed, 80);
  // Every task is stopped because its reader is gone, not because the server ends.
  for (int i = 0; i < 5000 && stopped_ < 80; ++i) std::this_thread::sleep_for(milliseconds(1));
  EXPECT_EQ(stopped_, 80);
  Stop();
  EXPECT_EQ(hub_->size(), 0U);
  EXPECT_EQ(logged_, 240);
}

TEST_F(Serving, EndsWithItsStreamsWhenToldTo) {
  std::vector<int> connections;
  for (int i = 0; i < 6; ++i) {
    connections.push_back(Connect());
    Say(connections.back(), "GET /api/v1/endless HTTP/1.1\r\nHost: localhost\r\n\r\n");
    Hear(connections.back(), "event: part");
  }
  const int idle = Connect();
  std::thread reader([&] {
    // The chunk of no bytes ends each stream in order. The line before it may have been heard above.
    for (const int connection : connections) {
      EXPECT_NE(Hear(connection, "0\r\n\r\n").find("0\r\n\r\n"), std::string::npos);
      ::close(connection);
    }
  });
  Stop();
  reader.join();
  EXPECT_EQ(stopped_, 6);
  EXPECT_EQ(Hear(idle, "never"), "");
  ::close(idle);
}

}  // namespace
}  // namespace entente::server
