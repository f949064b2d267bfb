// Projects: listed, made whole or not at all, renamed, deleted with all that is theirs.
#include <fmt/format.h>

#include "workspace/impl.h"
#include "workspace/rules.h"

namespace entente::workspace {

using api::ProjectInfo;
using api::WorkspaceFault;
using database::Ask;
using database::Database;
using database::Do;
using database::Statement;
using database::Transaction;

namespace {

constexpr const char* kColumns = "SELECT id, name, title, made_from, created, changed FROM project";

ProjectInfo Read(const Statement& row) {
  ProjectInfo project;
  project.id = row.Text(0);
  project.name = row.Text(1);
  project.title = row.Text(2);
  project.made_from = row.Text(3);
  project.created = row.Text(4);
  project.changed = row.Text(5);
  return project;
}

// Why the texts can not be a project's.
Outcome<void> Judge(const api::Texts& texts, const api::WorkspaceBounds& bounds) {
  if (texts.size() > bounds.files) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("{} files; a project holds at most {}", texts.size(), bounds.files));
  }
  std::uint64_t bytes = 0;
  for (const auto& [path, text] : texts) {
    if (std::string fault = PathFault(path); !fault.empty()) {
      return Refused(WorkspaceFault::kInvalid, fmt::format("`{}`: {}", path, fault));
    }
    if (!IsText(text)) {
      return Refused(WorkspaceFault::kInvalid, fmt::format("`{}` is no text in UTF-8", path),
                     "save it as UTF-8");
    }
    if (text.size() > bounds.file_bytes) {
      return Refused(WorkspaceFault::kTooLarge,
                     fmt::format("`{}` has {} bytes; a file holds at most {}", path, text.size(),
                                 bounds.file_bytes));
    }
    bytes += text.size();
  }
  if (bytes > bounds.project_bytes) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("{} bytes; a project holds at most {}", bytes,
                               bounds.project_bytes));
  }
  return {};
}

Result<void> Insert(const Database& database, const ProjectInfo& project,
                    const api::Texts& texts) {
  Result<void> done =
      Do(database,
         "INSERT INTO project (id, name, title, made_from, created, changed, clock) VALUES "
         "(?, ?, ?, ?, ?, ?, (SELECT coalesce(max(clock), 0) + 1 FROM project))",
         project.id, project.name, project.title, project.made_from, project.created,
         project.changed);
  for (auto file = texts.begin(); done && file != texts.end(); ++file) {
    const auto& [path, text] = *file;
    done = Do(database,
              "INSERT INTO file (project, path, revision, bytes, deleted) VALUES (?, ?, 1, ?, 0)",
              project.id, path, static_cast<std::int64_t>(text.size()));
    if (!done) return done;
    done = Do(database,
              "INSERT INTO revision (project, path, revision, text, saved) VALUES (?, ?, 1, ?, ?)",
              project.id, path, text, project.created);
  }
  return done;
}

Outcome<ProjectInfo> Make(const Database& database, const api::WorkspaceBounds& bounds,
                          const std::string& name, const std::string& made_from,
                          const api::Texts& texts) {
  if (std::string fault = NameFault(name); !fault.empty()) {
    return Refused(WorkspaceFault::kInvalid, fault);
  }
  if (Outcome<void> judged = Judge(texts, bounds); !judged) return Lost(judged);
  ProjectInfo project{NewId(), name, "", made_from, TimeStamp(), ""};
  project.changed = project.created;
  if (const auto main = texts.find("main.ent"); main != texts.end()) {
    project.title = TitleOf(main->second);
  }
  Result<Transaction> transaction = Transaction::Begin(database);
  if (!transaction) return Lost(transaction);
  const Result<std::int64_t> count = database.Scalar("SELECT count(*) FROM project");
  if (!count) return Lost(count);
  if (static_cast<std::uint64_t>(*count) >= bounds.projects) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("there are {} projects, and no more can be", *count),
                   "delete one that is not needed");
  }
  if (Result<void> inserted = Insert(database, project, texts); !inserted) return Lost(inserted);
  if (Result<void> committed = transaction->Commit(); !committed) return Lost(committed);
  return project;
}

Outcome<std::vector<ProjectInfo>> List(const Database& database) {
  Result<Statement> rows = Ask(database, std::string(kColumns) + " ORDER BY clock DESC");
  if (!rows) return Lost(rows);
  std::vector<ProjectInfo> projects;
  Result<bool> more = rows->Step();
  for (; more && *more; more = rows->Step()) projects.push_back(Read(*rows));
  if (!more) return Lost(more);
  return projects;
}

Outcome<ProjectInfo> Rename(const Database& database, const std::string& id,
                            const std::string& name) {
  if (std::string fault = NameFault(name); !fault.empty()) {
    return Refused(WorkspaceFault::kInvalid, fault);
  }
  if (Outcome<ProjectInfo> found = FindProject(database, id); !found) return found;
  if (Result<void> done = Do(database, "UPDATE project SET name = ? WHERE id = ?", name, id);
      !done) {
    return Lost(done);
  }
  return FindProject(database, id);
}

Outcome<void> Delete(const Database& database, const std::string& id) {
  if (Outcome<ProjectInfo> found = FindProject(database, id); !found) return Lost(found);
  if (Result<void> done = Do(database, "DELETE FROM project WHERE id = ?", id); !done) {
    return Lost(done);
  }
  return {};
}

}  // namespace

Outcome<ProjectInfo> FindProject(const Database& database, const std::string& id) {
  Result<Statement> row = Ask(database, std::string(kColumns) + " WHERE id = ?", id);
  if (!row) return Lost(row);
  const Result<bool> found = row->Step();
  if (!found) return Lost(found);
  if (!*found) {
    return Refused(WorkspaceFault::kNotFound, "there is no such project",
                   "GET /api/v1/projects lists those that there are");
  }
  return Read(*row);
}

Result<void> Touch(const Database& database, const std::string& project) {
  return Do(database,
            "UPDATE project SET changed = ?, clock = (SELECT max(clock) + 1 FROM project) "
            "WHERE id = ?", TimeStamp(), project);
}

}  // namespace entente::workspace

namespace entente::api {

using workspace::AnswerOf;

WorkspaceResult<std::vector<ProjectInfo>> Workspace::Projects() const {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::List(impl_->database));
}

WorkspaceResult<ProjectInfo> Workspace::Project(const std::string& id) const {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::FindProject(impl_->database, id));
}

WorkspaceResult<ProjectInfo> Workspace::NewProject(const std::string& name,
                                                   const std::string& made_from,
                                                   const Texts& texts) {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::Make(impl_->database, impl_->bounds, name, made_from, texts));
}

WorkspaceResult<ProjectInfo> Workspace::RenameProject(const std::string& id,
                                                      const std::string& name) {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::Rename(impl_->database, id, name));
}

WorkspaceAnswer Workspace::DeleteProject(const std::string& id) {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::Delete(impl_->database, id));
}

}  // namespace entente::api
