// The archive of a fit: the cloud after its last finished stage, so that hours of work survive a
// power cut and continue to the same bits.
#ifndef ENTENTE_INFERENCE_FIT_ARCHIVE_H_
#define ENTENTE_INFERENCE_FIT_ARCHIVE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "inference/fit/draws.h"

namespace entente::inference {

struct FitArchive {
  double power = 0.0;
  double step = 0.0;
  double log_evidence = 0.0;
  Draws draws;
  std::vector<std::array<double, 6>> stages;
};

// `fingerprint` tells fits apart. An empty path: nothing to do, nothing there.
Result<void> SaveFitArchive(const std::string& path, std::uint64_t fingerprint,
                            const FitArchive& archive);
Result<std::optional<FitArchive>> LoadFitArchive(const std::string& path,
                                                 std::uint64_t fingerprint);

}  // namespace entente::inference

#endif  // ENTENTE_INFERENCE_FIT_ARCHIVE_H_
