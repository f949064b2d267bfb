#include "exact/instant.h"

#include <fmt/format.h>

#include <cmath>
#include <limits>

namespace entente::exact {
namespace {

constexpr double kNoDay = -1.0;  // what fires by a rate reads no calendar
constexpr int kMaxRounds = 64;
constexpr std::uint32_t kNoFlag = std::numeric_limits<std::uint32_t>::max();

}  // namespace

using model::TriggerId;
using model::TriggerKind;

Instant::Instant(const model::Model& model, const Scope& scope, Evaluator& evaluator)
    : model_(model),
      scope_(scope),
      evaluator_(evaluator),
      firing_(model, evaluator),
      once_flags_(model.triggers.size(), kNoFlag),
      state_size_(model.issues.size()) {
  for (std::size_t i = 0; i < model.triggers.size(); ++i) {
    if (model.triggers[i].kind == TriggerKind::kOnce) {
      once_flags_[i] = static_cast<std::uint32_t>(state_size_++);
    }
  }
}

State Instant::Start() const {
  State start;
  for (const model::Issue& issue : model_.issues) start.push_back(issue.start);
  start.resize(state_size_, 0);
  return start;
}

std::vector<std::uint32_t> Instant::Positions() const {
  std::vector<std::uint32_t> positions;
  for (std::size_t i = 0; i < scope_.issues.size(); ++i) {
    if (scope_.issues[i]) positions.push_back(static_cast<std::uint32_t>(i));
  }
  for (const TriggerId id : scope_.conditions) {
    if (once_flags_[id.index()] != kNoFlag) positions.push_back(once_flags_[id.index()]);
  }
  return positions;
}

// ---- what falls due
// ------------------------------------------------------------------------------

void Instant::ActOn(const model::Trigger& trigger, const State& read_in, double day,
                    const Branch& branch, std::vector<Branch>& after) {
  double left = 1.0;
  evaluator_.Enter(read_in, day);
  const bool in_state = !trigger.issue.valid() || read_in[trigger.issue.index()] == trigger.from;
  if (in_state && evaluator_.Holds(trigger.guard)) {
    double p = trigger.probability.valid() ? evaluator_.Value(trigger.probability) : 1.0;
    if (!std::isfinite(p)) {
      Blame(fmt::format("the probability of `{}` is not finite", trigger.provenance.name));
    }
    p = p < 1.0 ? p : 1.0;
    if (p > 0.0) {
      for (const auto& [share, happening] : firing_.Choices(trigger.outlet, read_in, day)) {
        left -= p * share;
        Branch taken = branch;
        taken.weight *= p * share;
        firing_.Occur(happening, taken, day, after);
      }
    }
  }
  if (left <= 1e-14) return;
  after.push_back(branch);
  after.back().weight *= left;
}

void Instant::Act(const model::Trigger& trigger, const State* read_in, double day,
                  std::vector<Branch>& branches) {
  std::vector<Branch> after;
  for (const Branch& branch : branches) {
    ActOn(trigger, read_in != nullptr ? *read_in : branch.state, day, branch, after);
  }
  branches = std::move(after);
}

std::vector<Branch> Instant::Fire(const model::Channel& channel, const State& before) {
  std::vector<Branch> branches;
  for (const auto& [share, happening] : firing_.Choices(channel.outlet, before, kNoDay)) {
    firing_.Occur(happening, Branch{share, before, {}}, kNoDay, branches);
  }
  if (scope_.conditions.empty()) return branches;
  return Settle(std::move(branches), ConditionsIn(before, kNoDay), kNoDay);
}

std::vector<Branch> Instant::Fall(const std::vector<TriggerId>& triggers, const State& before,
                                  double day, bool first) {
  std::vector<Branch> branches{Branch{1.0, before, {}}};
  for (const TriggerId id : triggers) {
    Act(model_.triggers[id.index()], &before, day, branches);
  }
  if (scope_.conditions.empty()) return branches;
  const Truths was = first ? Truths(scope_.conditions.size(), false) : ConditionsIn(before, day);
  return Settle(std::move(branches), was, day);
}

// ---- conditions
// ----------------------------------------------------------------------------------

Instant::Truths Instant::ConditionsIn(const State& state, double day) {
  Truths truths;
  evaluator_.Enter(state, day);
  for (const TriggerId id : scope_.conditions) {
    const model::Trigger& trigger = model_.triggers[id.index()];
    const bool in_state = !trigger.issue.valid() || state[trigger.issue.index()] == trigger.from;
    truths.push_back(in_state && evaluator_.Holds(trigger.condition));
  }
  return truths;
}

std::vector<TriggerId> Instant::Rising(State& state, const Truths& was, const Truths& is) const {
  std::vector<TriggerId> rising;
  for (std::size_t i = 0; i < scope_.conditions.size(); ++i) {
    if (!is[i] || was[i]) continue;
    const TriggerId id = scope_.conditions[i];
    const std::uint32_t flag = once_flags_[id.index()];
    if (flag != kNoFlag) {
      if (state[flag] != 0) continue;
      state[flag] = 1;
    }
    rising.push_back(id);
  }
  return rising;
}

std::vector<Branch> Instant::Settle(std::vector<Branch> branches, const Truths& before,
                                    double day) {
  struct Job {
    Branch branch;
    Truths was;
    int round = 0;
  };
  std::vector<Job> jobs;
  for (Branch& branch : branches) jobs.push_back({std::move(branch), before, 0});
  std::vector<Branch> settled;
  while (!jobs.empty() && problem().empty()) {
    Job job = std::move(jobs.back());
    jobs.pop_back();
    Truths is = ConditionsIn(job.branch.state, day);
    const std::vector<TriggerId> rising = Rising(job.branch.state, job.was, is);
    if (rising.empty()) {
      settled.push_back(std::move(job.branch));
      continue;
    }
    if (job.round >= kMaxRounds) Blame("conditions set one another off without end");
    std::vector<Branch> after{std::move(job.branch)};
    for (const TriggerId id : rising) Act(model_.triggers[id.index()], nullptr, day, after);
    for (Branch& branch : after) jobs.push_back({std::move(branch), is, job.round + 1});
  }
  return settled;
}

}  // namespace entente::exact
