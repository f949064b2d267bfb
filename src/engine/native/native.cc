#include "engine/native/native.h"

#if defined(__x86_64__)

#include <cstddef>
#include <future>
#include <vector>

#include <asmjit/asmjit.h>

#include "engine/kernels/math.h"
#include "engine/native/lane_emitter.h"
#include "engine/native/tile_emitter.h"

namespace entente::engine {
namespace {

class X64Code : public NativeCode {
 public:
  // False if the system refuses memory for code, or the assembler fails: then nothing is used.
  // Half of the time goes into each part: they are compiled side by side.
  bool Compile(const Plan& plan, std::size_t width) {
    std::future<bool> grid = std::async([&] { return CompileGrid(plan, width); });
    const bool lanes_done = CompileLanes(plan, width);
    return grid.get() && lanes_done;
  }

 private:
  bool CompileGrid(const Plan& plan, std::size_t width) {
    const auto& features = asmjit::CpuInfo::host().features().x86();
    // As wide as the kernels are.
    const bool wide = features.hasAVX512_F() && features.hasAVX512_DQ() &&
                      MathForChosenTarget().lanes == 8;
    asmjit::CodeHolder holder;
    if (holder.init(runtime_.environment()) != asmjit::kErrorOk) return false;
    asmjit::x86::Compiler compiler(&holder);
    std::vector<asmjit::Label> segments;
    for (const TileSegment& segment : plan.grid_program.segments) {
      segments.push_back(EmitTileSegment(plan.grid_program, segment, width, wide, compiler));
    }
    std::uint8_t* const base = Add(holder, compiler);
    if (base == nullptr) return false;
    Take(holder, base, segments, grid_segments_);
    return true;
  }
  bool CompileLanes(const Plan& plan, std::size_t width) {
    asmjit::CodeHolder holder;
    if (holder.init(runtime_.environment()) != asmjit::kErrorOk) return false;
    asmjit::x86::Compiler compiler(&holder);
    std::vector<asmjit::Label> programs, hazards, advances, refreshes;
    // The programs of a hazard or a motion are part of it; alone they are needed only to say what
    // went wrong.
    std::vector<char> within(plan.lane_programs.size(), 0);
    const auto keep = [&](const LaneCode& code) {
      if (code.kind == LaneCode::Kind::kProgram) within[code.table] = 1;
    };
    for (const PlannedChannel& channel : plan.channels) {
      if (!channel.grid || !GuardsStandStill(plan, channel)) {
        hazards.emplace_back();
        continue;
      }
      hazards.push_back(EmitHazard(plan, channel, width, compiler));
      for (const PlannedTerm& term : channel.terms) {
        keep(term.rate);
        keep(term.guard);
      }
    }
    for (const Component& component : plan.components) {
      advances.push_back(EmitAdvance(plan, component, width, compiler));
      refreshes.push_back(EmitRefresh(plan, component, width, compiler));
      for (const std::uint32_t v : component.members) {
        keep(plan.continuous[v].target_code);
        keep(plan.continuous[v].decay_code);
        keep(plan.continuous[v].drift_code);
      }
    }
    for (std::size_t p = 0; p < plan.lane_programs.size(); ++p) {
      programs.push_back(within[p] != 0 ? asmjit::Label()
                                        : EmitLaneProgram(plan, plan.lane_programs[p], width,
                                                          compiler));
    }
    std::uint8_t* const base = Add(holder, compiler);
    if (base == nullptr) return false;
    Take(holder, base, programs, programs_);
    Take(holder, base, hazards, hazards_);
    Take(holder, base, advances, advances_);
    Take(holder, base, refreshes, refreshes_);
    return true;
  }
  // The code's place; null if it could not be made.
  std::uint8_t* Add(asmjit::CodeHolder& holder, asmjit::x86::Compiler& compiler) {
    std::uint8_t* base = nullptr;
    if (compiler.finalize() != asmjit::kErrorOk) return nullptr;
    return runtime_.add(&base, &holder) == asmjit::kErrorOk ? base : nullptr;
  }
  template <typename Function>
  static void Take(const asmjit::CodeHolder& holder, std::uint8_t* base,
                   const std::vector<asmjit::Label>& entries, std::vector<Function>& functions) {
    for (const asmjit::Label& entry : entries) {
      functions.push_back(entry.isValid() ? reinterpret_cast<Function>(
                                                base + holder.labelOffsetFromBase(entry))
                                          : nullptr);
    }
  }

  asmjit::JitRuntime runtime_;
};

}  // namespace

std::shared_ptr<const NativeCode> CompileNative(const Plan& plan, std::size_t width) {
  if (!asmjit::CpuInfo::host().features().x86().hasAVX2()) return nullptr;
  auto code = std::make_shared<X64Code>();
  if (!code->Compile(plan, width)) return nullptr;
  return code;
}

}  // namespace entente::engine

#else

namespace entente::engine {

std::shared_ptr<const NativeCode> CompileNative(const Plan&, std::size_t) { return nullptr; }

}  // namespace entente::engine

#endif
