#include "language/editor/workspace.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "base/check.h"
#include "language/parse/parse.h"

namespace entente::language::editor {
namespace {

// Texts in memory over the files of a folder; paths are relative to it.
class OverlayFiles : public FileProvider {
 public:
  OverlayFiles(const std::map<std::string, std::string>& texts, const std::string& folder)
      : texts_(texts), folder_(folder) {}

  bool IsFolder(const std::string& path) const override {
    const auto first = texts_.lower_bound(path + "/");
    if (first != texts_.end() && first->first.starts_with(path + "/")) return true;
    return !folder_.empty() && disk_.IsFolder(OnDisk(path));
  }
  bool IsFile(const std::string& path) const override {
    return texts_.contains(path) || (!folder_.empty() && disk_.IsFile(OnDisk(path)));
  }
  Result<std::string> Read(const std::string& path, std::size_t max_bytes) const override {
    const auto place = texts_.find(path);
    if (place != texts_.end()) return place->second.substr(0, max_bytes + 1);
    if (folder_.empty()) return Fail("there is no text `" + path + "`");
    return disk_.Read(OnDisk(path), max_bytes);
  }

 private:
  std::string OnDisk(const std::string& path) const { return folder_ + "/" + path; }

  const std::map<std::string, std::string>& texts_;
  const std::string& folder_;
  DiskFiles disk_;
};

bool IsModelText(const std::string& path) { return path.ends_with(".ent"); }

// As loading has it: no `.`, no way out of the folder. Empty if it can not be one of ours.
std::string Normal(const std::string& path) {
  if (path.empty() || path.find('\0') != std::string::npos) return "";
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  if (normal.is_absolute() || normal.empty() || *normal.begin() == "..") return "";
  return normal.generic_string();
}

void IndexNames(Unit& unit) {
  std::vector<const syntax::SyntaxTree*> trees;
  for (const syntax::SyntaxTree& tree : unit.compiled.trees) trees.push_back(&tree);
  unit.names = NameIndex(trees);
}

// A model that the checker broke down on: its trees at least.
CompiledModel OnlyRead(const std::string& path, const FileProvider& files,
                       const TextLimits& limits) {
  CompiledModel read;
  auto loaded = LoadModel(path, files, read.diagnostics, limits);
  if (!loaded) return read;
  read.sources = std::make_shared<const SourceMap>(std::move(loaded->sources));
  read.trees = std::move(loaded->trees);
  return read;
}

CompiledModel OneFile(const std::string& path, const std::string& text, const TextLimits& limits) {
  CompiledModel read;
  SourceMap sources;
  const FileId file = sources.Add(path, text);
  read.trees.push_back(Parse(sources, file, read.diagnostics, limits));
  read.sources = std::make_shared<const SourceMap>(std::move(sources));
  return read;
}

}  // namespace

const syntax::SyntaxTree* Document::tree() const {
  for (const syntax::SyntaxTree& tree : unit->compiled.trees) {
    if (tree.file == file) return &tree;
  }
  return nullptr;
}

const Document* Analysis::Find(const std::string& path) const {
  for (const Document& document : documents) {
    if (document.path == path) return &document;
  }
  return nullptr;
}

const Document& Analysis::At(const Unit& unit, FileId file) const {
  for (const Document& document : documents) {
    if (document.unit == &unit && document.file == file) return document;
  }
  throw InternalError("a place lies in no document");
}

Workspace::Workspace(std::string folder, std::string main, WorkspaceLimits limits)
    : folder_(std::move(folder)), main_(Normal(main)), limits_(limits) {}

Workspace::~Workspace() = default;

bool Workspace::SetText(const std::string& path, std::string text) {
  const std::string name = Normal(path);
  if (name.empty()) return false;
  const auto place = texts_.find(name);
  const std::size_t before = place == texts_.end() ? 0 : place->second.size();
  if (place == texts_.end() && texts_.size() >= limits_.max_texts) return false;
  if (bytes_ - before + text.size() > limits_.max_total_bytes) return false;
  if (place != texts_.end() && place->second == text) return true;
  bytes_ = bytes_ - before + text.size();
  texts_[name] = std::move(text);
  ReadAgain();
  return true;
}

bool Workspace::EditText(const std::string& path, Range range, std::string_view replacement) {
  const auto place = texts_.find(Normal(path));
  if (place == texts_.end()) return false;
  const PositionMap positions(place->second);
  const std::uint32_t begin = positions.OffsetOf(range.start);
  const std::uint32_t end = std::max(begin, positions.OffsetOf(range.end));
  std::string text = place->second;
  text.replace(begin, end - begin, replacement);
  return SetText(path, std::move(text));
}

void Workspace::Remove(const std::string& path) {
  const auto place = texts_.find(Normal(path));
  if (place == texts_.end()) return;
  bytes_ -= place->second.size();
  texts_.erase(place);
  ReadAgain();
}

void Workspace::ReadAgain() {
  if (current_ != nullptr && !current_->units.empty() && current_->units.front()->is_model &&
      current_->units.front()->compiled.ok()) {
    good_ = std::move(current_);
  }
  current_.reset();
}

std::optional<std::string> Workspace::Text(const std::string& path) const {
  const std::string name = Normal(path);
  const OverlayFiles files(texts_, folder_);
  if (name.empty() || !files.IsFile(name)) return std::nullopt;
  Result<std::string> text = files.Read(name, limits_.text.max_file_bytes);
  if (!text) return std::nullopt;
  return std::move(*text);
}

std::vector<std::string> Workspace::ModelTexts() const {
  std::set<std::string> found;
  for (const auto& [path, text] : texts_) {
    if (IsModelText(path)) found.insert(path);
  }
  std::error_code error;
  if (!folder_.empty()) {
    for (std::filesystem::directory_iterator at(folder_, error), end; !error && at != end;
         at.increment(error)) {
      const std::string name = at->path().filename().generic_string();
      if (IsModelText(name) && found.size() < limits_.max_texts) found.insert(name);
    }
  }
  return {found.begin(), found.end()};
}

std::string Workspace::MainFile(const FileProvider& files) const {
  if (!main_.empty() && files.IsFile(main_)) return main_;
  std::string only;
  for (const auto& [path, text] : texts_) {
    if (!IsModelText(path)) continue;
    if (!only.empty()) return "";
    only = path;
  }
  return only;
}

std::unique_ptr<Analysis> Workspace::Analyse() const {
  auto analysis = std::make_unique<Analysis>();
  const OverlayFiles files(texts_, folder_);
  const auto add = [&](CompiledModel compiled, bool is_model) {
    if (compiled.sources == nullptr) return;
    auto unit = std::make_unique<Unit>();
    unit->compiled = std::move(compiled);
    unit->is_model = is_model;
    IndexNames(*unit);
    for (std::size_t i = 0; i < unit->compiled.sources->size(); ++i) {
      const SourceFile& source = unit->compiled.sources->file(FileId(i));
      analysis->documents.push_back(
          {source.path(), unit.get(), FileId(i), PositionMap(source.text())});
    }
    analysis->units.push_back(std::move(unit));
  };
  const std::string main = MainFile(files);
  if (!main.empty()) {
    CompileOptions options;
    options.text = limits_.text;
    options.limits = limits_.model;
    try {
      Result<CompiledModel> compiled = Compile(main, files, options);
      if (compiled) add(std::move(*compiled), true);
    } catch (const std::exception& error) {
      analysis->fault = error.what();
      add(OnlyRead(main, files, limits_.text), true);
    }
  }
  for (const auto& [path, text] : texts_) {
    if (IsModelText(path) && analysis->Find(path) == nullptr) {
      add(OneFile(path, text, limits_.text), false);
    }
  }
  return analysis;
}

const Analysis& Workspace::Current() {
  if (current_ == nullptr) current_ = Analyse();
  return *current_;
}

const Unit* Workspace::LastGood() {
  const Analysis& now = Current();
  if (!now.units.empty() && now.units.front()->compiled.ok()) return now.units.front().get();
  return good_ == nullptr ? nullptr : good_->units.front().get();
}

}  // namespace entente::language::editor
