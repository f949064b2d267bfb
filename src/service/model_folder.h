// The folder of a model with everything that lies in it (texts, chronologies, maps of actors and
// tracks), whether on disk or, for a face that keeps models elsewhere, in memory.
#ifndef ENTENTE_SERVICE_MODEL_FOLDER_H_
#define ENTENTE_SERVICE_MODEL_FOLDER_H_

#include <memory>
#include <string>

#include "base/result.h"
#include "entente/common.h"

namespace entente::service {

class ModelFolder {
 public:
  ModelFolder() = default;
  static ModelFolder OnDisk(std::string path);
  // Files are those of `texts`; `name` stands for the folder in messages.
  static ModelFolder InMemory(std::string name, std::shared_ptr<const api::Texts> texts);

  const std::string& path() const { return path_; }
  // Kept by a face that has no command line of its own.
  bool in_memory() const { return texts_ != nullptr; }
  // How messages name one of its files.
  std::string PathOf(const std::string& file) const;
  bool Has(const std::string& file) const;
  Result<std::string> Read(const std::string& file) const;

 private:
  std::string path_;
  std::shared_ptr<const api::Texts> texts_;  // null: on disk
};

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_MODEL_FOLDER_H_
