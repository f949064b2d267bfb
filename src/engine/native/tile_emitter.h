// Writes one segment of tile code as an x86-64 function over all worlds of a tile, for AVX2 or
// (`wide`) AVX-512 with F and DQ. Every world has its own arithmetic, so both give the same bits.
#ifndef ENTENTE_ENGINE_NATIVE_TILE_EMITTER_H_
#define ENTENTE_ENGINE_NATIVE_TILE_EMITTER_H_

#if defined(__x86_64__)

#include <asmjit/asmjit.h>

#include "engine/plan/plan.h"

namespace entente::engine {

// A function `void f(const TileView*)`; the label is not valid for an empty segment. Operations
// that need a math kernel are left to the tile machine: the code around them is compiled. Scratch values
// that nobody reads from memory stay in registers. The program must outlive the code.
asmjit::Label EmitTileSegment(const TileProgram& program, const TileSegment& segment,
                              std::size_t width, bool wide, asmjit::x86::Compiler& compiler);

}  // namespace entente::engine

#endif

#endif  // ENTENTE_ENGINE_NATIVE_TILE_EMITTER_H_
