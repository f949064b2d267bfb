// The workspace: where projects live. A project is a copy of a model's text files, with the notes and
// the runs that belong to it. Everything is in one database in one folder; whatever a call answered
// as done is on the disk and survives the end of the process, however it ends. Open once, use from
// any thread. No third-party types.
#ifndef ENTENTE_WORKSPACE_H_
#define ENTENTE_WORKSPACE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "entente/common.h"

namespace entente::api {

// Why something was not done.
enum class WorkspaceFault {
  kNone,
  kNotFound,  // there is no such project, file, note or run
  kConflict,  // a file was changed by somebody else meanwhile
  kInvalid,   // a name or path that can not be
  kTooLarge,  // above a bound
  kFailed,    // the disk is full, the database is in use, …
};

struct WorkspaceAnswer : Answer {
  WorkspaceFault fault = WorkspaceFault::kNone;
  std::string suggestion;  // what to do about it; may be empty
};

template <typename Value>
struct WorkspaceResult : WorkspaceAnswer {
  Value value{};
};

// Times are UTC, "2026-11-22T09:00:00Z". Ids are short words of letters and digits.
struct ProjectInfo {
  std::string id, name;
  std::string title;      // of the model, as its main.ent says it
  std::string made_from;  // the model that was copied; empty: none
  std::string created, changed;
};

struct FileInfo {
  std::string path;  // within the project: "main.ent", "data/acts.csv"
  std::uint64_t bytes = 0;
  std::int64_t revision = 0;
};

struct FileText {
  std::string path;
  std::string text;
  std::int64_t revision = 0;
};

struct NoteInfo {
  std::string id;
  std::string about;  // what it is about, in the words of the caller
  std::string text;
  std::string created;
};

struct RunInfo {
  std::string id, task, title, created;
  std::string request;  // JSON
};

struct RunRecord : RunInfo {
  std::string result;  // JSON
};

// Bounds, in bytes and counts. What lies above is refused with a message that names the bound.
struct WorkspaceBounds {
  std::uint64_t file_bytes = 4ULL << 20U;
  std::uint64_t project_bytes = 64ULL << 20U;
  std::uint64_t files = 500;
  std::uint64_t projects = 1'000;
  std::uint64_t note_bytes = 64ULL << 10U;
  std::uint64_t notes = 10'000;
  std::uint64_t run_bytes = 64ULL << 20U;
  std::uint64_t runs = 500;
  std::uint64_t runs_bytes = 1ULL << 30U;  // of all runs of a project
  // Of a file the newest revisions are kept, up to both.
  std::uint64_t revisions = 50;
  std::uint64_t revision_bytes = 16ULL << 20U;
};

class Workspace {
 public:
  // Opens the workspace in `folder`, made if it is not there. Fails if another process has it open.
  static WorkspaceResult<std::shared_ptr<Workspace>> Open(const std::string& folder,
                                                          const WorkspaceBounds& bounds = {});
  // The folder used when nobody names one: entente/workspace of the user's data folder.
  static std::string UsualFolder();

  ~Workspace();
  Workspace(const Workspace&) = delete;
  Workspace& operator=(const Workspace&) = delete;

  const std::string& folder() const;

  // The last changed first.
  WorkspaceResult<std::vector<ProjectInfo>> Projects() const;
  WorkspaceResult<ProjectInfo> Project(const std::string& id) const;
  // All files are stored, or nothing is.
  WorkspaceResult<ProjectInfo> NewProject(const std::string& name, const std::string& made_from,
                                          const Texts& texts);
  WorkspaceResult<ProjectInfo> RenameProject(const std::string& id, const std::string& name);
  WorkspaceAnswer DeleteProject(const std::string& id);

  WorkspaceResult<std::vector<FileInfo>> Files(const std::string& project) const;
  // All files as they are now.
  WorkspaceResult<Texts> FileTexts(const std::string& project) const;
  // The present text, or that of an older revision that is still kept.
  WorkspaceResult<FileText> File(const std::string& project, const std::string& path,
                                 std::optional<std::int64_t> revision = {}) const;
  // Writes a new revision over the revision that the writer knew; 0: the file is not there yet. If
  // there is another by now (kConflict), the value is the present file. Revisions of a path count
  // on when it is deleted and written again.
  WorkspaceResult<FileText> PutFile(const std::string& project, const std::string& path,
                                    const std::string& text, std::int64_t base_revision);
  // Deletes the revision that the caller knew (0: whichever there is); kConflict if it is another.
  WorkspaceAnswer DeleteFile(const std::string& project, const std::string& path,
                             std::int64_t base_revision = 0);

  WorkspaceResult<std::vector<NoteInfo>> Notes(const std::string& project) const;
  WorkspaceResult<NoteInfo> AddNote(const std::string& project, const std::string& about,
                                    const std::string& text);
  WorkspaceAnswer DeleteNote(const std::string& project, const std::string& note);

  // The newest first.
  WorkspaceResult<std::vector<RunInfo>> Runs(const std::string& project) const;
  WorkspaceResult<RunRecord> Run(const std::string& project, const std::string& run) const;
  // `run`'s id and time are made here.
  WorkspaceResult<RunInfo> AddRun(const std::string& project, const RunRecord& run);
  WorkspaceAnswer DeleteRun(const std::string& project, const std::string& run);

 private:
  struct Impl;
  explicit Workspace(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// A model's folder as texts, to make a project of.
struct ModelTexts {
  std::string name, title;
  Texts texts;  // with a main.ent
};

struct ModelTextsAnswer : Answer {
  ModelTexts model;
};

// Reads the text files (.ent, .csv, .tsv, .md) of a model's folder, of one .ent file with what it
// imports, or of a shipped model. With `shipped_only` a path is refused.
ModelTextsAnswer ReadModelTexts(const std::string& model, bool shipped_only,
                                const std::vector<std::string>& model_folders = {});

struct ArchiveAnswer : Answer {
  std::string bytes;  // a ZIP archive
};

// The texts as an archive in which they lie in the folder `name`. The same texts give the same bytes.
ArchiveAnswer ArchiveTexts(const std::string& name, const Texts& texts);

// The small commented model that a new project starts from, named `name`.
ModelTexts StarterModel(const std::string& name);

}  // namespace entente::api

#endif  // ENTENTE_WORKSPACE_H_
