#include "cli/terminal.h"

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

namespace entente::cli {
namespace {

api::StopSignal* interrupted = nullptr;

extern "C" void OnInterrupt(int) {
  if (interrupted != nullptr) interrupted->Stop();
}

bool ColourAllowed(int descriptor) {
  const char* no_colour = std::getenv("NO_COLOR");
  if (no_colour != nullptr && *no_colour != '\0') return false;
  const char* terminal = std::getenv("TERM");
  if (terminal != nullptr && std::strcmp(terminal, "dumb") == 0) return false;
  return isatty(descriptor) != 0;
}

int WidthOfOutput() {
  winsize size{};
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  if (const char* columns = std::getenv("COLUMNS")) {
    if (const int width = std::atoi(columns); width > 0) return width;
  }
  return 120;
}

// UTF-8 unless the locale plainly names another character set.
bool UnicodeAllowed() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    const std::string text = value;
    const std::size_t dot = text.find('.');
    if (dot == std::string::npos) return true;
    return text.find("UTF", dot) != std::string::npos || text.find("utf", dot) != std::string::npos;
  }
  return true;
}

std::string Remaining(double seconds) {
  if (seconds < 90) return fmt::format("{:.0f} s left", std::max(1.0, seconds));
  if (seconds < 5400) return fmt::format("{:.0f} min left", seconds / 60);
  return fmt::format("{:.1f} h left", seconds / 3600);
}

}  // namespace

api::TextStyle StyleOfOutput() {
  api::TextStyle style;
  style.colour = ColourAllowed(STDOUT_FILENO);
  style.unicode = UnicodeAllowed();
  style.width = std::clamp(WidthOfOutput(), 40, 200);
  return style;
}

bool ColourOfErrors() { return ColourAllowed(STDERR_FILENO); }

StopOnInterrupt::StopOnInterrupt() {
  interrupted = &signal_;
  struct sigaction action {};
  action.sa_handler = OnInterrupt;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

StopOnInterrupt::~StopOnInterrupt() {
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
  interrupted = nullptr;
}

ProgressLine::ProgressLine()
    : enabled_(isatty(STDERR_FILENO) != 0), start_(Clock::now()), last_(start_) {}

ProgressLine::~ProgressLine() {
  if (shown_) std::fputs("\r\x1b[K", stderr);
}

void ProgressLine::Show(std::uint64_t done, std::uint64_t wanted) {
  if (!enabled_ || wanted == 0) return;
  const Clock::time_point now = Clock::now();
  const double elapsed = std::chrono::duration<double>(now - start_).count();
  if (elapsed < 1.0 || (shown_ && now - last_ < std::chrono::milliseconds(100))) return;
  last_ = now;
  shown_ = true;
  const double share = static_cast<double>(done) / static_cast<double>(wanted);
  std::string line = fmt::format("\r\x1b[K{}{}{} of {} worlds, {:.0f} %", what_,
                                 what_.empty() ? "" : ": ", done, wanted, 100 * share);
  if (share > 0.01) line += ", " + Remaining(elapsed * (1 - share) / share);
  std::fputs(line.c_str(), stderr);
  std::fflush(stderr);
}

}  // namespace entente::cli
