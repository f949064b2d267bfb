// The terminal as this program meets it: is it one, how wide, may it be coloured; progress with the
// remaining time; Ctrl-C as a request to stop.
#ifndef ENTENTE_CLI_TERMINAL_H_
#define ENTENTE_CLI_TERMINAL_H_

#include <chrono>
#include <cstdint>
#include <string>

#include "entente/entente.h"

namespace entente::cli {

// The style for text on standard output: plain when piped or when NO_COLOR is set.
api::TextStyle StyleOfOutput();
// Whether messages on standard error may be coloured.
bool ColourOfErrors();

// Turns the first SIGINT or SIGTERM into Stop(); the second one ends the program.
class StopOnInterrupt {
 public:
  StopOnInterrupt();
  ~StopOnInterrupt();
  const api::StopSignal& signal() const { return signal_; }

 private:
  api::StopSignal signal_;
};

// A line on standard error that shows how far a task is, once it takes longer than a second.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine();
  void Show(std::uint64_t done, std::uint64_t wanted);
  // What is being done, before the numbers.
  void Say(const std::string& what) { what_ = what; }

 private:
  using Clock = std::chrono::steady_clock;
  bool enabled_;
  bool shown_ = false;
  std::string what_;
  Clock::time_point start_;
  Clock::time_point last_;
};

// Runs `task(control, progress)` with the progress line shown and Ctrl-C as a request to stop; gives
// its answer, once the line is gone.
template <typename Task>
auto WithProgress(const Task& task) {
  const StopOnInterrupt interrupt;
  ProgressLine progress;
  api::Control control;
  control.stop = &interrupt.signal();
  control.on_progress = [&](std::uint64_t done, std::uint64_t wanted) {
    progress.Show(done, wanted);
  };
  return task(control, progress);
}

}  // namespace entente::cli

#endif  // ENTENTE_CLI_TERMINAL_H_
