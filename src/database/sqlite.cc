#include "database/sqlite.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <utility>

namespace entente::database {
namespace {

// In words what went wrong with the file.
Error Explain(sqlite3* handle, const std::string& path, const Wording& wording) {
  const int code = handle == nullptr ? SQLITE_NOMEM : sqlite3_errcode(handle);
  const char* message = handle == nullptr ? "out of memory" : sqlite3_errmsg(handle);
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {fmt::format("cannot write `{}`: the disk is full", path)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {fmt::format("`{}` is in use by another program; try again when it has ended", path)};
    case SQLITE_NOTADB:
      return {fmt::format("`{}` is no {}{}", path, wording.kind, wording.foreign)};
    case SQLITE_CORRUPT:
      return {fmt::format("`{}` is damaged ({}){}", path, message, wording.damaged)};
    case SQLITE_READONLY:
      return {fmt::format("cannot write `{}`: it is read-only", path)};
    case SQLITE_CANTOPEN:
      return {fmt::format("cannot open `{}`: no such folder, or no right to it", path)};
    case SQLITE_IOERR:
      return {fmt::format("reading or writing `{}` failed ({}); the disk may be full or broken",
                          path, message)};
    default:
      return {fmt::format("`{}`: {}", path, message)};
  }
}

}  // namespace

void Statement::Bind(int index, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), index, value);
}
void Statement::Bind(int index, std::string_view text) {
  // A null pointer would bind NULL.
  sqlite3_bind_text(statement_.get(), index, text.empty() ? "" : text.data(),
                    static_cast<int>(text.size()), SQLITE_STATIC);
}
void Statement::BindReal(int index, double value) {
  if (std::isnan(value)) sqlite3_bind_null(statement_.get(), index);
  else sqlite3_bind_double(statement_.get(), index, value);
}
void Statement::BindNull(int index) { sqlite3_bind_null(statement_.get(), index); }

Result<bool> Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  return tl::unexpected(Explain(sqlite3_db_handle(statement_.get()), path_, wording_));
}

Result<void> Statement::Run() {
  const Result<bool> stepped = Step();
  Reset();
  if (!stepped) return tl::unexpected(stepped.error());
  return {};
}

void Statement::Reset() { sqlite3_reset(statement_.get()); }

std::int64_t Statement::Int(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}
double Statement::Real(int column) const {
  if (IsNull(column)) return std::numeric_limits<double>::quiet_NaN();
  return sqlite3_column_double(statement_.get(), column);
}
std::string_view Statement::Text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (text == nullptr) return {};
  return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement_.get(), column))};
}
bool Statement::IsNull(int column) const {
  return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
}

Result<Database> Database::Open(const std::string& path, bool create,
                                const Wording& wording) {
  std::error_code error;
  if (!create && !std::filesystem::exists(path, error)) {
    return Fail(fmt::format("there is no {} `{}`{}", wording.kind, path, wording.absent));
  }
  if (std::filesystem::is_directory(path, error)) {
    return Fail(fmt::format("`{}` is a folder; a {} is a file", path, wording.kind));
  }
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database database;
  database.handle_.reset(handle);
  database.path_ = path;
  database.wording_ = wording;
  if (code != SQLITE_OK) return tl::unexpected(Explain(handle, path, wording));
  sqlite3_busy_timeout(handle, 10'000);
  return database;
}

Result<Statement> Database::Prepare(std::string_view sql) const {
  sqlite3_stmt* made = nullptr;
  const int code = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &made, nullptr);
  Statement statement;
  statement.statement_.reset(made);
  statement.path_ = path_;
  statement.wording_ = wording_;
  if (code != SQLITE_OK) return tl::unexpected(Explain(handle_.get(), path_, wording_));
  return statement;
}

Result<void> Database::Execute(const char* sql) const {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return tl::unexpected(Explain(handle_.get(), path_, wording_));
}

Result<std::int64_t> Database::Scalar(std::string_view sql) const {
  Result<Statement> statement = Prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  const Result<bool> row = statement->Step();
  if (!row) return tl::unexpected(row.error());
  return *row ? statement->Int(0) : 0;
}

Result<bool> IsFresh(const Database& database, const Schema& schema) {
  // Each is a look of its own, and another program may make the tables between two of them, all at
  // once: the tables come first, so that where there are some, the numbers are there.
  const Result<std::int64_t> tables = database.Scalar("SELECT count(*) FROM sqlite_master");
  if (!tables) return tl::unexpected(tables.error());
  const Result<std::int64_t> version = database.Scalar("PRAGMA user_version");
  if (!version) return tl::unexpected(version.error());
  const Result<std::int64_t> id = database.Scalar("PRAGMA application_id");
  if (!id) return tl::unexpected(id.error());
  if (*version == 0 && *id == 0 && *tables == 0) return true;
  if (*id != schema.application_id) {
    return Fail("`" + database.path() + "` is a database of another program" +
                database.wording().foreign);
  }
  if (*version > schema.version) {
    return Fail("`" + database.path() + "` was made by a newer version of entente");
  }
  return false;
}

Result<Transaction> Transaction::Begin(const Database& database) {
  // The lock for writing is taken at once, so that no later statement finds it taken.
  if (Result<void> begun = database.Execute("BEGIN IMMEDIATE"); !begun) {
    return tl::unexpected(begun.error());
  }
  return Transaction(database);
}

Transaction::Transaction(Transaction&& other) noexcept
    : database_(std::exchange(other.database_, nullptr)) {}

Transaction::~Transaction() {
  // Some errors have ended it already.
  if (database_ != nullptr && database_->in_transaction()) (void)database_->Execute("ROLLBACK");
}

Result<void> Transaction::Commit() {
  if (Result<void> committed = database_->Execute("COMMIT"); !committed) return committed;
  database_ = nullptr;
  return {};
}

}  // namespace entente::database
