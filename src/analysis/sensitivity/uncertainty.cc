#include "analysis/sensitivity/uncertainty.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <fmt/format.h>

#include "analysis/worlds/ranges.h"
#include "engine/kernels/math.h"
#include "engine/luck/luck.h"
#include "engine/run/parameters.h"
#include "engine/worlds.h"
#include "model/apply_policies.h"

namespace entente::analysis {
namespace {

constexpr std::uint64_t kFewestRows = 32;
constexpr std::uint64_t kLucks = 2;

std::vector<model::ParameterId> Uncertain(const model::Model& model) {
  std::vector<model::ParameterId> list;
  for (std::size_t p = 0; p < model.parameters.size(); ++p) {
    if (model.parameters[p].prior.kind != model::PriorKind::kPoint) {
      list.push_back(model::ParameterId(p));
    }
  }
  return list;
}

// Uniforms of the design by [parameter][row].
struct Uniforms {
  std::vector<std::vector<double>> a, b;
};

Uniforms DrawUniforms(const model::Model& model, const std::vector<model::ParameterId>& parameters,
                      std::uint64_t seed, std::uint64_t rows) {
  const std::uint64_t key = engine::PurposeKey(seed, engine::Purpose::kParameter);
  Uniforms uniforms;
  for (const model::ParameterId p : parameters) {
    const std::uint64_t hash = Fnv1a64(model.parameters[p.index()].provenance.luck_name);
    std::vector<double> a, b;
    for (std::uint64_t j = 0; j < rows; ++j) {
      const engine::LuckPair pair =
          engine::UniformPair(key, hash, static_cast<std::uint32_t>(j), 0);
      a.push_back(pair.even);
      b.push_back(pair.odd);
    }
    uniforms.a.push_back(std::move(a));
    uniforms.b.push_back(std::move(b));
  }
  return uniforms;
}

// Values of all outcomes in one block: [outcome][luck · rows + row]; times keep +inf.
using Block = std::vector<std::vector<double>>;

// The uniform of parameter i in a row, as the engine makes it of the row's independent ones: of two
// that are drawn jointly, the later one's normal score leans on the earlier one's. So the design has
// the joint prior, and its factors are what is left of each parameter once those before it are known
// (the Rosenblatt order: Mara and Tarantola 2012).
template <typename Column>
double JointUniform(const model::Model& model, const std::vector<model::ParameterId>& parameters,
                    std::size_t i, std::uint64_t row, const Column& column) {
  const double own = column(i, row);
  const model::Parameter& parameter = model.parameters[parameters[i].index()];
  if (!parameter.jointly_with.valid()) return own;
  const auto earlier = std::find(parameters.begin(), parameters.end(), parameter.jointly_with);
  if (earlier == parameters.end()) return own;  // a fixed number has nothing to lean on
  const auto e = static_cast<std::size_t>(earlier - parameters.begin());
  const engine::MathKernels& math = engine::Math();
  const double other = math.normal_quantile1(JointUniform(model, parameters, e, row, column));
  const double rho = parameter.correlation;
  const double score = rho * other + std::sqrt(1.0 - rho * rho) * math.normal_quantile1(own);
  constexpr double kLeast = 0x1p-54;
  return std::clamp(0.5 * std::erfc(-score / std::sqrt(2.0)), kLeast, 1.0 - kLeast);
}

class Designer {
 public:
  Designer(const UncertaintyOptions& options, std::uint64_t rows, std::uint64_t wanted)
      : options_(options), rows_(rows), wanted_(wanted) {}

  // Every row of `model` with the parameters whose values `column(i, row)` gives, by parameter of
  // `parameters`.
  template <typename Column>
  Result<Block> Simulate(engine::WorldSimulator& simulator, const model::Model& model,
                         const std::vector<model::ParameterId>& parameters,
                         const engine::ParameterSampler& sampler, const Column& column) {
    Block block(model.outcomes.size(), std::vector<double>(kLucks * rows_));
    for (std::uint64_t first = 0, count = 0; first < rows_; first += count) {
      count = RangeWorlds(kLucks * first, kLucks * rows_, kLucks) / kLucks;
      engine::ParameterValues given;
      for (std::size_t i = 0; i < parameters.size(); ++i) {
        const std::size_t p = parameters[i].index();
        // What the model at hand fixes stays fixed.
        if (model.parameters[p].prior.kind == model::PriorKind::kPoint) continue;
        given.parameters.push_back(parameters[i]);
        for (std::uint64_t j = 0; j < count; ++j) {
          const double value = sampler.Draw(p, JointUniform(model, parameters, i, first + j, column));
          given.values.insert(given.values.end(), kLucks, value);
        }
      }
      const Result<engine::WorldValues> values =
          simulator.Simulate(kLucks * first, kLucks * count, &given);
      if (!values) return tl::unexpected(values.error());
      if (!values->complete) return Fail("stopped before the design was simulated");
      if (const Result<void> lives = SomeWorldLives(*values); !lives) {
        return tl::unexpected(lives.error());
      }
      for (std::size_t o = 0; o < block.size(); ++o) {
        for (std::uint64_t j = 0; j < count; ++j) {
          for (std::uint64_t l = 0; l < kLucks; ++l) {
            block[o][l * rows_ + first + j] = values->outcome(o)[kLucks * j + l];
          }
        }
      }
      for (const engine::WorldFault fault : values->fault) {
        failed_ += fault != engine::WorldFault::kNone;
      }
      done_ += kLucks * count;
      if (options_.on_progress) options_.on_progress(done_, wanted_);
    }
    return block;
  }

  Result<engine::WorldSimulator> MakeSimulator(const model::Model& model) const {
    engine::WorldsSettings settings;
    settings.seed = options_.seed;
    settings.threads = options_.threads;
    settings.limits = options_.limits;
    settings.cancel = options_.cancel;
    return engine::WorldSimulator::Make(model, settings);
  }

  std::uint64_t done() const { return done_; }
  std::uint64_t failed() const { return failed_; }

 private:
  const UncertaintyOptions& options_;
  std::uint64_t rows_, wanted_;
  std::uint64_t done_ = 0, failed_ = 0;
};

// Times cut at the window's length, so that they have a variance.
std::vector<double> Restricted(const model::Outcome& outcome, std::vector<double> values) {
  if (outcome.kind != model::OutcomeKind::kTimeTo) return values;
  const double longest = outcome.to_day - outcome.from_day;
  for (double& value : values) {
    if (value > longest) value = longest;
  }
  return values;
}

// From [luck · rows + row] to [row · lucks + luck].
std::vector<double> ByDraw(const std::vector<double>& values, std::uint64_t rows) {
  std::vector<double> ordered;
  for (std::uint64_t j = 0; j < rows; ++j) {
    for (std::uint64_t l = 0; l < kLucks; ++l) ordered.push_back(values[l * rows + j]);
  }
  return ordered;
}

struct Blocks {
  Block a, b;
  std::vector<Block> ab;         // by parameter
  std::vector<Block> scenarios;  // as asked
};

NestedValues Nested(const model::Outcome& outcome, std::size_t o, const Blocks& blocks,
                    std::uint64_t rows) {
  NestedValues nested;
  nested.worlds_per_draw = kLucks;
  nested.scenarios.push_back(ByDraw(Restricted(outcome, blocks.a[o]), rows));
  for (const Block& scenario : blocks.scenarios) {
    nested.scenarios.push_back(ByDraw(Restricted(outcome, scenario[o]), rows));
  }
  if (blocks.scenarios.empty() && !blocks.b.empty()) {
    // Nothing to pair with: the other block's draws are as good.
    const std::vector<double> more = ByDraw(Restricted(outcome, blocks.b[o]), rows);
    nested.scenarios[0].insert(nested.scenarios[0].end(), more.begin(), more.end());
  }
  return nested;
}

SaltelliValues Saltelli(const model::Outcome& outcome, std::size_t o, const Blocks& blocks,
                        std::uint64_t rows) {
  SaltelliValues values;
  values.rows = rows;
  values.lucks = kLucks;
  values.a = Restricted(outcome, blocks.a[o]);
  values.b = Restricted(outcome, blocks.b[o]);
  for (const Block& block : blocks.ab) values.ab.push_back(Restricted(outcome, block[o]));
  return values;
}

// Draws of blocks A and B under the first luck.
Result<PawnResult> PawnOf(std::size_t o, const Blocks& blocks, const Uniforms& uniforms,
                          std::uint64_t rows, const UncertaintyOptions& options) {
  std::vector<double> y(blocks.a[o].begin(),
                        blocks.a[o].begin() + static_cast<std::ptrdiff_t>(rows));
  y.insert(y.end(), blocks.b[o].begin(),
           blocks.b[o].begin() + static_cast<std::ptrdiff_t>(rows));
  std::vector<std::vector<double>> factors;
  for (std::size_t i = 0; i < uniforms.a.size(); ++i) {
    std::vector<double> factor = uniforms.a[i];
    factor.insert(factor.end(), uniforms.b[i].begin(), uniforms.b[i].end());
    factors.push_back(std::move(factor));
  }
  PawnOptions pawn;
  pawn.seed = options.seed;
  pawn.confidence = options.confidence;
  return Pawn(factors, y, pawn);
}

OutcomeUncertainty Judge(const model::Model& model, std::size_t o, const Blocks& blocks,
                         const Uniforms& uniforms, std::uint64_t rows,
                         const UncertaintyOptions& options) {
  OutcomeUncertainty result;
  result.outcome = model::OutcomeId(o);
  const model::Outcome& outcome = model.outcomes[o];
  Result<SplitResult> split =
      SplitVariance(Nested(outcome, o, blocks, rows), options.confidence);
  if (!split) {
    result.why_not = split.error().message;
    return result;
  }
  result.split = std::move(*split);
  if (uniforms.a.empty()) return result;
  Result<SobolResult> sobol = Sobol(Saltelli(outcome, o, blocks, rows), options.confidence);
  Result<PawnResult> pawn = PawnOf(o, blocks, uniforms, rows, options);
  if (!sobol || !pawn) {
    result.why_not = !sobol ? sobol.error().message : pawn.error().message;
    return result;
  }
  result.sobol = std::move(*sobol);
  result.pawn = std::move(*pawn);
  return result;
}

Result<std::uint64_t> RowsOf(const UncertaintyOptions& options, std::uint64_t blocks) {
  std::uint64_t rows = options.rows;
  if (rows == 0) {
    rows = options.worlds / (kLucks * blocks);
    rows -= rows % kFewestRows;
  }
  if (rows < kFewestRows) {
    return Fail(fmt::format("{} worlds are too few: {} blocks of {} rows with {} worlds each need "
                            "{}",
                            options.worlds, blocks, kFewestRows, kLucks,
                            blocks * kFewestRows * kLucks));
  }
  if (kLucks * rows > std::numeric_limits<std::uint32_t>::max()) {
    return Fail(fmt::format("{} rows are too many", rows));
  }
  return rows;
}

}  // namespace

Result<UncertaintyResult> Uncertainty(const model::Model& model,
                                      const UncertaintyOptions& options) {
  UncertaintyResult result;
  result.seed = options.seed;
  result.confidence = options.confidence;
  result.scenarios = options.scenarios;
  result.parameters = Uncertain(model);
  std::vector<model::Model> scenarios;
  for (const std::string& name : options.scenarios) {
    Result<model::Model> changed = model::Apply(model, {name});
    if (!changed) return tl::unexpected(changed.error());
    scenarios.push_back(std::move(*changed));
  }
  const std::size_t factors = result.parameters.size();
  const std::uint64_t blocks = 1 + scenarios.size() + (factors == 0 ? 0 : 1 + factors);
  const Result<std::uint64_t> rows = RowsOf(options, blocks);
  if (!rows) return tl::unexpected(rows.error());
  result.rows = *rows;
  const Result<engine::ParameterSampler> sampler = engine::ParameterSampler::Make(model);
  if (!sampler) return tl::unexpected(sampler.error());
  const Uniforms uniforms = DrawUniforms(model, result.parameters, options.seed, *rows);

  Designer designer(options, *rows, blocks * kLucks * *rows);
  Blocks done;
  Result<engine::WorldSimulator> simulator = designer.MakeSimulator(model);
  if (!simulator) return tl::unexpected(simulator.error());
  const auto from_a = [&](std::size_t i, std::uint64_t j) { return uniforms.a[i][j]; };
  const auto simulate = [&](engine::WorldSimulator& with, const model::Model& changed,
                            const auto& column) {
    return designer.Simulate(with, changed, result.parameters, *sampler, column);
  };
  Result<Block> a = simulate(*simulator, model, from_a);
  if (!a) return tl::unexpected(a.error());
  done.a = std::move(*a);
  if (factors > 0) {
    Result<Block> b = simulate(*simulator, model, [&](std::size_t i, std::uint64_t j) {
      return uniforms.b[i][j];
    });
    if (!b) return tl::unexpected(b.error());
    done.b = std::move(*b);
  }
  for (std::size_t x = 0; x < factors; ++x) {
    Result<Block> ab = simulate(*simulator, model, [&](std::size_t i, std::uint64_t j) {
      return i == x ? uniforms.b[i][j] : uniforms.a[i][j];
    });
    if (!ab) return tl::unexpected(ab.error());
    done.ab.push_back(std::move(*ab));
  }
  for (const model::Model& scenario : scenarios) {
    Result<engine::WorldSimulator> other = designer.MakeSimulator(scenario);
    if (!other) return tl::unexpected(other.error());
    Result<Block> block = simulate(*other, scenario, from_a);
    if (!block) return tl::unexpected(block.error());
    done.scenarios.push_back(std::move(*block));
  }
  result.worlds = designer.done();
  result.failed = designer.failed();
  for (std::size_t o = 0; o < model.outcomes.size(); ++o) {
    result.outcomes.push_back(Judge(model, o, done, uniforms, *rows, options));
  }
  return result;
}

}  // namespace entente::analysis
