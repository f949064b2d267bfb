// Draws from a posterior, as every method of this folder returns them.
#ifndef ENTENTE_INFERENCE_FIT_DRAWS_H_
#define ENTENTE_INFERENCE_FIT_DRAWS_H_

#include <cstddef>
#include <span>
#include <vector>

namespace entente::inference {

// Equally weighted points with the estimate of the log-likelihood that each was kept with.
struct Draws {
  std::size_t dimension = 0;
  std::vector<double> points;          // [draw][coordinate]
  std::vector<double> log_likelihood;  // by draw

  std::size_t size() const { return log_likelihood.size(); }
  std::span<const double> point(std::size_t i) const {
    return std::span<const double>(points).subspan(i * dimension, dimension);
  }
  std::span<double> point(std::size_t i) {
    return std::span<double>(points).subspan(i * dimension, dimension);
  }
};

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_DRAWS_H_
