// The folders of the models that are shipped.
#ifndef ENTENTE_TESTS_LANGUAGE_EDITOR_SHIPPED_MODELS_H_
#define ENTENTE_TESTS_LANGUAGE_EDITOR_SHIPPED_MODELS_H_

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

namespace entente::language::test {

inline std::vector<std::string> ShippedModels() {
  std::vector<std::string> folders;
  const std::filesystem::path root = std::filesystem::path(ENTENTE_SOURCE_DIR) / "models";
  for (const auto& entry : std::filesystem::directory_iterator(root)) {
    if (std::filesystem::exists(entry.path() / "main.ent")) {
      folders.push_back(entry.path().generic_string());
    }
  }
  std::sort(folders.begin(), folders.end());
  return folders;
}

}  // namespace entente::language::test

#endif  // ENTENTE_TESTS_LANGUAGE_EDITOR_SHIPPED_MODELS_H_
