#include "entente/workspace.h"
#include "record/output/zip_bytes.h"
#include "service/guard.h"

namespace entente::api {

ArchiveAnswer ArchiveTexts(const std::string& name, const Texts& texts) {
  return service::Guarded<ArchiveAnswer>("archive of texts", [&] {
    Texts placed;
    for (const auto& [path, text] : texts) placed.emplace(name + "/" + path, text);
    Result<std::string> bytes = record::ZipBytesOf(placed);
    if (!bytes) return service::Refuse(ArchiveAnswer(), Status::kFailed, bytes.error().message);
    ArchiveAnswer answer;
    answer.bytes = std::move(*bytes);
    return answer;
  });
}

}  // namespace entente::api
