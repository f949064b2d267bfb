// Numbers of a model at one point of its state space: at the start with every parameter at its
// median, for explanations and branching ratios; at other points to look for a rate that can become
// negative. Not the engine: one point at a time, nothing moves.
#ifndef ENTENTE_LANGUAGE_EXPLAIN_EVALUATE_H_
#define ENTENTE_LANGUAGE_EXPLAIN_EVALUATE_H_

#include <vector>

#include "model/model.h"

namespace entente::language::explain {

// A point of the state space. Units as stored: days, per day.
struct Point {
  std::vector<double> parameters;
  std::vector<double> quantities;
  std::vector<double> pressures;
  std::vector<model::StateIndex> states;
  double time = 0.0;
  std::vector<double> time_in_state;  // by issue
  std::vector<double> time_since;     // by happening
  std::vector<double> time_until;     // by calendar
};

// The median of a prior, in its stored unit. Beta by (a − 1/3)/(a + b − 2/3) for shapes above 1
// (Kerman 2011), gamma by Wilson and Hilferty (1931); both within a percent where priors are used;
// the rest exact.
double MedianOf(const model::Prior& prior);

// The start: parameters at their medians, quantities and issues at their starts, no pressure, nothing
// has happened yet.
Point StartOf(const model::Model& model);

// The nodes under `roots`, definitions followed, each after what it reads.
std::vector<model::ExprId> OrderOf(const model::Model& model,
                                   const std::vector<model::ExprId>& roots);

// Fills values[i] for every node i of `order`; `values` has one place for each node of the model.
void Evaluate(const model::Model& model, const Point& point,
              const std::vector<model::ExprId>& order, std::vector<double>& values);

// The value of one expression; 1 for an invalid one (a guard that is not written).
double ValueAt(const model::Model& model, const Point& point, model::ExprId root);

// Derivatives of the nodes of `order` by one leaf (a quantity or pressure), given their values.
// Comparisons and truths are constant; min, max, abs and select follow the side that is active.
void Differentiate(const model::Model& model, const std::vector<model::ExprId>& order,
                   const std::vector<double>& values, model::Op leaf, std::uint32_t index,
                   std::vector<double>& derivatives);

}  // namespace entente::language::explain

#endif  // ENTENTE_LANGUAGE_EXPLAIN_EVALUATE_H_
