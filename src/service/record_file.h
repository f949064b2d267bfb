// The chronologies that lie beside a model: found, read, resolved against it.
#ifndef ENTENTE_SERVICE_RECORD_FILE_H_
#define ENTENTE_SERVICE_RECORD_FILE_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "record/chronology/chronology.h"
#include "report/data/record_rows.h"
#include "service/model_folder.h"

namespace entente::service {

// One file of a record.
struct OpenedChronology {
  std::string text;  // of the file, to show lines of it
  // The declaration of the model that names it, by index into Model::records; none for a file that
  // the model does not name.
  static constexpr std::size_t kUndeclared = static_cast<std::size_t>(-1);
  std::size_t declared = kUndeclared;
  record::Chronology chronology;
};

// The chronologies that the model names, in its order, paths relative to its folder; record.csv in it
// if the model names none and there is one. Fails with the file that can not be read or
// is no table, "record.csv:3:9: …".
Result<std::vector<OpenedChronology>> OpenChronologies(const ModelFolder& folder,
                                                       const model::Model& model);
// One file of the disk, read as what `declared` (an index or kUndeclared) says of it.
Result<OpenedChronology> OpenChronology(const std::string& path, const model::Model& model,
                                        std::size_t declared);

// What the report draws.
struct RecordFile {
  std::vector<report::RecordRow> rows;
  std::string fault;  // why the file could not be read
};
RecordFile ReadRecord(const ModelFolder& folder, const model::Model& model);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_RECORD_FILE_H_
