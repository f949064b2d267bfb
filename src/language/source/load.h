// From a path to all syntax trees of a model: a folder with a main.ent, or one file; `import`
// joins further files of the same folder. Files are read through an interface, so that tests,
// fuzzers and editors can supply texts from memory.
#ifndef ENTENTE_LANGUAGE_SOURCE_LOAD_H_
#define ENTENTE_LANGUAGE_SOURCE_LOAD_H_

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "base/source.h"
#include "language/lex/limits.h"
#include "language/syntax/tree.h"

namespace entente::language {

class FileProvider {
 public:
  virtual ~FileProvider() = default;
  virtual bool IsFolder(const std::string& path) const = 0;
  virtual bool IsFile(const std::string& path) const = 0;
  // The whole text; at most `max_bytes` + 1 bytes are read, so that the caller sees an excess.
  virtual Result<std::string> Read(const std::string& path, std::size_t max_bytes) const = 0;
};

class DiskFiles : public FileProvider {
 public:
  bool IsFolder(const std::string& path) const override;
  bool IsFile(const std::string& path) const override;
  Result<std::string> Read(const std::string& path, std::size_t max_bytes) const override;
};

// Texts by path, "model/main.ent"; a folder exists when some path lies in it.
class MemoryFiles : public FileProvider {
 public:
  explicit MemoryFiles(std::map<std::string, std::string> files) : files_(std::move(files)) {}
  bool IsFolder(const std::string& path) const override;
  bool IsFile(const std::string& path) const override;
  Result<std::string> Read(const std::string& path, std::size_t max_bytes) const override;

 private:
  std::map<std::string, std::string> files_;
};

struct LoadedModel {
  std::string root;  // folder that imports and data files are relative to
  SourceMap sources;
  std::vector<syntax::SyntaxTree> trees;  // main file first, then in order of import
};

// Loads the model at `path` (a folder or a file). Fails only when the path itself is not there or
// cannot be read; a bad import or bad text is a diagnostic at its place.
Result<LoadedModel> LoadModel(const std::string& path, const FileProvider& files,
                              DiagnosticSink& sink, const TextLimits& limits = {});

// The same for one text in memory, shown as `name` in messages.
LoadedModel LoadText(std::string name, std::string text, DiagnosticSink& sink,
                     const TextLimits& limits = {});

}  // namespace entente::language

#endif  // ENTENTE_LANGUAGE_SOURCE_LOAD_H_
