#include "service/record_file.h"

#include <filesystem>
#include <system_error>

#include "service/models.h"

namespace entente::service {

RecordFile ReadRecord(const std::string& model_path) {
  RecordFile record;
  const std::string path = FolderOf(model_path) + "/record.csv";
  std::error_code error;
  if (!std::filesystem::exists(path, error)) return record;
  const Result<std::string> text = ReadFile(path);
  if (!text) {
    record.fault = text.error().message;
    return record;
  }
  Result<std::vector<report::RecordRow>> rows = report::ParseRecord(*text);
  if (rows) record.rows = std::move(*rows);
  else record.fault = rows.error().message;
  return record;
}

}  // namespace entente::service
