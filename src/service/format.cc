#include "language/format/format.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "entente/text.h"
#include "service/guard.h"
#include "service/models.h"

namespace entente::api {
namespace {

namespace fs = std::filesystem;

// Files as they are; folders give the .ent files in them, sorted.
Result<std::vector<std::string>> FilesOf(const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    const std::size_t first = files.size();
    for (const auto& entry : fs::directory_iterator(path, error)) {
      if (entry.path().extension() == ".ent") files.push_back(entry.path().string());
    }
    if (files.size() == first) return Fail("the folder `" + path + "` holds no .ent file");
    std::sort(files.begin() + static_cast<std::ptrdiff_t>(first), files.end());
  }
  return files;
}

// Formats one file; adds to the answer what it found. False ends the task.
bool FormatOne(const std::string& path, const FormatRequest& request, FormatAnswer& answer) {
  const Result<std::string> text = service::ReadFile(path);
  if (!text) {
    answer.status = Status::kFailed;
    answer.message = text.error().message;
    return false;
  }
  SourceMap sources;
  const FileId file = sources.Add(path, *text);
  DiagnosticSink sink;
  const std::optional<std::string> formatted = language::Format(sources, file, sink);
  if (!formatted) {
    answer.diagnostics += RenderText(sink, sources, request.style.colour);
    answer.status = Status::kModelErrors;
    return true;
  }
  const bool changed = *formatted != *text;
  answer.files.push_back({path, changed});
  if (changed && request.check_only) answer.status = Status::kModelErrors;
  if (!changed || request.check_only) return true;
  const Result<void> written = service::WriteFile(path, *formatted);
  if (written) return true;
  answer.status = Status::kFailed;
  answer.message = written.error().message;
  return false;
}

FormatAnswer FormatAll(const FormatRequest& request) {
  FormatAnswer answer;
  const auto files = FilesOf(request.files);
  if (!files) {
    return service::Refuse(std::move(answer), Status::kFailed, files.error().message);
  }
  for (const std::string& path : *files) {
    if (!FormatOne(path, request, answer)) break;
  }
  return answer;
}

}  // namespace

FormatAnswer Format(const FormatRequest& request) {
  return service::Guarded<FormatAnswer>("formatting of a model", [&] { return FormatAll(request); });
}

}  // namespace entente::api
