// The little of SQLite that the store needs, with errors as Result: a database handle, statements
// that end with their scope. Internal to record/store.
#ifndef ENTENTE_RECORD_STORE_SQLITE_H_
#define ENTENTE_RECORD_STORE_SQLITE_H_

#include <sqlite3.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace entente::record {

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
};

class Database {
 public:
  // Opens the file; creates it only if `create`.
  static Result<Database> Open(const std::string& path, bool create);

  Result<Statement> Prepare(std::string_view sql) const;
  Result<void> Execute(const char* sql) const;  // one or more statements without rows
  Result<std::int64_t> Scalar(std::string_view sql) const;
  std::int64_t last_row_id() const { return sqlite3_last_insert_rowid(handle_.get()); }
  std::int64_t changes() const { return sqlite3_changes(handle_.get()); }
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  const std::string& path() const { return path_; }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  std::string path_;
};

}  // namespace entente::record

#endif  // ENTENTE_RECORD_STORE_SQLITE_H_
