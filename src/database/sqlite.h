// The little of SQLite that our stores need, with errors as Result in words for somebody who never
// heard of SQLite: a database handle, statements and transactions that end with their scope.
#ifndef ENTENTE_DATABASE_SQLITE_H_
#define ENTENTE_DATABASE_SQLITE_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace entente::database {

// How messages name a kind of database, and what they suggest.
struct Wording {
  const char* kind = "database";  // "`x` is no …", "there is no … `x`"
  const char* absent = "";        // after "there is no … `x`": "; make one with …"
  const char* foreign = "";       // after "`x` is no …": "; name another file with …"
  const char* damaged = "";       // after "`x` is damaged (…)": "; import the data again …"
};

class Statement {
 public:
  Statement() = default;

  // Parameters count from 1. Texts are read by Step and must live until it returns.
  void Bind(int index, std::int64_t value);
  void Bind(int index, std::string_view text);
  void BindReal(int index, double value);  // NaN becomes NULL
  void BindNull(int index);

  // True if there is a row.
  Result<bool> Step();
  // For statements without rows; ready to be bound again.
  Result<void> Run();
  void Reset();

  // Columns count from 0. Texts hold until the next Step or Reset.
  std::int64_t Int(int column) const;
  double Real(int column) const;  // NULL becomes NaN
  std::string_view Text(int column) const;
  bool IsNull(int column) const;

 private:
  friend class Database;
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  std::string path_;
  Wording wording_;
};

class Database {
 public:
  // Opens the file; creates it only if `create`. Waits up to ten seconds for a lock of others.
  static Result<Database> Open(const std::string& path, bool create, const Wording& wording);

  Result<Statement> Prepare(std::string_view sql) const;
  Result<void> Execute(const char* sql) const;  // one or more statements without rows
  Result<std::int64_t> Scalar(std::string_view sql) const;
  std::int64_t last_row_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
  std::int64_t changes() const { return sqlite3_changes(handle_.get()); }
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  const std::string& path() const { return path_; }
  const Wording& wording() const { return wording_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::string path_;
  Wording wording_;
};

namespace internal {
inline void BindAll(Statement&, int) {}
template <typename First, typename... Rest>
void BindAll(Statement& statement, int index, const First& first, const Rest&... rest) {
  statement.Bind(index, first);
  BindAll(statement, index + 1, rest...);
}
}  // namespace internal

// A statement with its parameters bound in order: integers and texts, which must outlive its steps.
template <typename... Values>
Result<Statement> Ask(const Database& database, std::string_view sql, const Values&... values) {
  Result<Statement> statement = database.Prepare(sql);
  if (statement) internal::BindAll(*statement, 1, values...);
  return statement;
}

// The same, run to its end, for statements without rows.
template <typename... Values>
Result<void> Do(const Database& database, std::string_view sql, const Values&... values) {
  Result<Statement> statement = Ask(database, sql, values...);
  if (!statement) return tl::unexpected(statement.error());
  return statement->Run();
}

// What the header of a file says of the program that made it.
struct Schema {
  std::int64_t application_id = 0;
  std::int64_t version = 0;
};
// Whether there is nothing in the database yet. Fails if it is another program's, or of a newer schema.
Result<bool> IsFresh(const Database& database, const Schema& schema);

// A change that is made whole or not at all: undone when the scope ends without Commit.
class Transaction {
 public:
  static Result<Transaction> Begin(const Database& database);
  Transaction(Transaction&& other) noexcept;
  Transaction& operator=(Transaction&&) = delete;
  ~Transaction();

  // What was changed is on the disk when this returns.
  Result<void> Commit();

 private:
  explicit Transaction(const Database& database) : database_(&database) {}
  const Database* database_;  // null once it has ended
};

}  // namespace entente::database

#endif  // ENTENTE_DATABASE_SQLITE_H_
