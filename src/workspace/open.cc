// Opening a workspace: its folder, its lock, its tables.
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <system_error>

#include "workspace/impl.h"

namespace entente::workspace {
namespace {

namespace fs = std::filesystem;
using api::WorkspaceFault;
using database::Database;
using database::Transaction;

constexpr std::int64_t kApplicationId = 0x456e7757;  // "EnwW", in the file's header
constexpr std::int64_t kSchemaVersion = 1;

constexpr database::Wording kWording{.kind = "workspace",
                                     .foreign = "; name another folder with `--workspace`",
                                     .damaged = "; name another folder with `--workspace`"};

// A deleted file keeps its row without text, so that its revisions count on.
constexpr const char* kSchema = R"sql(
CREATE TABLE project (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, title TEXT NOT NULL, made_from TEXT NOT NULL,
  created TEXT NOT NULL, changed TEXT NOT NULL, clock INTEGER NOT NULL);
CREATE TABLE file (
  project TEXT NOT NULL REFERENCES project ON DELETE CASCADE, path TEXT NOT NULL,
  revision INTEGER NOT NULL, bytes INTEGER NOT NULL, deleted INTEGER NOT NULL,
  PRIMARY KEY (project, path)) WITHOUT ROWID;
CREATE TABLE revision (
  project TEXT NOT NULL REFERENCES project ON DELETE CASCADE, path TEXT NOT NULL,
  revision INTEGER NOT NULL, text TEXT NOT NULL, saved TEXT NOT NULL,
  PRIMARY KEY (project, path, revision));
CREATE TABLE note (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL REFERENCES project ON DELETE CASCADE,
  about TEXT NOT NULL, text TEXT NOT NULL, created TEXT NOT NULL);
CREATE INDEX note_project ON note (project);
CREATE TABLE run (
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL REFERENCES project ON DELETE CASCADE,
  task TEXT NOT NULL, title TEXT NOT NULL, created TEXT NOT NULL, bytes INTEGER NOT NULL,
  request TEXT NOT NULL, result TEXT NOT NULL);
CREATE INDEX run_project ON run (project, bytes);
PRAGMA application_id = 1164867415;
PRAGMA user_version = 1;
)sql";
static_assert(kApplicationId == 1164867415);

Result<void> Prepare(const Database& database) {
  const Result<bool> fresh = database::IsFresh(database, {kApplicationId, kSchemaVersion});
  if (!fresh) return tl::unexpected(fresh.error());
  // FULL: a commit is on the disk before it is answered, whatever happens next.
  Result<void> set = database.Execute(
      "PRAGMA cache_size = -16384; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON");
  if (!set) return set;
  (void)database.Scalar("PRAGMA journal_mode = WAL");  // else the rollback journal, as safe
  if (!*fresh) return {};
  Result<Transaction> transaction = Transaction::Begin(database);
  if (!transaction) return tl::unexpected(transaction.error());
  if (Result<void> made = database.Execute(kSchema); !made) return made;
  return transaction->Commit();
}

// The lock ends with the process, however that ends.
Outcome<int> Lock(const fs::path& file) {
  const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (descriptor < 0) {
    return Refused(WorkspaceFault::kFailed,
                   fmt::format("cannot open `{}`: {}", file.string(), std::strerror(errno)),
                   "name another folder with `--workspace`");
  }
  if (::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  ::close(descriptor);
  return Refused(WorkspaceFault::kFailed,
                 fmt::format("the workspace `{}` is open in another server",
                             file.parent_path().string()),
                 "use that one, end it, or name another folder with `--workspace`");
}

}  // namespace
}  // namespace entente::workspace

namespace entente::api {

using workspace::AnswerOf;
using workspace::Lost;
using workspace::Outcome;
using workspace::Refused;

Workspace::Impl::~Impl() {
  database = database::Database();  // closed before the folder is given free
  if (lock >= 0) ::close(lock);
}

Workspace::Workspace(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Workspace::~Workspace() = default;

const std::string& Workspace::folder() const { return impl_->folder; }

std::string Workspace::UsualFolder() {
  namespace fs = std::filesystem;
  if (const char* data = std::getenv("XDG_DATA_HOME"); data != nullptr && data[0] == '/') {
    return (fs::path(data) / "entente" / "workspace").string();
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/') {
    return (fs::path(home) / ".local" / "share" / "entente" / "workspace").string();
  }
  return "entente-workspace";
}

WorkspaceResult<std::shared_ptr<Workspace>> Workspace::Open(const std::string& folder,
                                                            const WorkspaceBounds& bounds) {
  const auto open = [&]() -> Outcome<std::shared_ptr<Workspace>> {
    std::error_code error;
    const bool made = std::filesystem::create_directories(folder, error);
    if (error) {
      return Refused(WorkspaceFault::kFailed,
                     fmt::format("cannot make the folder `{}`: {}", folder, error.message()),
                     "name another folder with `--workspace`");
    }
    // What an analyst writes is hers alone.
    if (made) {
      std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    auto impl = std::make_unique<Impl>();
    impl->folder = folder;
    impl->bounds = bounds;
    const Outcome<int> lock = workspace::Lock(std::filesystem::path(folder) / "workspace.lock");
    if (!lock) return Lost(lock);
    impl->lock = *lock;
    Result<database::Database> database = database::Database::Open(
        (std::filesystem::path(folder) / "workspace.db").string(), true, workspace::kWording);
    if (!database) return Lost(database);
    impl->database = std::move(*database);
    if (Result<void> ready = workspace::Prepare(impl->database); !ready) return Lost(ready);
    return std::shared_ptr<Workspace>(new Workspace(std::move(impl)));
  };
  return AnswerOf(open());
}

}  // namespace entente::api
