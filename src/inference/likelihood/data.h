// What a model is conditioned on: its chronology, as the engine is taught it, and the observed cells
// of its counted series.
#ifndef ENTENTE_INFERENCE_LIKELIHOOD_DATA_H_
#define ENTENTE_INFERENCE_LIKELIHOOD_DATA_H_

#include <cstddef>
#include <vector>

#include "engine/particles.h"
#include "model/model.h"
#include "record/chronology/chronology.h"

namespace entente::inference {

// A cell that lies wholly inside what its data set covers. Missing cells are left out.
struct ObservedCell {
  std::size_t observation = 0;    // index into Model::observations
  double from = 0.0, to = 0.0;    // days since the start: [from, to), 0 <= from < to
  double value = 0.0;             // a count, or a mean over the cell
};

struct Data {
  engine::Teacher teacher;
  std::vector<ObservedCell> cells;  // in any order; those of one observation do not overlap
};

// The chronologies of a model, one a `record` (or one of its own), as the engine is taught them, up to
// the end of day `until` (days since the start): later rows and the later part of complete windows are
// left out, and so is what was only known after it.
engine::Teacher MakeTeacher(const model::Model& model,
                            const std::vector<const record::Chronology*>& chronologies,
                            double until);

// Whether MakeTeacher takes the row.
bool IsTaught(const model::Model& model, const record::RecordedHappening& row, double until);

// The data up to day `until`: later rows and cells that end later are left out.
Data Until(const Data& data, double until);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_LIKELIHOOD_DATA_H_
