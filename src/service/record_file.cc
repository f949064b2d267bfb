#include "service/record_file.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <system_error>
#include <utility>

#include "service/models.h"

namespace entente::service {

Result<OpenedChronology> OpenChronology(const std::string& path, const model::Model& model,
                                        std::size_t declared) {
  OpenedChronology opened;
  opened.declared = declared;
  Result<std::string> text = ReadFile(path);
  if (!text) return tl::unexpected(text.error());
  opened.text = std::move(*text);
  const model::RecordSource* source =
      declared == OpenedChronology::kUndeclared ? nullptr : &model.records[declared];
  Result<record::Chronology> read = record::ReadChronology(model, source, path, opened.text);
  if (!read) return Fail(path + ":" + read.error().message);
  opened.chronology = std::move(*read);
  return opened;
}

Result<std::vector<OpenedChronology>> OpenChronologies(const std::string& model_path,
                                                       const model::Model& model) {
  const std::filesystem::path folder = FolderOf(model_path);
  std::vector<std::pair<std::string, std::size_t>> files;
  for (std::size_t i = 0; i < model.records.size(); ++i) {
    files.emplace_back((folder / model.records[i].file).string(), i);
  }
  std::error_code error;
  const std::string usual = (folder / "record.csv").string();
  if (files.empty() && std::filesystem::exists(usual, error)) {
    files.emplace_back(usual, OpenedChronology::kUndeclared);
  }
  std::vector<OpenedChronology> opened;
  for (const auto& [path, declared] : files) {
    Result<OpenedChronology> one = OpenChronology(path, model, declared);
    if (!one) return tl::unexpected(one.error());
    opened.push_back(std::move(*one));
  }
  return opened;
}

RecordFile ReadRecord(const std::string& model_path, const model::Model& model) {
  RecordFile record;
  Result<std::vector<OpenedChronology>> opened = OpenChronologies(model_path, model);
  if (!opened) {
    record.fault = opened.error().message;
    return record;
  }
  for (const OpenedChronology& one : *opened) {
    std::vector<report::RecordRow> rows = report::RecordRowsOf(one.chronology);
    std::move(rows.begin(), rows.end(), std::back_inserter(record.rows));
  }
  std::stable_sort(record.rows.begin(), record.rows.end(),
                   [](const auto& a, const auto& b) { return a.date < b.date; });
  return record;
}

}  // namespace entente::service
