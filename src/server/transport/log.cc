#include "server/transport/log.h"

#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

namespace entente::server {
namespace {

using Json = nlohmann::ordered_json;

std::string Now(const char* form) {
  const std::time_t now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[40];
  return {text, std::strftime(text, sizeof text, form, &parts)};
}

// What a client sent, so that it can not write lines of its own or play with the terminal.
std::string Tame(const std::string& text) {
  std::string tame;
  for (const char c : text.substr(0, 300)) {
    const auto byte = static_cast<unsigned char>(c);
    tame += byte > 0x20 && byte < 0x7f ? c : '?';
  }
  return tame;
}

}  // namespace

void Log::Write(const Served& served) {
  if (form_ == Form::kNone) return;
  const double milliseconds = served.seconds * 1e3;
  if (form_ == Form::kJson) {
    const Json line{{"time", Now("%Y-%m-%dT%H:%M:%SZ")}, {"event", "request"},
                    {"client", served.client},           {"method", Tame(served.method)},
                    {"target", Tame(served.target)},     {"status", served.status},
                    {"bytes", served.bytes},             {"milliseconds", milliseconds},
                    {"cut", served.cut}};
    Put(line.dump());
    return;
  }
  Put(fmt::format("{} {} {} {} {:.0f} ms{}", Now("%H:%M:%S"), Tame(served.method),
                  Tame(served.target), served.status, milliseconds, served.cut ? " (cut)" : ""));
}

void Log::Event(const std::string& event, const std::string& what) {
  if (form_ == Form::kNone) return;
  if (form_ == Form::kJson) {
    Put(Json{{"time", Now("%Y-%m-%dT%H:%M:%SZ")}, {"event", event}, {"what", what}}.dump());
  } else {
    Put(Now("%H:%M:%S") + " " + event + (what.empty() ? "" : ": " + what));
  }
}

void Log::Put(const std::string& line) {
  const std::lock_guard<std::mutex> held(mutex_);
  if (write_) write_(line);
  else std::fprintf(stderr, "%s\n", line.c_str());
}

}  // namespace entente::server
