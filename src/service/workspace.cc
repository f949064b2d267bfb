// From a model on the disk to the texts that a project is made of.
#include "entente/workspace.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "language/compile.h"
#include "service/guard.h"
#include "service/models.h"
#include "workspace/rules.h"

namespace entente::api {
namespace {

namespace fs = std::filesystem;

// Nothing of a model lies deeper, and nothing of it is larger.
constexpr int kMaxDepth = 4;
constexpr std::uintmax_t kMaxBytes = 4U << 20U;

bool IsTextFile(const fs::path& path) {
  const std::string extension = path.extension().string();
  return extension == ".ent" || extension == ".csv" || extension == ".tsv" || extension == ".md";
}

Result<void> Add(const fs::path& path, const std::string& name, Texts& texts) {
  Result<std::string> text = service::ReadFile(path.string());
  if (!text) return tl::unexpected(text.error());
  texts.emplace(name, std::move(*text));
  return {};
}

Result<Texts> OfFolder(const fs::path& folder) {
  Texts texts;
  std::error_code error;
  fs::recursive_directory_iterator entry(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    const fs::path& path = entry->path();
    std::error_code ignored;
    if (entry->is_directory(ignored)) {
      const bool hidden = path.filename().string().starts_with(".");
      if (hidden || entry.depth() + 1 >= kMaxDepth) entry.disable_recursion_pending();
      continue;
    }
    if (!IsTextFile(path) || !entry->is_regular_file(ignored)) continue;
    if (entry->file_size(ignored) > kMaxBytes || ignored) continue;
    const std::string name = path.lexically_relative(folder).generic_string();
    if (!workspace::PathFault(name).empty()) continue;
    if (Result<void> added = Add(path, name, texts); !added) return tl::unexpected(added.error());
  }
  if (error) return Fail("cannot read the folder `" + folder.string() + "`: " + error.message());
  return texts;
}

// The file, which becomes main.ent, with what it imports and the data files that it names.
Result<Texts> OfFile(const fs::path& file) {
  Result<language::CompiledModel> compiled = language::Compile(file.string());
  if (!compiled) return tl::unexpected(compiled.error());
  Texts texts;
  const fs::path folder = service::FolderOf(file.string());
  for (std::size_t i = 0; i < compiled->sources->size(); ++i) {
    const SourceFile& source = compiled->sources->file(FileId(i));
    const std::string name = fs::path(source.path()).lexically_relative(folder).generic_string();
    texts.emplace(i == 0 ? "main.ent" : name, source.text());
  }
  if (!compiled->model) return texts;
  std::vector<std::string> named;
  for (const auto& record : compiled->model->records) named.push_back(record.file);
  for (const auto& observation : compiled->model->observations) named.push_back(observation.file);
  for (const std::string& name : named) {
    std::error_code ignored;
    if (name.empty() || !fs::is_regular_file(folder / name, ignored)) continue;
    if (Result<void> added = Add(folder / name, name, texts); !added) {
      return tl::unexpected(added.error());
    }
  }
  return texts;
}

ModelTextsAnswer Read(const std::string& model, bool shipped_only,
                      const std::vector<std::string>& model_folders) {
  ModelTextsAnswer answer;
  std::string path;
  if (shipped_only) {
    std::vector<std::string> names;
    for (const ShippedModel& shipped : ListModels(model_folders)) {
      if (shipped.name == model) path = shipped.path;
      names.push_back(shipped.name);
    }
    if (path.empty()) {
      const std::string nearest = Nearest(model, names);
      return service::Refuse(std::move(answer), Status::kBadRequest,
                             "no shipped model `" + model + "`" +
                                 (nearest.empty() ? "" : "; did you mean `" + nearest + "`?"));
    }
  } else {
    Result<std::string> found = service::FindModel(model, model_folders);
    if (!found) return service::Refuse(std::move(answer), Status::kFailed, found.error().message);
    path = std::move(*found);
  }
  std::error_code error;
  const bool folder = fs::is_directory(path, error);
  Result<Texts> texts = folder ? OfFolder(path) : OfFile(path);
  if (!texts) return service::Refuse(std::move(answer), Status::kFailed, texts.error().message);
  const fs::path whole = fs::weakly_canonical(path, error);
  answer.model.name = folder ? whole.filename().string() : whole.stem().string();
  answer.model.title = workspace::TitleOf((*texts)["main.ent"]);
  answer.model.texts = std::move(*texts);
  return answer;
}

}  // namespace

ModelTextsAnswer ReadModelTexts(const std::string& model, bool shipped_only,
                                const std::vector<std::string>& model_folders) {
  return service::Guarded<ModelTextsAnswer>(
      "reading of `" + model + "`", [&] { return Read(model, shipped_only, model_folders); });
}

}  // namespace entente::api
