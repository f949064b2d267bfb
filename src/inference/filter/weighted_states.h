// Weighted particles on one day, summed up as probabilities, means and quantiles.
#ifndef ENTENTE_INFERENCE_FILTER_WEIGHTED_STATES_H_
#define ENTENTE_INFERENCE_FILTER_WEIGHTED_STATES_H_

#include <cstddef>
#include <vector>

#include "engine/particles.h"
#include "inference/filter/filter.h"
#include "model/model.h"

namespace entente::inference {

struct WeightedStates {
  const model::Model& model;
  const engine::ParticleStates& states;  // by slot: groups one after the other, of equal size
  const std::vector<double>& weight;     // by slot, 0 or above; those of a group sum to 1, or are all 0
  std::size_t groups = 1;
  const std::vector<double>& levels;     // of quantiles, in ascending order
  unsigned threads = 0;                  // as many as wanted; 0: all cores. Changes no result.
};

// The state on `day`. A group without weight has probabilities and means of 0; quantiles are over all
// groups, of particles picked in proportion to their weights (systematic, without luck), NaN if no
// particle has weight.
FilteredState Summarise(const WeightedStates& particles, double day);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FILTER_WEIGHTED_STATES_H_
