// Writes lane programs, whole hazards and the motion of components as x86-64 functions
// `double f(NativeFrame*)`.
#ifndef ENTENTE_ENGINE_NATIVE_LANE_EMITTER_H_
#define ENTENTE_ENGINE_NATIVE_LANE_EMITTER_H_

#if defined(__x86_64__)

#include <asmjit/asmjit.h>

#include "engine/plan/plan.h"

namespace entente::engine {

// The function's label. Errors surface when the compiler is finalised.
asmjit::Label EmitLaneProgram(const Plan& plan, const LaneProgram& program, std::size_t width,
                              asmjit::x86::Compiler& compiler);

// Do all guards of the channel read only what holds still between jumps?
bool GuardsStandStill(const Plan& plan, const PlannedChannel& channel);

// NativeCode::advance and ::refresh; labels that are not valid where there is nothing to do.
asmjit::Label EmitAdvance(const Plan& plan, const Component& component, std::size_t width,
                          asmjit::x86::Compiler& compiler);
asmjit::Label EmitRefresh(const Plan& plan, const Component& component, std::size_t width,
                          asmjit::x86::Compiler& compiler);
// The sum of the channel's terms whose guards hold.
asmjit::Label EmitHazard(const Plan& plan, const PlannedChannel& channel, std::size_t width,
                         asmjit::x86::Compiler& compiler);

}  // namespace entente::engine

#endif

#endif  // ENTENTE_ENGINE_NATIVE_LANE_EMITTER_H_
