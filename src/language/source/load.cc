#include "language/source/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <variant>

#include "language/parse/parse.h"

namespace entente::language {
namespace {

std::string Join(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : folder + "/" + name;
}

// `a/./b.ent` and `a/b.ent` are one file; no path may leave the model's folder.
std::string Normal(const std::string& path) {
  return std::filesystem::path(path).lexically_normal().generic_string();
}

bool StaysInside(const std::string& path) {
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  return !path.empty() && !normal.is_absolute() && *normal.begin() != "..";
}

class Loader {
 public:
  Loader(const FileProvider& files, DiagnosticSink& sink, const TextLimits& limits)
      : files_(files), sink_(sink), limits_(limits) {}

  Result<LoadedModel> Load(const std::string& path) {
    std::string main = path;
    if (files_.IsFolder(path)) {
      model_.root = path;
      main = Join(path, "main.ent");
      if (!files_.IsFile(main)) {
        return Fail(fmt::format("the folder `{}` holds no `main.ent`, where a model begins", path));
      }
    } else if (files_.IsFile(path)) {
      model_.root = std::filesystem::path(path).parent_path().generic_string();
    } else {
      return Fail(fmt::format("there is no model `{}`: neither a file nor a folder", path));
    }
    const std::string name = std::filesystem::path(main).filename().generic_string();
    Result<std::string> text = files_.Read(main, limits_.max_file_bytes);
    if (!text) return tl::unexpected<Error>(text.error());
    Read(name, main, std::move(*text));
    return std::move(model_);
  }

 private:
  // Parses one file, then the files it imports, depth first.
  void Read(const std::string& name, const std::string& shown, std::string text) {
    started_.push_back(name);
    open_.push_back(name);
    const FileId id = model_.sources.Add(shown, std::move(text));
    const std::size_t at = model_.trees.size();
    model_.trees.push_back(Parse(model_.sources, id, sink_, limits_));
    std::vector<syntax::Text> imports;
    for (const syntax::Decl& decl : model_.trees[at].declarations) {
      if (const auto* import = std::get_if<syntax::ImportDecl>(&decl.node)) {
        if (!import->path.text.empty()) imports.push_back(import->path);
      }
    }
    for (const syntax::Text& import : imports) Import(import, name);
    open_.pop_back();
  }

  void Import(const syntax::Text& import, const std::string& importer) {
    if (!StaysInside(import.text)) {
      sink_.Add(DiagnosticKind::kUnreadableImport, import.span,
                fmt::format("`{}` lies outside the model's folder; imports stay inside it",
                            import.text),
                "move the file into the folder");
      return;
    }
    const std::string folder = std::filesystem::path(importer).parent_path().generic_string();
    const std::string name = Normal(Join(folder, import.text));
    if (std::find(open_.begin(), open_.end(), name) != open_.end()) {
      sink_.Add(DiagnosticKind::kImportCycle, import.span,
                fmt::format("`{}` is already being read: {} -> {}", name,
                            fmt::join(open_, " -> "), name),
                "remove this import: declarations may stand in any order");
      return;
    }
    if (std::find(started_.begin(), started_.end(), name) != started_.end()) return;
    if (started_.size() >= limits_.max_files) {
      sink_.Add(DiagnosticKind::kTooLargeInput, import.span,
                fmt::format("the model has more than {} files, the bound", limits_.max_files),
                "join some of them");
      return;
    }
    const std::string path = Join(model_.root, name);
    if (!StaysInside(name) || !files_.IsFile(path)) {
      sink_.Add(DiagnosticKind::kUnreadableImport, import.span,
                fmt::format("there is no file `{}` in the model's folder", name),
                "paths are relative to the file that imports");
      return;
    }
    Result<std::string> text = files_.Read(path, limits_.max_file_bytes);
    if (!text) {
      sink_.Add(DiagnosticKind::kUnreadableImport, import.span, text.error().message);
      return;
    }
    Read(name, path, std::move(*text));
  }

  const FileProvider& files_;
  DiagnosticSink& sink_;
  TextLimits limits_;
  LoadedModel model_;
  std::vector<std::string> started_;  // every file read, by name inside the model's folder
  std::vector<std::string> open_;     // the chain of imports being read
};

}  // namespace

Result<LoadedModel> LoadModel(const std::string& path, const FileProvider& files,
                              DiagnosticSink& sink, const TextLimits& limits) {
  std::string trimmed = path;
  while (trimmed.size() > 1 && trimmed.back() == '/') trimmed.pop_back();
  return Loader(files, sink, limits).Load(trimmed);
}

LoadedModel LoadText(std::string name, std::string text, DiagnosticSink& sink,
                     const TextLimits& limits) {
  LoadedModel model;
  const MemoryFiles files(std::map<std::string, std::string>{{name, std::move(text)}});
  Result<LoadedModel> loaded = LoadModel(name, files, sink, limits);
  if (loaded) model = std::move(*loaded);
  return model;
}

}  // namespace entente::language
