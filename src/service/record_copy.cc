#include <filesystem>
#include <system_error>

#include "entente/record.h"
#include "record/store/store.h"
#include "service/guard.h"

namespace entente::api {
namespace {

namespace fs = std::filesystem;

Answer CopyGuarded(const std::string& from, const std::string& to) {
  std::error_code error;
  if (fs::exists(to, error)) {
    return service::Refuse(Answer(), Status::kFailed, "`" + to + "` is there already");
  }
  const Result<record::Store> store = record::Store::Open(from, record::Access::kRead);
  if (!store) return service::Refuse(Answer(), Status::kFailed, store.error().message);
  if (const Result<void> copied = store->CopyTo(to); !copied) {
    fs::remove(to, error);
    return service::Refuse(Answer(), Status::kFailed, copied.error().message);
  }
  return {};
}

}  // namespace

Answer RecordCopy(const std::string& from, const std::string& to) {
  return service::Guarded<Answer>("copy of a store", [&] { return CopyGuarded(from, to); });
}

}  // namespace entente::api
