#include "lsp/models.h"

#include <algorithm>
#include <filesystem>
#include <system_error>
#include <utility>

#include "lsp/uri.h"

namespace entente::lsp {
namespace {

namespace fs = std::filesystem;

struct Place {
  std::string folder, main, path;
};

// The nearest folder above the file with a main.ent; a file that has none is a model by itself.
Place PlaceOf(const std::string& uri) {
  const std::optional<std::string> path = PathOf(uri);
  // A text without a file: its address is its name, so that two of them differ.
  if (!path || fs::path(*path).filename().empty()) return {"", "main.ent", "main.ent"};
  constexpr int kMostLevels = 32;
  fs::path folder = fs::path(*path).parent_path();
  for (int level = 0; level < kMostLevels; ++level) {
    std::error_code error;
    if (fs::is_regular_file(folder / "main.ent", error)) {
      return {folder.generic_string(), "main.ent",
              fs::path(*path).lexically_relative(folder).generic_string()};
    }
    if (!folder.has_relative_path()) break;
    folder = folder.parent_path();
  }
  const std::string name = fs::path(*path).filename().generic_string();
  return {fs::path(*path).parent_path().generic_string(), name, name};
}

}  // namespace

OpenDocument* Models::Open(const std::string& uri, std::int64_t version, std::string text) {
  const Place place = PlaceOf(uri);
  OpenModel* model = nullptr;
  for (const auto& one : models_) {
    const bool same = !place.folder.empty() && one->folder == place.folder &&
                      one->main == place.main;
    if (same) model = one.get();
  }
  if (model == nullptr) {
    models_.push_back(std::make_unique<OpenModel>(place.folder, place.main));
    model = models_.back().get();
  }
  if (!model->workspace.SetText(place.path, std::move(text))) {
    if (model->open.empty()) models_.pop_back();
    return nullptr;
  }
  model->open.insert(uri);
  model->changed = true;
  OpenDocument& document = documents_[uri];
  document = {model, place.path, version};
  return &document;
}

std::unique_ptr<OpenModel> Models::Close(const std::string& uri) {
  const auto place = documents_.find(uri);
  if (place == documents_.end()) return nullptr;
  OpenModel* model = place->second.model;
  model->workspace.Remove(place->second.path);
  model->open.erase(uri);
  model->changed = true;
  documents_.erase(place);
  if (!model->open.empty()) return nullptr;
  const auto own = std::find_if(models_.begin(), models_.end(),
                                [&](const auto& one) { return one.get() == model; });
  std::unique_ptr<OpenModel> last = std::move(*own);
  models_.erase(own);
  return last;
}

OpenDocument* Models::Find(const std::string& uri) {
  const auto place = documents_.find(uri);
  return place == documents_.end() ? nullptr : &place->second;
}

std::string Models::AddressOf(const OpenModel& model, const std::string& path) const {
  for (const std::string& uri : model.open) {
    const auto place = documents_.find(uri);
    if (place != documents_.end() && place->second.path == path) return uri;
  }
  return UriOf(model.folder + "/" + path);
}

}  // namespace entente::lsp
