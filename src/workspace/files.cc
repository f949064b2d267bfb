// Files of a project: every write is a new revision over the one that its writer knew.
#include <fmt/format.h>

#include "workspace/impl.h"
#include "workspace/rules.h"

namespace entente::workspace {
namespace {

using api::FileInfo;
using api::FileText;
using api::WorkspaceFault;
using database::Ask;
using database::Database;
using database::Do;
using database::Statement;
using database::Transaction;

Outcome<std::vector<FileInfo>> List(const Database& database, const std::string& project) {
  if (auto found = FindProject(database, project); !found) return Lost(found);
  Result<Statement> rows = Ask(database,
                               "SELECT path, bytes, revision FROM file WHERE project = ? AND "
                               "deleted = 0 ORDER BY path", project);
  if (!rows) return Lost(rows);
  std::vector<FileInfo> files;
  Result<bool> more = rows->Step();
  for (; more && *more; more = rows->Step()) {
    files.push_back({std::string(rows->Text(0)), static_cast<std::uint64_t>(rows->Int(1)),
                     rows->Int(2)});
  }
  if (!more) return Lost(more);
  return files;
}

Outcome<api::Texts> ReadAll(const Database& database, const std::string& project) {
  if (auto found = FindProject(database, project); !found) return Lost(found);
  Result<Statement> rows = Ask(database,
                               "SELECT path, text FROM file NATURAL JOIN revision WHERE "
                               "project = ? AND deleted = 0", project);
  if (!rows) return Lost(rows);
  api::Texts texts;
  Result<bool> more = rows->Step();
  for (; more && *more; more = rows->Step()) texts.emplace(rows->Text(0), rows->Text(1));
  if (!more) return Lost(more);
  return texts;
}

struct Present {
  std::int64_t revision = 0;  // 0: never was
  bool deleted = true;
};

Outcome<Present> Find(const Database& database, const std::string& project,
                      const std::string& path) {
  Result<Statement> row = Ask(
      database, "SELECT revision, deleted FROM file WHERE project = ? AND path = ?", project, path);
  if (!row) return Lost(row);
  const Result<bool> found = row->Step();
  if (!found) return Lost(found);
  return *found ? Present{row->Int(0), row->Int(1) != 0} : Present{};
}

Outcome<FileText> ReadOne(const Database& database, const std::string& project,
                          const std::string& path, std::optional<std::int64_t> revision) {
  if (auto found = FindProject(database, project); !found) return Lost(found);
  const Outcome<Present> present = Find(database, project, path);
  if (!present) return Lost(present);
  if (present->deleted && !revision) {
    return Refused(WorkspaceFault::kNotFound, "there is no such file in the project",
                   "its files are listed with the project");
  }
  const std::int64_t wanted = revision.value_or(present->revision);
  Result<Statement> row = Ask(
      database, "SELECT text FROM revision WHERE project = ? AND path = ? AND revision = ?",
      project, path, wanted);
  if (!row) return Lost(row);
  const Result<bool> found = row->Step();
  if (!found) return Lost(found);
  if (!*found) {
    return Refused(WorkspaceFault::kNotFound, "that revision is not kept",
                   "only the newest revisions of a file are");
  }
  return FileText{path, std::string(row->Text(0)), wanted};
}

Outcome<void> CheckBounds(const Database& database, const api::WorkspaceBounds& bounds,
                          const std::string& project, const std::string& path,
                          std::uint64_t bytes) {
  Result<Statement> row = Ask(database,
                              "SELECT count(*), coalesce(sum(bytes), 0) FROM file WHERE "
                              "project = ? AND deleted = 0 AND path != ?", project, path);
  if (!row) return Lost(row);
  if (const Result<bool> stepped = row->Step(); !stepped) return Lost(stepped);
  if (static_cast<std::uint64_t>(row->Int(0)) >= bounds.files) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("a project holds at most {} files", bounds.files),
                   "delete one that is not needed");
  }
  if (static_cast<std::uint64_t>(row->Int(1)) + bytes > bounds.project_bytes) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("the project would have more than {} bytes", bounds.project_bytes),
                   "delete a file that is not needed");
  }
  return {};
}

// Forgets the oldest revisions beyond the bounds; never the present one.
Result<void> Prune(const Database& database, const api::WorkspaceBounds& bounds,
                   const std::string& project, const std::string& path, std::int64_t present) {
  Result<Statement> rows = Ask(database,
                               "SELECT revision, length(CAST(text AS BLOB)) FROM revision WHERE "
                               "project = ? AND path = ? ORDER BY revision DESC", project, path);
  if (!rows) return tl::unexpected(rows.error());
  std::uint64_t count = 0, bytes = 0;
  std::int64_t oldest = present;
  Result<bool> more = rows->Step();
  for (; more && *more; more = rows->Step()) {
    bytes += static_cast<std::uint64_t>(rows->Int(1));
    if (++count > 1 && (count > bounds.revisions || bytes > bounds.revision_bytes)) break;
    oldest = rows->Int(0);
  }
  if (!more) return tl::unexpected(more.error());
  rows->Reset();
  return Do(database, "DELETE FROM revision WHERE project = ? AND path = ? AND revision < ?",
            project, path, oldest);
}

Result<void> Write(const Database& database, const api::WorkspaceBounds& bounds,
                   const std::string& project, const FileText& file) {
  Result<void> done = Do(database,
                         "INSERT INTO file (project, path, revision, bytes, deleted) VALUES "
                         "(?, ?, ?, ?, 0) ON CONFLICT (project, path) DO UPDATE SET revision = "
                         "excluded.revision, bytes = excluded.bytes, deleted = 0",
                         project, file.path, file.revision,
                         static_cast<std::int64_t>(file.text.size()));
  if (!done) return done;
  const std::string now = TimeStamp();
  done = Do(database,
            "INSERT INTO revision (project, path, revision, text, saved) VALUES (?, ?, ?, ?, ?)",
            project, file.path, file.revision, file.text, now);
  if (!done) return done;
  done = Prune(database, bounds, project, file.path, file.revision);
  if (done && file.path == "main.ent") {
    const std::string title = TitleOf(file.text);
    done = Do(database, "UPDATE project SET title = ? WHERE id = ?", title, project);
  }
  return done ? Touch(database, project) : done;
}

Outcome<FileText> Conflict(const Database& database, const std::string& project,
                           const std::string& path, const Present& present) {
  if (present.deleted) return FileText{path, "", 0};
  return ReadOne(database, project, path, {});
}

// The file as written; or, with `conflict`, as it is instead.
Outcome<FileText> Put(const Database& database, const api::WorkspaceBounds& bounds,
                      const std::string& project, const FileText& wanted, bool& conflict) {
  if (std::string fault = PathFault(wanted.path); !fault.empty()) {
    return Refused(WorkspaceFault::kInvalid, fault);
  }
  if (wanted.text.size() > bounds.file_bytes) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("the text has {} bytes; a file holds at most {}",
                               wanted.text.size(), bounds.file_bytes),
                   "split it into files that import each other");
  }
  if (!IsText(wanted.text)) return Refused(WorkspaceFault::kInvalid, "the text is not UTF-8");
  Result<Transaction> transaction = Transaction::Begin(database);
  if (!transaction) return Lost(transaction);
  if (auto found = FindProject(database, project); !found) return Lost(found);
  const Outcome<Present> present = Find(database, project, wanted.path);
  if (!present) return Lost(present);
  if (wanted.revision != (present->deleted ? 0 : present->revision)) {
    conflict = true;
    return Conflict(database, project, wanted.path, *present);
  }
  if (auto fits = CheckBounds(database, bounds, project, wanted.path, wanted.text.size()); !fits) {
    return Lost(fits);
  }
  FileText file{wanted.path, wanted.text, present->revision + 1};
  if (Result<void> written = Write(database, bounds, project, file); !written) {
    return Lost(written);
  }
  if (Result<void> committed = transaction->Commit(); !committed) return Lost(committed);
  return file;
}

Outcome<void> Delete(const Database& database, const std::string& project,
                     const std::string& path, std::int64_t base_revision) {
  Result<Transaction> transaction = Transaction::Begin(database);
  if (!transaction) return Lost(transaction);
  if (auto found = FindProject(database, project); !found) return Lost(found);
  const Outcome<Present> present = Find(database, project, path);
  if (!present) return Lost(present);
  if (present->deleted) {
    return Refused(WorkspaceFault::kNotFound, "there is no such file in the project");
  }
  if (base_revision != 0 && base_revision != present->revision) {
    return Refused(WorkspaceFault::kConflict,
                   fmt::format("the file is at revision {} by now", present->revision),
                   "read it again before it is deleted");
  }
  Result<void> done = Do(database,
                         "UPDATE file SET deleted = 1, bytes = 0 WHERE project = ? AND path = ?",
                         project, path);
  if (done) done = Touch(database, project);
  if (done) done = transaction->Commit();
  if (!done) return Lost(done);
  return {};
}

}  // namespace
}  // namespace entente::workspace

namespace entente::api {

using workspace::AnswerOf;

WorkspaceResult<std::vector<FileInfo>> Workspace::Files(const std::string& project) const {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::List(impl_->database, project));
}

WorkspaceResult<Texts> Workspace::FileTexts(const std::string& project) const {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::ReadAll(impl_->database, project));
}

WorkspaceResult<FileText> Workspace::File(const std::string& project, const std::string& path,
                                          std::optional<std::int64_t> revision) const {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::ReadOne(impl_->database, project, path, revision));
}

WorkspaceResult<FileText> Workspace::PutFile(const std::string& project, const std::string& path,
                                             const std::string& text,
                                             std::int64_t base_revision) {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  bool conflict = false;
  WorkspaceResult<FileText> answer = AnswerOf(workspace::Put(
      impl_->database, impl_->bounds, project, {path, text, base_revision}, conflict));
  if (answer.ok() && conflict) {
    answer.status = Status::kBadRequest;
    answer.fault = WorkspaceFault::kConflict;
    answer.message = fmt::format("the file is at revision {} by now, not {}",
                                 answer.value.revision, base_revision);
    answer.suggestion = "join the two texts and write over the present revision";
  }
  return answer;
}

WorkspaceAnswer Workspace::DeleteFile(const std::string& project, const std::string& path,
                                      std::int64_t base_revision) {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::Delete(impl_->database, project, path, base_revision));
}

}  // namespace entente::api
