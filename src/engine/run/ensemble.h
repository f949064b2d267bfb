// The ensemble: blocks of 256 worlds handed to threads, their summaries merged in a fixed tree, and
// kept in an archive from which a stopped run goes on.
#ifndef ENTENTE_ENGINE_RUN_ENSEMBLE_H_
#define ENTENTE_ENGINE_RUN_ENSEMBLE_H_

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "engine/run.h"
#include "engine/run/prepared_model.h"
#include "engine/run/summary.h"
#include "engine/sinks/block_tree.h"

namespace entente::engine {

class Ensemble {
 public:
  // `known` stand in for draws; not for runs with an archive, which does not tell them apart.
  static Result<std::unique_ptr<Ensemble>> Make(std::shared_ptr<const PreparedModel> prepared,
                                                const RunOptions& options,
                                                std::vector<KnownParameter> known = {});

  // Runs until worlds 0 … worlds − 1 are done or the run is cancelled; true if all are done.
  bool RunTo(std::uint64_t worlds);
  // Widest interval among the outcomes that --until watches, at the given confidence.
  Result<double> WidestInterval(double confidence) const;
  RunResult Finish(double confidence) const;
  // Nothing if no archive is wanted; an error if it can not be written.
  Result<void> SaveCheckpoint();

  std::uint64_t worlds_done() const;

  // From now on every world's outcomes are kept: before the first RunTo.
  void KeepValues();
  // Outcome `o` by world; null unless they are kept.
  const double* values(std::size_t o) const {
    return values_.empty() ? nullptr : &values_[o * options_.worlds];
  }

 private:
  Ensemble(std::shared_ptr<const PreparedModel> prepared, const RunOptions& options,
           std::vector<KnownParameter> known);
  Result<void> LoadCheckpoint();
  std::uint64_t Fingerprint() const;
  void Work(std::uint64_t worlds);
  bool RunBlock(Tile& tile, std::uint64_t block, std::uint64_t worlds, OutcomeSummaries& outcomes,
                Counts& counts);
  TileSettings Settings() const;
  std::uint64_t BlocksDone() const { return counts_.prefix(); }
  void Report(std::uint64_t wanted);

  const std::shared_ptr<const PreparedModel> prepared_;
  const model::Model& model_;
  const Plan& plan_;
  const RunOptions options_;
  const std::vector<KnownParameter> known_;
  std::vector<double> grid_;                 // work grid, with more stops for series
  std::vector<std::size_t> sample_of_grid_;  // sample number by grid index, or kNoSample
  std::vector<double> sample_days_;
  std::vector<double> period_ends_;
  std::shared_ptr<const SeriesLayout> layout_;

  mutable std::mutex mutex_;
  BlockTree<OutcomeSummaries> outcomes_;
  BlockPrefix<Counts> counts_;
  std::atomic<std::uint64_t> next_block_{0};
  std::vector<double> values_;  // [outcome][world]; each block's worlds are written by one thread
  std::uint64_t worlds_in_last_block_ = 0;   // of the prefix's last block, if it was cut short
  std::uint64_t worlds_done_ = 0;
  std::chrono::steady_clock::time_point last_save_;
  std::string save_error_;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_ENSEMBLE_H_
