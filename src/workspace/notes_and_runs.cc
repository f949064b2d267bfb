// What belongs to a project besides its files: notes, and runs with their requests and results.
#include <fmt/format.h>

#include "workspace/impl.h"
#include "workspace/rules.h"

namespace entente::workspace {
namespace {

using api::NoteInfo;
using api::RunInfo;
using api::RunRecord;
using api::WorkspaceFault;
using database::Ask;
using database::Database;
using database::Do;
using database::Statement;
using database::Transaction;

// Rows of a project, each by `read`.
template <typename Row, typename Read>
Outcome<std::vector<Row>> Collect(const Database& database, const std::string& project,
                                  const char* sql, const Read& read) {
  if (auto found = FindProject(database, project); !found) return Lost(found);
  Result<Statement> rows = Ask(database, sql, project);
  if (!rows) return Lost(rows);
  std::vector<Row> collected;
  Result<bool> more = rows->Step();
  for (; more && *more; more = rows->Step()) collected.push_back(read(*rows));
  if (!more) return Lost(more);
  return collected;
}

Outcome<void> DeleteOne(const Database& database, const char* sql, const std::string& project,
                        const std::string& id, const char* what) {
  if (auto found = FindProject(database, project); !found) return Lost(found);
  if (Result<void> done = Do(database, sql, project, id); !done) return Lost(done);
  if (database.changes() > 0) return {};
  return Refused(WorkspaceFault::kNotFound, fmt::format("there is no such {} in the project", what));
}

// The count and the sum of bytes of a project's rows.
struct Held {
  std::uint64_t count = 0, bytes = 0;
};
Outcome<Held> HeldBy(const Database& database, const std::string& project, const char* sql) {
  Result<Statement> row = Ask(database, sql, project);
  if (!row) return Lost(row);
  if (const Result<bool> stepped = row->Step(); !stepped) return Lost(stepped);
  return Held{static_cast<std::uint64_t>(row->Int(0)), static_cast<std::uint64_t>(row->Int(1))};
}

NoteInfo ReadNote(const Statement& row) {
  return {std::string(row.Text(0)), std::string(row.Text(1)), std::string(row.Text(2)),
          std::string(row.Text(3))};
}

Outcome<NoteInfo> AddNote(const Database& database, const api::WorkspaceBounds& bounds,
                          const std::string& project, const std::string& about,
                          const std::string& text) {
  if (!IsText(about) || !IsText(text)) {
    return Refused(WorkspaceFault::kInvalid, "a note is text in UTF-8");
  }
  if (about.size() + text.size() > bounds.note_bytes) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("a note holds at most {} bytes", bounds.note_bytes));
  }
  Result<Transaction> transaction = Transaction::Begin(database);
  if (!transaction) return Lost(transaction);
  if (auto found = FindProject(database, project); !found) return Lost(found);
  const auto held = HeldBy(database, project, "SELECT count(*), 0 FROM note WHERE project = ?");
  if (!held) return Lost(held);
  if (held->count >= bounds.notes) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("a project holds at most {} notes", bounds.notes),
                   "delete one that is not needed");
  }
  NoteInfo note{NewId(), about, text, TimeStamp()};
  Result<void> done = Do(database,
                         "INSERT INTO note (id, project, about, text, created) VALUES "
                         "(?, ?, ?, ?, ?)", note.id, project, note.about, note.text, note.created);
  if (done) done = transaction->Commit();
  if (!done) return Lost(done);
  return note;
}

RunInfo ReadRun(const Statement& row) {
  RunInfo run;
  run.id = row.Text(0);
  run.task = row.Text(1);
  run.title = row.Text(2);
  run.created = row.Text(3);
  run.request = row.Text(4);
  return run;
}

Outcome<RunRecord> FindRun(const Database& database, const std::string& project,
                           const std::string& id) {
  if (auto found = FindProject(database, project); !found) return Lost(found);
  Result<Statement> row = Ask(database,
                              "SELECT id, task, title, created, request, result FROM run WHERE "
                              "project = ? AND id = ?", project, id);
  if (!row) return Lost(row);
  const Result<bool> found = row->Step();
  if (!found) return Lost(found);
  if (!*found) {
    return Refused(WorkspaceFault::kNotFound, "there is no such run in the project");
  }
  RunRecord run;
  static_cast<RunInfo&>(run) = ReadRun(*row);
  run.result = row->Text(5);
  return run;
}

Outcome<RunInfo> AddRun(const Database& database, const api::WorkspaceBounds& bounds,
                        const std::string& project, const RunRecord& wanted) {
  const std::uint64_t bytes = wanted.request.size() + wanted.result.size() + wanted.title.size();
  if (bytes > bounds.run_bytes) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("the run has {} bytes; at most {} are kept", bytes,
                               bounds.run_bytes));
  }
  Result<Transaction> transaction = Transaction::Begin(database);
  if (!transaction) return Lost(transaction);
  if (auto found = FindProject(database, project); !found) return Lost(found);
  const auto held = HeldBy(database, project,
                           "SELECT count(*), coalesce(sum(bytes), 0) FROM run WHERE project = ?");
  if (!held) return Lost(held);
  if (held->count >= bounds.runs || held->bytes + bytes > bounds.runs_bytes) {
    return Refused(WorkspaceFault::kTooLarge,
                   fmt::format("a project keeps at most {} runs of {} bytes together", bounds.runs,
                               bounds.runs_bytes),
                   "delete runs that are not needed");
  }
  RunInfo run = wanted;
  run.id = NewId();
  run.created = TimeStamp();
  Result<void> done = Do(database,
                         "INSERT INTO run (id, project, task, title, created, bytes, request, "
                         "result) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", run.id, project, run.task,
                         run.title, run.created, static_cast<std::int64_t>(bytes), run.request,
                         wanted.result);
  if (done) done = transaction->Commit();
  if (!done) return Lost(done);
  return run;
}

}  // namespace
}  // namespace entente::workspace

namespace entente::api {

using workspace::AnswerOf;

WorkspaceResult<std::vector<NoteInfo>> Workspace::Notes(const std::string& project) const {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::Collect<NoteInfo>(
      impl_->database, project,
      "SELECT id, about, text, created FROM note WHERE project = ? ORDER BY number",
      workspace::ReadNote));
}

WorkspaceResult<NoteInfo> Workspace::AddNote(const std::string& project, const std::string& about,
                                             const std::string& text) {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::AddNote(impl_->database, impl_->bounds, project, about, text));
}

WorkspaceAnswer Workspace::DeleteNote(const std::string& project, const std::string& note) {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::DeleteOne(
      impl_->database, "DELETE FROM note WHERE project = ? AND id = ?", project, note, "note"));
}

WorkspaceResult<std::vector<RunInfo>> Workspace::Runs(const std::string& project) const {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::Collect<RunInfo>(
      impl_->database, project,
      "SELECT id, task, title, created, request FROM run WHERE project = ? ORDER BY number DESC",
      workspace::ReadRun));
}

WorkspaceResult<RunRecord> Workspace::Run(const std::string& project,
                                          const std::string& run) const {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::FindRun(impl_->database, project, run));
}

WorkspaceResult<RunInfo> Workspace::AddRun(const std::string& project, const RunRecord& run) {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::AddRun(impl_->database, impl_->bounds, project, run));
}

WorkspaceAnswer Workspace::DeleteRun(const std::string& project, const std::string& run) {
  const std::lock_guard<std::mutex> held(impl_->mutex);
  return AnswerOf(workspace::DeleteOne(
      impl_->database, "DELETE FROM run WHERE project = ? AND id = ?", project, run, "run"));
}

}  // namespace entente::api
