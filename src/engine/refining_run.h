// A run that is looked at while it grows: first numbers after five hundred worlds, better ones
// after twenty thousand, of the very same worlds that one long run would have.
#ifndef ENTENTE_ENGINE_REFINING_RUN_H_
#define ENTENTE_ENGINE_REFINING_RUN_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "base/result.h"
#include "engine/results.h"
#include "engine/run.h"
#include "model/model.h"

namespace entente::engine {

// Each look but the last covers a multiple of this many worlds.
inline constexpr std::uint64_t kLookWorlds = 256;

// What is made of a model before its first world, the plan and its native code; some tens of
// milliseconds for the reference model. Never changes, so runs may share it.
struct PreparedModel;

// The model must outlive what is made of it. Of the options it depends on the step factor, the tile's
// width and `native`. Fails as Run does for a model that can not be planned.
Result<std::shared_ptr<const PreparedModel>> Prepare(const model::Model& model,
                                                     const RunOptions& options);

class RefiningRun {
 public:
  // `options.worlds` bounds what can be asked; no archive and no `until_width`. Parameters in `known`
  // are not drawn: the bits are those of a model whose priors are these points. With `keep_values`
  // every world's outcomes are kept (8 bytes each). Fails as Run does.
  static Result<RefiningRun> Make(std::shared_ptr<const PreparedModel> prepared,
                                  const RunOptions& options,
                                  std::vector<KnownParameter> known, bool keep_values);
  RefiningRun(RefiningRun&&) noexcept;
  RefiningRun& operator=(RefiningRun&&) noexcept;
  ~RefiningRun();

  // Simulates on until `worlds` are done, rounded up to whole looks and at most options.worlds;
  // false if it was cancelled before.
  bool RunTo(std::uint64_t worlds);
  // Of the worlds done: the bits of Run with as many worlds.
  RunResult Summary() const;
  std::uint64_t worlds_done() const;
  // Outcome `o` of the worlds done, one number a world as in WorldValues; only with `keep_values`.
  const double* values(std::size_t o) const;

 private:
  struct Parts;
  explicit RefiningRun(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_REFINING_RUN_H_
