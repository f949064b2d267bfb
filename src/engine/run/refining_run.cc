#include "engine/refining_run.h"

#include <algorithm>
#include <utility>

#include "engine/run/ensemble.h"

namespace entente::engine {

static_assert(kLookWorlds == kBlockWorlds);

struct RefiningRun::Parts {
  RunOptions options;
  std::unique_ptr<Ensemble> ensemble;
};

RefiningRun::RefiningRun(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
RefiningRun::RefiningRun(RefiningRun&&) noexcept = default;
RefiningRun& RefiningRun::operator=(RefiningRun&&) noexcept = default;
RefiningRun::~RefiningRun() = default;

Result<std::shared_ptr<const PreparedModel>> Prepare(const model::Model& model,
                                                     const RunOptions& options) {
  return PreparedModel::Make(model, options);
}

Result<RefiningRun> RefiningRun::Make(std::shared_ptr<const PreparedModel> prepared,
                                      const RunOptions& options,
                                      std::vector<KnownParameter> known, bool keep_values) {
  if (!options.checkpoint_file.empty() || options.until_width) {
    return Fail("a run that is looked at keeps no archive and ends at its worlds");
  }
  auto ensemble = Ensemble::Make(std::move(prepared), options, std::move(known));
  if (!ensemble) return tl::unexpected(ensemble.error());
  if (keep_values) (*ensemble)->KeepValues();
  auto parts = std::make_unique<Parts>();
  parts->options = options;
  parts->ensemble = std::move(*ensemble);
  return RefiningRun(std::move(parts));
}

bool RefiningRun::RunTo(std::uint64_t worlds) {
  const std::uint64_t whole = (worlds + kLookWorlds - 1) / kLookWorlds * kLookWorlds;
  return parts_->ensemble->RunTo(std::min(whole, parts_->options.worlds));
}

RunResult RefiningRun::Summary() const {
  RunResult result = parts_->ensemble->Finish(parts_->options.confidence);
  result.partial = result.worlds < parts_->options.worlds;
  return result;
}

std::uint64_t RefiningRun::worlds_done() const { return parts_->ensemble->worlds_done(); }

const double* RefiningRun::values(std::size_t o) const { return parts_->ensemble->values(o); }

}  // namespace entente::engine
