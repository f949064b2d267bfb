#include "cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <system_error>

namespace entente::cli {
namespace {

namespace fs = std::filesystem;

// The first error of standard output, as in errno; 0: none.
int print_error = 0;

// 0, or errno of what failed.
int WriteTo(const fs::path& path, const std::string& text) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return errno;
  errno = 0;
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const int error = written ? 0 : errno;
  if (std::fclose(file) != 0 && error == 0) return errno;
  return written || error != 0 ? error : EIO;
}

bool Complain(const std::string& target, const std::string& why) {
  std::fprintf(stderr, "entente: cannot write `%s`: %s\n", target.c_str(), why.c_str());
  return false;
}

bool Complain(const std::string& target, int error) {
  return Complain(target, error == ENOENT ? "there is no such folder" : std::strerror(error));
}

bool IsDevice(const fs::path& path) {  // or a pipe: written as it is
  std::error_code error;
  return fs::exists(path, error) && !fs::is_regular_file(path, error) &&
         !fs::is_directory(path, error);
}

fs::path Beside(const fs::path& path) {
  fs::path beside = path;
  beside += ".partial";
  return beside;
}

}  // namespace

void Print(const std::string& text) {
  errno = 0;
  const bool written = std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
  if ((!written || std::fflush(stdout) != 0) && print_error == 0) {
    print_error = errno != 0 ? errno : EIO;
  }
}

bool PrintedAll() {
  errno = 0;
  if (std::fflush(stdout) != 0 && print_error == 0) print_error = errno != 0 ? errno : EIO;
  if (print_error == 0) return true;
  std::fprintf(stderr, "entente: cannot write to standard output: %s\n",
               std::strerror(print_error));
  return false;
}

bool CanDeliver(const std::string& target) {
  std::error_code error;
  if (target == "-" || IsDevice(target)) return true;
  if (fs::is_directory(target, error)) return Complain(target, "it is a folder");
  const fs::path beside = Beside(target);
  const int failed = WriteTo(beside, "");
  fs::remove(beside, error);
  return failed == 0 || Complain(target, failed);
}

bool CanDeliverAll(const std::vector<std::string>& targets) {
  bool can = true;
  for (const std::string& target : targets) can = (target.empty() || CanDeliver(target)) && can;
  return can;
}

bool Deliver(const std::string& target, const std::string& text) {
  if (target == "-") {
    Print(text);
    return print_error == 0;
  }
  const fs::path path(target);
  if (IsDevice(path)) {
    const int failed = WriteTo(path, text);
    return failed == 0 || Complain(target, failed);
  }
  const fs::path beside = Beside(path);
  std::error_code error;
  if (const int failed = WriteTo(beside, text); failed != 0) {
    fs::remove(beside, error);
    return Complain(target, failed);
  }
  fs::rename(beside, path, error);
  return !error || Complain(target, error.message());
}

int Report(const api::Answer& answer) {
  if (!answer.diagnostics.empty()) {
    std::fputs(answer.diagnostics.c_str(), stderr);
    if (answer.diagnostics.back() != '\n') std::fputc('\n', stderr);
  }
  if (!answer.message.empty()) std::fprintf(stderr, "entente: %s\n", answer.message.c_str());
  return static_cast<int>(answer.status);
}

}  // namespace entente::cli
