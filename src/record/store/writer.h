// Writes one import into a store: all of it or nothing. A program that dies, a full disk or a stop
// leaves the store as it was before.
#ifndef ENTENTE_RECORD_STORE_WRITER_H_
#define ENTENTE_RECORD_STORE_WRITER_H_

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "record/events.h"
#include "record/store/store.h"

namespace entente::record {

enum class Added {
  kNew,
  kKnown,     // the store had it before this import
  kRepeated,  // this import had it before
};

class StoreWriter {
 public:
  // Begins the import of one file into `dataset`, made if it is new. `replace` forgets all that the
  // data set held.
  static Result<StoreWriter> Begin(Store& store, const std::string& dataset, bool replace);
  StoreWriter(StoreWriter&&) noexcept;
  StoreWriter& operator=(StoreWriter&&) noexcept;
  ~StoreWriter();  // forgets everything unless Commit was called

  Result<Added> Add(const Event& event);
  // Keeps what was added, and the file's coverage. `content` is the hash of the file's lines: a
  // file that is known already is not listed twice.
  Result<void> Commit(const FileInfo& file, std::uint64_t content);

 private:
  struct State;
  explicit StoreWriter(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The identity of an event within its data set and day.
std::uint64_t HashOf(const Event& event);

}  // namespace entente::record

#endif  // ENTENTE_RECORD_STORE_WRITER_H_
