#include "service/record_file.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "service/models.h"

namespace entente::service {

namespace {

Result<OpenedChronology> Parse(const std::string& path, std::string text,
                               const model::Model& model, std::size_t declared) {
  OpenedChronology opened;
  opened.declared = declared;
  opened.text = std::move(text);
  const model::RecordSource* source =
      declared == OpenedChronology::kUndeclared ? nullptr : &model.records[declared];
  Result<record::Chronology> read = record::ReadChronology(model, source, path, opened.text);
  if (!read) return Fail(path + ":" + read.error().message);
  opened.chronology = std::move(*read);
  return opened;
}

}  // namespace

Result<OpenedChronology> OpenChronology(const std::string& path, const model::Model& model,
                                        std::size_t declared) {
  Result<std::string> text = ReadFile(path);
  if (!text) return tl::unexpected(text.error());
  return Parse(path, std::move(*text), model, declared);
}

Result<std::vector<OpenedChronology>> OpenChronologies(const ModelFolder& folder,
                                                       const model::Model& model) {
  std::vector<std::pair<std::string, std::size_t>> files;
  for (std::size_t i = 0; i < model.records.size(); ++i) {
    files.emplace_back(model.records[i].file, i);
  }
  if (files.empty() && folder.Has("record.csv")) {
    files.emplace_back("record.csv", OpenedChronology::kUndeclared);
  }
  std::vector<OpenedChronology> opened;
  for (const auto& [file, declared] : files) {
    Result<std::string> text = folder.Read(file);
    if (!text) return tl::unexpected(text.error());
    Result<OpenedChronology> one = Parse(folder.PathOf(file), std::move(*text), model, declared);
    if (!one) return tl::unexpected(one.error());
    opened.push_back(std::move(*one));
  }
  return opened;
}

RecordFile ReadRecord(const ModelFolder& folder, const model::Model& model) {
  RecordFile record;
  Result<std::vector<OpenedChronology>> opened = OpenChronologies(folder, model);
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
