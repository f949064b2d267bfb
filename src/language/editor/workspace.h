// One model while it is being edited: texts in memory over the files of a folder, compiled at the
// first question after a change. Keeps the last model that had no errors, whose numbers hovers show
// while the text is wrong. The language's answers to editors (complete.h, hover.h, …) read from here.
#ifndef ENTENTE_LANGUAGE_EDITOR_WORKSPACE_H_
#define ENTENTE_LANGUAGE_EDITOR_WORKSPACE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"
#include "language/compile.h"
#include "language/editor/names.h"
#include "language/editor/positions.h"

namespace entente::language::editor {

struct WorkspaceLimits {
  TextLimits text;
  CompileLimits model;
  std::size_t max_texts = 1024;                // held in memory
  std::size_t max_total_bytes = 64U << 20U;    // of all texts held
};

// Files that are read together: a model, or one file that no import reaches.
struct Unit {
  CompiledModel compiled;
  NameIndex names;
  bool is_model = false;  // false: read, not checked
};

// One file of a unit.
struct Document {
  std::string path;
  const Unit* unit = nullptr;
  FileId file;
  PositionMap positions;

  std::string_view text() const { return unit->compiled.sources->file(file).text(); }
  const NameIndex& names() const { return unit->names; }
  const syntax::SyntaxTree* tree() const;
};

// What the texts came to: never changed once made.
struct Analysis {
  std::vector<std::unique_ptr<Unit>> units;  // the model first, if there is one
  std::vector<Document> documents;           // the model's in order of import, then the others
  std::string fault;                         // a fault of ours while checking; else empty

  const Document* Find(const std::string& path) const;
  const Document& At(const Unit& unit, FileId file) const;
};

class Workspace {
 public:
  Workspace(std::string folder, std::string main, WorkspaceLimits limits = {});
  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  bool SetText(const std::string& path, std::string text);
  // Replaces a range of a text that was set; false if there is none or it would be too large.
  bool EditText(const std::string& path, Range range, std::string_view replacement);
  void Remove(const std::string& path);
  void ReadAgain();
  std::optional<std::string> Text(const std::string& path) const;
  // All .ent files, set or in the folder, whether or not the model reaches them; sorted.
  std::vector<std::string> ModelTexts() const;

  // Of the texts as they are now.
  const Analysis& Current();
  // The last model without errors and its names; null if there has been none.
  const Unit* LastGood();
  const WorkspaceLimits& limits() const { return limits_; }

 private:
  std::unique_ptr<Analysis> Analyse() const;
  std::string MainFile(const FileProvider& files) const;

  std::string folder_;
  std::string main_;
  WorkspaceLimits limits_;
  std::map<std::string, std::string> texts_;
  std::size_t bytes_ = 0;
  std::unique_ptr<Analysis> current_;
  std::unique_ptr<Analysis> good_;  // an earlier one without errors
};

}  // namespace entente::language::editor

#endif  // ENTENTE_LANGUAGE_EDITOR_WORKSPACE_H_
