// Finds models: paths as they are, and names in the folders where models are kept.
#ifndef ENTENTE_SERVICE_MODELS_H_
#define ENTENTE_SERVICE_MODELS_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "entente/text.h"

namespace entente::service {

// The folders searched for names, nearest first: `extra`, ./models, $ENTENTE_MODELS (colons part
// several), ../models and ../share/entente/models of the program, the models of the source tree.
std::vector<std::string> ModelFolders(const std::vector<std::string>& extra);

// The path of a model: `name` itself if it is a folder with main.ent or a file, else NAME or
// NAME.ent in the folders above. Empty means the present folder. Fails with the nearest name.
Result<std::string> FindModel(const std::string& name, const std::vector<std::string>& extra);

// The folder that a model's files lie in.
std::string FolderOf(const std::string& model_path);

Result<std::string> ReadFile(const std::string& path);
// Writes beside the target and renames, so that a reader never sees half a file.
Result<void> WriteFile(const std::string& path, const std::string& text);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_MODELS_H_
