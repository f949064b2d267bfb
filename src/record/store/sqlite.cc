#include "record/store/sqlite.h"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <limits>

namespace entente::record {
namespace {

// In words what went wrong with the file, for somebody who never heard of SQLite.
Error Explain(sqlite3* handle, const std::string& path) {
  const int code = handle == nullptr ? SQLITE_NOMEM : sqlite3_errcode(handle);
  const char* message = handle == nullptr ? "out of memory" : sqlite3_errmsg(handle);
  switch (code & 0xff) {
    case SQLITE_FULL:
      return {fmt::format("cannot write `{}`: the disk is full", path)};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {fmt::format("`{}` is in use by another program; try again when it has ended", path)};
    case SQLITE_NOTADB:
      return {fmt::format("`{}` is no record store; name another file with `--store`", path)};
    case SQLITE_CORRUPT:
      return {fmt::format("`{}` is damaged ({}); import the data again into a new file", path,
                          message)};
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
  return tl::unexpected(Explain(sqlite3_db_handle(statement_.get()), path_));
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

Result<Database> Database::Open(const std::string& path, bool create) {
  std::error_code error;
  if (!create && !std::filesystem::exists(path, error)) {
    return Fail(fmt::format("there is no record store `{}`; make one with `entente record import`, "
                            "or name it with `--store`", path));
  }
  if (std::filesystem::is_directory(path, error)) {
    return Fail(fmt::format("`{}` is a folder; a record store is a file", path));
  }
  sqlite3* handle = nullptr;
  const int flags = SQLITE_OPEN_READWRITE | (create ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(path.c_str(), &handle, flags, nullptr);
  Database database;
  database.handle_.reset(handle);
  database.path_ = path;
  if (code != SQLITE_OK) return tl::unexpected(Explain(handle, path));
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
  if (code != SQLITE_OK) return tl::unexpected(Explain(handle_.get(), path_));
  return statement;
}

Result<void> Database::Execute(const char* sql) const {
  if (sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK) return {};
  return tl::unexpected(Explain(handle_.get(), path_));
}

Result<std::int64_t> Database::Scalar(std::string_view sql) const {
  Result<Statement> statement = Prepare(sql);
  if (!statement) return tl::unexpected(statement.error());
  const Result<bool> row = statement->Step();
  if (!row) return tl::unexpected(row.error());
  return *row ? statement->Int(0) : 0;
}

}  // namespace entente::record
