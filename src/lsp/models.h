// The models that the open documents belong to: which folder a file is of, and one workspace each.
#ifndef ENTENTE_LSP_MODELS_H_
#define ENTENTE_LSP_MODELS_H_

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "entente/language.h"

namespace entente::lsp {

// One model: a folder with main.ent, or one file.
struct OpenModel {
  std::string folder;  // empty for a text that has no file
  std::string main;
  api::LanguageWorkspace workspace;
  std::set<std::string> open;       // addresses of its open documents
  std::set<std::string> published;  // addresses that have diagnostics at the client
  bool changed = true;

  OpenModel(std::string in, std::string begins)
      : folder(std::move(in)), main(std::move(begins)), workspace({folder, main}) {}
};

struct OpenDocument {
  OpenModel* model = nullptr;
  std::string path;  // in the model
  std::int64_t version = 0;
};

class Models {
 public:
  // Opens a document; null if the text was refused.
  OpenDocument* Open(const std::string& uri, std::int64_t version, std::string text);
  // Closes it; the model goes with its last document, and is then returned for a last word.
  std::unique_ptr<OpenModel> Close(const std::string& uri);
  OpenDocument* Find(const std::string& uri);
  const std::vector<std::unique_ptr<OpenModel>>& all() const { return models_; }
  // The client's own address of a model's file, if it is open; else one made from its path.
  std::string AddressOf(const OpenModel& model, const std::string& path) const;

 private:
  std::vector<std::unique_ptr<OpenModel>> models_;
  std::map<std::string, OpenDocument> documents_;  // by address
};

}  // namespace entente::lsp

#endif  // ENTENTE_LSP_MODELS_H_
