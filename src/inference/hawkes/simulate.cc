#include "inference/hawkes/simulate.h"

namespace entente::inference {

HawkesPath SimulateHawkes(const HawkesModel& model, Excitation past, double end, Stream& stream,
                          std::uint64_t most) {
  HawkesPath path;
  std::vector<double> intensities(model.dimensions);
  const auto total = [&] {
    double sum = 0.0;
    for (std::size_t i = 0; i < model.dimensions; ++i) {
      intensities[i] = past.Intensity(model, i);
      sum += intensities[i];
    }
    return sum;
  };
  double bound = total();
  while (bound > 0.0) {
    const double next = past.time() + stream.Exponential() / bound;
    if (!(next < end)) break;
    past.AdvanceTo(next);
    const double now = total();
    double pick = stream.Uniform() * bound;
    if (pick < now) {
      std::size_t i = 0;
      while (i + 1 < model.dimensions && pick >= intensities[i]) pick -= intensities[i++];
      past.Add(static_cast<std::uint32_t>(i), 1.0);
      path.events.push_back({next, static_cast<std::uint32_t>(i), 1.0});
      if (path.events.size() >= most) {
        path.exploded = true;
        break;
      }
      bound = total();
    } else {
      bound = now;
    }
  }
  return path;
}

}  // namespace entente::inference
