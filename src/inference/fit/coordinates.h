// Parameters as independent standard normal coordinates: what the methods of a fit move about in. A
// parameter's normal score is its coordinate, or, drawn jointly with an earlier one, ρ times that
// one's score + √(1 − ρ²) its coordinate (the Gaussian copula of model/elements.h); its value is the
// prior's quantile at Φ(score). So no proposal ever leaves the prior's range, and "learned" is "no
// longer standard normal".
#ifndef ENTENTE_INFERENCE_FIT_COORDINATES_H_
#define ENTENTE_INFERENCE_FIT_COORDINATES_H_

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "engine/worlds.h"
#include "inference/fit/draws.h"
#include "model/model.h"

namespace entente::inference {

class Coordinates {
 public:
  // All parameters of the model that are uncertain (point priors are not), or those named. A named
  // parameter brings along the one that it is drawn jointly with. Fails on a name that is not there,
  // suggesting the nearest, on one that has no uncertainty, and if nothing is left.
  static Result<Coordinates> Make(const model::Model& model,
                                  const std::vector<std::string>& names = {});

  std::size_t dimension() const { return parameters_.size(); }
  const std::vector<model::ParameterId>& parameters() const { return parameters_; }
  const std::string& name(std::size_t i) const;
  // Normal scores, then values in stored units, of one point; both `dimension` long.
  void Scores(std::span<const double> point, std::span<double> scores) const;
  void Values(std::span<const double> point, std::span<double> values) const;
  // The point with these scores; the inverse of Scores. |ρ| < 1, else the coordinate is 0.
  void PointAt(std::span<const double> scores, std::span<double> point) const;
  // The prior's value at a normal score.
  double ValueAt(std::size_t i, double score) const;

 private:
  const model::Model* model_ = nullptr;
  std::vector<model::ParameterId> parameters_;
  std::vector<std::ptrdiff_t> partner_;  // by coordinate: the coordinate it is drawn with, or −1
};

// Parameters of groups of particles side by side: group g of the `points` ([point][coordinate]) gives
// its values to `particles` neighbouring slots, as ParticleFilter::Restart takes them.
engine::ParameterValues ValuesByGroup(const Coordinates& coordinates,
                                      std::span<const double> points, std::size_t particles);

// The same for `groups` groups that share out the draws of a posterior: group g takes the draw
// g · draws / groups.
engine::ParameterValues DrawsByGroup(const Coordinates& coordinates, const Draws& posterior,
                                     std::size_t groups, std::size_t particles);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_COORDINATES_H_
