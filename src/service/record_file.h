// The record that lies beside a model, for the report.
#ifndef ENTENTE_SERVICE_RECORD_FILE_H_
#define ENTENTE_SERVICE_RECORD_FILE_H_

#include <string>
#include <vector>

#include "report/data/record_rows.h"

namespace entente::service {

struct RecordFile {
  std::vector<report::RecordRow> rows;
  std::string fault;  // why the file could not be read
};

// record.csv in the folder of `model_path`; empty without fault if there is none.
RecordFile ReadRecord(const std::string& model_path);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_RECORD_FILE_H_
