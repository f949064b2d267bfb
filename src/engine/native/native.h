// Native code: the programs of a plan as machine code, for x86-64 with AVX2, through AsmJit: lane
// programs, hazards and motion for one world at jumps, the grid program for all worlds of a tile.
// Same operations in the same order as the interpreters (plan/lane_code.h, kernels/vm.h) and the
// same math kernels, so the same bits; tests run both. Where there is no native code, for another
// machine, the interpreters do the work.
#ifndef ENTENTE_ENGINE_NATIVE_NATIVE_H_
#define ENTENTE_ENGINE_NATIVE_NATIVE_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

#include "engine/kernels/vm.h"
#include "engine/plan/plan.h"

namespace entente::engine {

// What generated code reads: one lane of a tile, seen at one instant. Row r of the lane is at
// rows[r × width], so widths are part of the code.
struct NativeFrame {
  double* rows = nullptr;
  const std::int64_t* states = nullptr;
  const double* shrink = nullptr;        // e^{−kτ} since the last grid point, by decay class
  double at = 0.0;                       // the instant, days
  double clock = 0.0;                    // the grid point before it
  const double* synced = nullptr;        // by component × width: as of when it stands
  // e^{−kτ} since one other instant, that of a jump in this step. Below 0: not known yet.
  double other = -1.0;
  const double* other_shrink = nullptr;
  // For motion from a component's last synchronisation to the end of `end`, seen at the middle:
  // the length, days, e^{−kτ} over it, and where the members' values go.
  double length = 0.0;
  const double* length_shrink = nullptr;
  NativeFrame* end = nullptr;
  double* fresh = nullptr;
  // Predictions at the instant of variables whose decay varies: valid where the stamp is the
  // frame's.
  const std::uint64_t* moving_stamp = nullptr;
  const double* moving_value = nullptr;
  std::uint64_t stamp = 0;
  // Called for a variable that generated code does not predict itself; fills its place, and for a
  // variable that stands as of another instant than `other`, makes that the other one.
  double (*predict)(NativeFrame* frame, std::uint32_t variable) = nullptr;
  // Days until the next entry of a calendar, from `at`.
  double (*until)(NativeFrame* frame, std::uint32_t calendar) = nullptr;
  void* owner = nullptr;
  std::size_t lane = 0;
};

using NativeFunction = double (*)(NativeFrame* frame);
using NativeSegment = void (*)(const TileView* tile);

// Calls generated code. It has no type written before its entry, which Clang's sanitizer of calls
// through pointers would look for.
#if defined(__clang__)
#define ENTENTE_NO_CALL_CHECK __attribute__((no_sanitize("function")))
#else
#define ENTENTE_NO_CALL_CHECK
#endif
ENTENTE_NO_CALL_CHECK inline double Call(NativeFunction function, NativeFrame* frame) {
  return function(frame);
}
ENTENTE_NO_CALL_CHECK inline void Call(NativeSegment segment, const TileView& tile) {
  segment(&tile);
}
#undef ENTENTE_NO_CALL_CHECK

// The compiled programs of a plan for tiles of one width. Immutable; shared by all threads.
class NativeCode {
 public:
  virtual ~NativeCode() = default;
  // Null for programs that are only part of a hazard or a motion.
  NativeFunction function(std::uint32_t program) const { return programs_[program]; }
  // The hazard of a grid channel in the state that it leaves, seen at the middle of the rest of the
  // step. Null if a guard reads something that moves, and so is read at another instant.
  NativeFunction hazard(std::uint32_t channel) const { return hazards_[channel]; }

  // A component's members at the end of `frame->end`, into `frame->fresh`; returns the first. Null
  // for pressures that only decay.
  NativeFunction advance(std::uint32_t component) const { return advances_[component]; }
  // Target, decay and drift at the instant, written to their rows. Null if all are constant.
  NativeFunction refresh(std::uint32_t component) const { return refreshes_[component]; }

  // A segment of the grid program; null if it is empty.
  NativeSegment grid_segment(std::size_t segment) const { return grid_segments_[segment]; }

 protected:
  std::vector<NativeFunction> programs_, hazards_, advances_, refreshes_;
  std::vector<NativeSegment> grid_segments_;
};

// Null where the machine or the system does not allow it.
std::shared_ptr<const NativeCode> CompileNative(const Plan& plan, std::size_t width);

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_NATIVE_NATIVE_H_
