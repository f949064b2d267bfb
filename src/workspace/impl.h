// What the parts of the workspace share: the open database behind its lock, and how the ways to fail
// become answers. Internal to src/workspace.
#ifndef ENTENTE_WORKSPACE_IMPL_H_
#define ENTENTE_WORKSPACE_IMPL_H_

#include <mutex>
#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "base/result.h"
#include "database/sqlite.h"
#include "entente/workspace.h"

namespace entente::workspace {

struct Fault {
  api::WorkspaceFault kind = api::WorkspaceFault::kFailed;
  std::string message;
  std::string suggestion;

  Fault(api::WorkspaceFault of_kind, std::string text, std::string advice = "")
      : kind(of_kind), message(std::move(text)), suggestion(std::move(advice)) {}
  // Of the database. Implicit, so that its errors pass through.
  Fault(const Error& error) : message(error.message) {}  // NOLINT(google-explicit-constructor)
};

template <typename T>
using Outcome = tl::expected<T, Fault>;

// The error of a Result as that of an Outcome.
template <typename T>
tl::unexpected<Fault> Lost(const Result<T>& result) {
  return tl::unexpected<Fault>(Fault(result.error()));
}
template <typename T>
tl::unexpected<Fault> Lost(const Outcome<T>& outcome) {
  return tl::unexpected<Fault>(outcome.error());
}

inline tl::unexpected<Fault> Refused(api::WorkspaceFault kind, std::string message,
                                     std::string suggestion = "") {
  return tl::unexpected<Fault>(Fault(kind, std::move(message), std::move(suggestion)));
}

inline void Fill(const Fault& fault, api::WorkspaceAnswer& answer) {
  answer.status = fault.kind == api::WorkspaceFault::kFailed ? api::Status::kFailed
                                                             : api::Status::kBadRequest;
  answer.fault = fault.kind;
  answer.message = fault.message;
  answer.suggestion = fault.suggestion;
}

template <typename T>
api::WorkspaceResult<T> AnswerOf(Outcome<T> outcome) {
  api::WorkspaceResult<T> answer;
  if (outcome) answer.value = std::move(*outcome);
  else Fill(outcome.error(), answer);
  return answer;
}

inline api::WorkspaceAnswer AnswerOf(const Outcome<void>& outcome) {
  api::WorkspaceAnswer answer;
  if (!outcome) Fill(outcome.error(), answer);
  return answer;
}

// A project that is not there is an error; so is a name that no id can be.
Outcome<api::ProjectInfo> FindProject(const database::Database& database, const std::string& id);
// Notes when a project was last changed.
Result<void> Touch(const database::Database& database, const std::string& project);

}  // namespace entente::workspace

namespace entente::api {

struct Workspace::Impl {
  Impl() = default;
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  std::string folder;
  WorkspaceBounds bounds;
  int lock = -1;  // descriptor of the locked file; closing it gives the folder free
  database::Database database;
  std::mutex mutex;  // held in every call: one connection, one user at a time
};

}  // namespace entente::api

#endif  // ENTENTE_WORKSPACE_IMPL_H_
