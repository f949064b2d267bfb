#include "cli/output.h"

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <system_error>

namespace entente::cli {
namespace {

namespace fs = std::filesystem;

bool WriteTo(const fs::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << text;
  file.flush();
  return file.good();
}

bool Complain(const std::string& target, const std::string& why) {
  std::fprintf(stderr, "entente: cannot write `%s`: %s\n", target.c_str(), why.c_str());
  return false;
}

}  // namespace

void Print(const std::string& text) {
  std::fwrite(text.data(), 1, text.size(), stdout);
  std::fflush(stdout);
}

bool Deliver(const std::string& target, const std::string& text) {
  if (target == "-") {
    Print(text);
    return true;
  }
  std::error_code error;
  const fs::path path(target);
  if (fs::exists(path, error) && !fs::is_regular_file(path, error)) {  // a device or a pipe
    return WriteTo(path, text) || Complain(target, "it is no regular file");
  }
  fs::path beside = path;
  beside += ".partial";
  if (!WriteTo(beside, text)) {
    fs::remove(beside, error);
    return Complain(target, "is the folder there and writable?");
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
