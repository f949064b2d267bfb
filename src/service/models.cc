#include "service/models.h"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <system_error>

#include "base/diagnostic.h"
#include "workspace/rules.h"

#ifndef ENTENTE_MODELS_DIR
#define ENTENTE_MODELS_DIR ""
#endif

namespace entente::service {
namespace {

namespace fs = std::filesystem;

bool IsFile(const fs::path& path) {
  std::error_code error;
  return fs::is_regular_file(path, error);
}

bool IsFolder(const fs::path& path) {
  std::error_code error;
  return fs::is_directory(path, error);
}

bool IsModel(const fs::path& path) {
  if (IsFolder(path)) return IsFile(path / "main.ent");
  return IsFile(path);
}

fs::path ProgramFolder() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  return error ? fs::path() : program.parent_path();
}

void AddFolder(std::vector<std::string>& folders, const fs::path& folder) {
  if (folder.empty() || !IsFolder(folder)) return;
  std::error_code error;
  const fs::path canonical = fs::weakly_canonical(folder, error);
  for (const std::string& known : folders) {
    std::error_code ignored;
    if (fs::weakly_canonical(known, ignored) == canonical) return;
  }
  folders.push_back(folder.string());
}

// Of a model's main file, without compiling it.
std::string QuickTitle(const fs::path& main_file) {
  std::ifstream file(main_file, std::ios::binary);
  std::string beginning(64U << 10U, '\0');
  file.read(beginning.data(), static_cast<std::streamsize>(beginning.size()));
  beginning.resize(static_cast<std::size_t>(file.gcount()));
  return workspace::TitleOf(beginning);
}

std::vector<api::ShippedModel> ModelsIn(const fs::path& folder) {
  std::vector<api::ShippedModel> models;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const fs::path& path = entry.path();
    if (IsFolder(path) && IsFile(path / "main.ent")) {
      models.push_back({path.filename().string(), QuickTitle(path / "main.ent"), path.string()});
    } else if (path.extension() == ".ent" && IsFile(path)) {
      models.push_back({path.stem().string(), QuickTitle(path), path.string()});
    }
  }
  std::sort(models.begin(), models.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  return models;
}

std::string NotFound(const std::string& name, const std::vector<std::string>& extra) {
  if (IsFolder(name)) {
    return "the folder `" + name + "` holds no main.ent: name a model; `entente models` lists the "
           "shipped ones, `entente new NAME` begins one";
  }
  std::error_code error;
  if (fs::exists(name, error)) return "`" + name + "` is neither a file nor a folder";
  std::vector<std::string> names;
  for (const api::ShippedModel& model : api::ListModels(extra)) names.push_back(model.name);
  std::string message = "no model `" + name +
                        "`: there is no such file or folder, and no shipped model has that name";
  if (const auto nearest = NearestName(name, names)) {
    return message + "; did you mean `" + *nearest + "`?";
  }
  return message + "; `entente models` lists the shipped models";
}

}  // namespace

std::vector<std::string> ModelFolders(const std::vector<std::string>& extra) {
  std::vector<std::string> folders;
  for (const std::string& folder : extra) AddFolder(folders, folder);
  AddFolder(folders, "models");
  if (const char* listed = std::getenv("ENTENTE_MODELS")) {
    std::string rest = listed;
    while (!rest.empty()) {
      const std::size_t colon = std::min(rest.find(':'), rest.size());
      AddFolder(folders, rest.substr(0, colon));
      rest.erase(0, colon + 1);
    }
  }
  if (const fs::path program = ProgramFolder(); !program.empty()) {
    AddFolder(folders, program.parent_path() / "models");
    AddFolder(folders, program.parent_path().parent_path() / "models");  // build/release/entente
    AddFolder(folders, program.parent_path() / "share" / "entente" / "models");
  }
  AddFolder(folders, ENTENTE_MODELS_DIR);
  return folders;
}

Result<std::string> FindModel(const std::string& name, const std::vector<std::string>& extra) {
  const std::string wanted = name.empty() ? "." : name;
  if (IsModel(wanted)) return wanted;
  const bool plain = wanted.find('/') == std::string::npos;
  if (plain) {
    for (const std::string& folder : ModelFolders(extra)) {
      const fs::path path = fs::path(folder) / wanted;
      if (IsModel(path)) return path.string();
      if (IsFile(path.string() + ".ent")) return path.string() + ".ent";
    }
  }
  return Fail(NotFound(wanted, extra));
}

std::string FolderOf(const std::string& model_path) {
  if (IsFolder(model_path)) return model_path;
  const fs::path parent = fs::path(model_path).parent_path();
  return parent.empty() ? "." : parent.string();
}

Result<std::string> ReadFile(const std::string& path) {
  const auto failed = [&](const std::string& why) {
    return Fail("cannot read `" + path + "`: " + why);
  };
  if (IsFolder(path)) return failed("it is a folder");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) return failed(errno != 0 ? std::strerror(errno) : "it can not be opened");
  std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  if (file.bad()) return failed("it can not be read to its end");
  return text;
}

Result<void> WriteFile(const std::string& path, const std::string& text) {
  std::error_code error;
  const bool replace = !fs::exists(path, error) || IsFile(path);  // else a device or a pipe
  const std::string beside = replace ? path + ".partial" : path;
  {
    std::ofstream file(beside, std::ios::binary | std::ios::trunc);
    file << text;
    file.flush();
    if (!file) {
      if (replace) fs::remove(beside, error);
      return Fail("cannot write `" + path + "`: is the folder there and writable?");
    }
  }
  if (!replace) return {};
  fs::rename(beside, path, error);
  if (error) return Fail("cannot write `" + path + "`: " + error.message());
  return {};
}

}  // namespace entente::service

namespace entente::api {

std::vector<ShippedModel> ListModels(const std::vector<std::string>& model_folders) {
  std::vector<ShippedModel> models;
  std::set<std::string> seen;
  for (const std::string& folder : service::ModelFolders(model_folders)) {
    for (ShippedModel& model : service::ModelsIn(folder)) {
      if (seen.insert(model.name).second) models.push_back(std::move(model));
    }
  }
  return models;
}

}  // namespace entente::api
