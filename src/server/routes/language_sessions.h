// Language intelligence by project: the same object that the language server uses, kept between
// requests so that a question about an unchanged text is answered from what is known.
#ifndef ENTENTE_SERVER_ROUTES_LANGUAGE_SESSIONS_H_
#define ENTENTE_SERVER_ROUTES_LANGUAGE_SESSIONS_H_

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "entente/language.h"

namespace entente::server {

class LanguageSessions {
 public:
  // Answers about these texts. Thread-safe; questions about one project wait for each other.
  api::LanguageAnswer Ask(const std::string& project, api::Texts texts,
                          const api::LanguageQuestion& question);

 private:
  static constexpr std::size_t kMostProjects = 8;  // kept; the one longest unused is forgotten
  struct Session {
    std::mutex mutex;
    api::LanguageWorkspace workspace;
    api::Texts texts;
  };
  std::shared_ptr<Session> SessionOf(const std::string& project);

  std::mutex mutex_;
  std::uint64_t clock_ = 0;
  std::map<std::string, std::pair<std::uint64_t, std::shared_ptr<Session>>> sessions_;
};

}  // namespace entente::server

#endif  // ENTENTE_SERVER_ROUTES_LANGUAGE_SESSIONS_H_
