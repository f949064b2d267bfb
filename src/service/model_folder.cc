#include "service/model_folder.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "service/models.h"

namespace entente::service {

ModelFolder ModelFolder::OnDisk(std::string path) {
  ModelFolder folder;
  folder.path_ = std::move(path);
  return folder;
}

ModelFolder ModelFolder::InMemory(std::string name, std::shared_ptr<const api::Texts> texts) {
  ModelFolder folder;
  folder.path_ = std::move(name);
  folder.texts_ = std::move(texts);
  return folder;
}

std::string ModelFolder::PathOf(const std::string& file) const {
  return texts_ != nullptr ? file : (std::filesystem::path(path_) / file).string();
}

bool ModelFolder::Has(const std::string& file) const {
  if (texts_ != nullptr) return texts_->contains(file);
  std::error_code error;
  return std::filesystem::exists(PathOf(file), error);
}

Result<std::string> ModelFolder::Read(const std::string& file) const {
  if (texts_ == nullptr) return ReadFile(PathOf(file));
  const auto found = texts_->find(file);
  if (found == texts_->end()) return Fail("cannot read `" + file + "`: the model has no such file");
  return found->second;
}

}  // namespace entente::service
