// What a model declares to be recorded, read from its folder: chronologies resolved against the model,
// ready to be taught. The first step of every task that learns from the record.
#ifndef ENTENTE_SERVICE_CONDITIONING_H_
#define ENTENTE_SERVICE_CONDITIONING_H_

#include <string>
#include <vector>

#include "base/result.h"
#include "inference/likelihood/data.h"
#include "model/model.h"
#include "record/chronology/chronology.h"
#include "service/model_folder.h"

namespace entente::service {

struct Conditioning {
  model::Model model;  // its issues start where the rows before its start left them
  std::vector<record::Chronology> chronologies;  // as Model::records, or record.csv alone
  inference::Data data;
  // By Data::teacher.happenings: chronology and row.
  struct Origin {
    std::size_t chronology = 0;
    std::size_t happening = 0;
  };
  std::vector<Origin> origins;
  double record_end = 0.0;  // days since the start: after the last row or complete day
};

// Reads the chronologies of the model in `folder`: those that it declares, or record.csv, complete for
// nothing, if it declares none (no chronology at all if it observes series and there is no such file).
// Data up to the end of day `until` (days since the start; +inf: all). Fails if a file can not be read
// or some rows are refused: a record that contradicts the model can not be taught.
Result<Conditioning> ConditionOn(const model::Model& model, const ModelFolder& folder, double until);

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_CONDITIONING_H_
