// What every request and answer of the public interface shares: how a task ended, how it reports
// progress and can be stopped, and how its text should look. No third-party types.
#ifndef ENTENTE_COMMON_H_
#define ENTENTE_COMMON_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace entente::api {

// How a task ended; the numbers are the program's exit codes.
enum class Status : int {
  kOk = 0,
  kModelErrors = 1,  // the model's text is wrong: see Answer::diagnostics
  kBadRequest = 2,   // the request asks for something that can not be asked
  kFailed = 3,       // a file, an archive or the worlds failed: see Answer::message
  kUnmet = 4,        // all was done, and the answer is one that the request calls a failure
  kInternal = 70,    // a fault of ours: see Answer::message
  kStopped = 130,    // stopped on request; what was done is in the answer
};

// A switch that stops a running task within a fraction of a second. Stop may be called from a
// signal handler or another thread, any number of times.
class StopSignal {
 public:
  StopSignal();
  ~StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;

  void Stop() noexcept;
  bool stopped() const noexcept;

  struct Impl;
  const Impl& impl() const { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

// How the caller follows and stops a task. Both members may be left empty.
struct Control {
  // Called from one thread at a time with the worlds done and the worlds wanted.
  std::function<void(std::uint64_t done, std::uint64_t wanted)> on_progress;
  const StopSignal* stop = nullptr;
};

// How rendered text should look.
struct TextStyle {
  bool colour = false;
  bool unicode = true;  // sparklines and dashes beyond ASCII
  int width = 100;      // columns
};

// The part that all answers share.
struct Answer {
  Status status = Status::kOk;
  std::string message;      // lower case, why the status is not kOk; empty for model errors
  std::string diagnostics;  // errors and warnings of the model's text, rendered
  bool ok() const { return status == Status::kOk; }
};

// Bounds on what a model's text may hold; 0 keeps the usual bound. An error names the bound.
struct Bounds {
  std::size_t file_bytes = 0;  // of one file
  std::size_t elements = 0;    // that one declaration expands to
  std::size_t channels = 0;    // ways to happen spontaneously
  std::size_t nodes = 0;       // of expressions
};

// The files of a model's folder by path relative to it: "main.ent", "record.csv".
using Texts = std::map<std::string, std::string>;

// Where a model comes from and what is changed in it.
struct ModelRequest {
  // A folder with main.ent, one .ent file, or the name of a shipped model.
  std::string model;
  std::vector<std::string> with;      // policies and scenarios, applied in this order
  bool json_diagnostics = false;      // Answer::diagnostics as a JSON array instead of text
  Bounds bounds;
  // In place of the model's `now`, where windows and policies begin: "2019-08-01". Empty: as written.
  std::string now;
  std::vector<std::string> model_folders;  // where names are looked up before the usual places
  // In place of files: the model's folder in memory. `model` is then only its name in messages.
  std::shared_ptr<const Texts> texts;
  // Parameters that have this value in every world, in the unit that they are shown in; policies
  // work on top of it. The luck of everything else stays.
  std::vector<std::pair<std::string, double>> set;
};

}  // namespace entente::api

#endif  // ENTENTE_COMMON_H_
