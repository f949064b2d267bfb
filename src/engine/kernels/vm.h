// The tile machine: runs straight-line tile code over rows of worlds, and the few fused loops that
// every grid step needs. One implementation per SIMD target, bit-identical for any tile width.
#ifndef ENTENTE_ENGINE_KERNELS_VM_H_
#define ENTENTE_ENGINE_KERNELS_VM_H_

#include <cstddef>
#include <cstdint>

#include "engine/plan/tile_code.h"

namespace entente::engine {

inline constexpr std::size_t kMaxTileWidth = 256;
inline constexpr std::size_t kTileGranule = 8;  // widths are multiples of it

// One bit a world.
struct LaneBits {
  std::uint64_t words[kMaxTileWidth / 64] = {};
  bool any() const { return (words[0] | words[1] | words[2] | words[3]) != 0; }
};

struct TileView {
  double* rows = nullptr;                // row r begins at rows + r * width
  const std::int64_t* states = nullptr;  // issue i begins at states + i * width
  const double* tables = nullptr;
  std::size_t width = 0;
};

// A grid channel for all worlds: the residual threshold falls by the old hazard since the last
// grid point, the new hazard is taken (0 where not enabled, negative counts as 0), and worlds
// whose threshold will be passed before the next grid point are marked due.
struct ChannelUpdate {
  const double* raw = nullptr;           // null: not enabled in any world
  const std::int64_t* states = nullptr;  // null: enabled in all
  std::int64_t from = 0;
  double* hazard = nullptr;
  double* residual = nullptr;
  double elapsed = 0.0;  // since the last grid point
  double rest = 0.0;     // to the next one
  std::size_t width = 0;
};
struct ChannelFlags {
  LaneBits due;       // fires before the next grid point
  LaneBits faulty;    // not finite
  LaneBits negative;  // counted as 0
};
struct ChannelNews {
  bool active = false;   // some hazard is positive
  bool flagged = false;  // some flag may be set; else the flags were not written
};

struct NoiseUpdate {
  double* value = nullptr;
  const double* sd = nullptr;
  const double* own = nullptr;     // standard normals
  const double* factor = nullptr;  // null: no common factor
  const double* share = nullptr;
  double lower = 0.0, upper = 0.0;
  std::size_t width = 0;
};

struct VmKernels {
  void (*run)(const TileInstr* code, std::size_t count, const TileView& tile);
  ChannelNews (*update_channel)(const ChannelUpdate& update, ChannelFlags& flags);
  // value += sd × z, folded once at each end of its range, then clamped.
  void (*add_noise)(const NoiseUpdate& update);
  // Set of states that some world is in.
  std::uint64_t (*occupied)(const std::int64_t* states, std::size_t width);
  // values[i] *= factors[i]
  void (*multiply)(double* values, const double* factors, std::size_t width);
  // Is some value of the rows not finite, in any world?
  bool (*any_non_finite)(const double* rows, const Row* which, std::size_t count,
                         std::size_t width);
  // Worlds in which the value is not finite.
  LaneBits (*non_finite)(const double* values, std::size_t width);
  // values[i] = x for n values; n is a multiple of the granule.
  void (*fill)(double* values, double x, std::size_t n);
  // Position of the smallest of n values (the first of equals); n >= 1.
  std::size_t (*argmin)(const double* values, std::size_t n);
};

const VmKernels& Vm();

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_KERNELS_VM_H_
