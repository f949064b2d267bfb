// Who is touched by what: from the static read sets to lists by issue, component and quantity.
#include <algorithm>

#include "engine/plan/builder.h"

namespace entente::engine {

void PlanBuilder::Register(const Reads& reads, std::uint32_t target,
                           std::vector<std::vector<IssueReader>>& by_issue,
                           std::vector<std::vector<std::uint32_t>>* by_component,
                           std::vector<std::vector<std::uint32_t>>& by_static) {
  for (const auto& [issue, classes] : reads.issues) {
    by_issue[issue].push_back({target, classes});
  }
  // A clock of an issue starts again at every move, also between states of one class.
  for (const std::uint32_t issue : reads.clocks_of_issues) {
    StateClasses all{};
    for (std::size_t s = 0; s < all.size(); ++s) all[s] = static_cast<std::uint8_t>(s);
    by_issue[issue].push_back({target, all});
  }
  const auto add_component = [&](std::uint32_t variable) {
    if (by_component == nullptr) return;
    auto& list = (*by_component)[plan_.continuous[variable].component];
    if (std::find(list.begin(), list.end(), target) == list.end()) list.push_back(target);
  };
  for (const std::uint32_t q : reads.quantities) {
    if (plan_.quantity_continuous[q] == kNoIndex) {
      by_static[q].push_back(target);
    } else {
      add_component(plan_.quantity_continuous[q]);
    }
  }
  for (const std::uint32_t p : reads.pressures) add_component(plan_.pressure_continuous[p]);
}

void PlanBuilder::AddDependencies() {
  const std::size_t issues = model_->issues.size();
  const std::size_t components = plan_.components.size();
  const std::size_t quantities = model_->quantities.size();
  plan_.channels_reading_issue.resize(issues);
  plan_.components_reading_issue.resize(issues);
  plan_.conditions_reading_issue.resize(issues);
  plan_.monitors_reading_issue.resize(issues);
  std::vector<std::vector<std::uint32_t>> channels_reading_component(components);
  plan_.conditions_reading_component.resize(components);
  plan_.monitors_reading_component.resize(components);
  plan_.channels_reading_static.resize(quantities);
  plan_.components_reading_static.resize(quantities);
  plan_.conditions_reading_static.resize(quantities);
  plan_.monitors_reading_static.resize(quantities);
  plan_.channels_reading_clock.resize(plan_.clock_rows.size());

  for (std::uint32_t c = 0; c < model_->channels.size(); ++c) {
    Reads reads;
    for (const model::HazardTerm& term : model_->channels[c].terms) {
      reads.Merge(CollectReads(*model_, term.rate_per_day));
      reads.Merge(CollectReads(*model_, term.guard));
    }
    Register(reads, c, plan_.channels_reading_issue, &channels_reading_component,
             plan_.channels_reading_static);
    for (const std::uint32_t h : reads.clocks_of_happenings) {
      plan_.channels_reading_clock[plan_.happenings[h].clock].push_back(c);
    }
  }
  plan_.component_channels = BitRows(components, plan_.channels.size());
  for (std::size_t k = 0; k < components; ++k) {
    for (const std::uint32_t c : channels_reading_component[k]) plan_.component_channels.Set(k, c);
  }
  plan_.jump_channel_set.resize(plan_.component_channels.words);
  for (const std::uint32_t c : plan_.jump_channels) {
    plan_.jump_channel_set[c / 64] |= std::uint64_t{1} << (c % 64);
  }
  for (std::uint32_t k = 0; k < components; ++k) {
    Reads reads;
    for (const std::uint32_t v : plan_.components[k].members) {
      for (const model::ExprId e : {motion_[v].target, motion_[v].decay, motion_[v].drift}) {
        reads.Merge(CollectReads(*model_, e));
      }
    }
    Register(reads, k, plan_.components_reading_issue, nullptr, plan_.components_reading_static);
  }
  for (const std::uint32_t t : plan_.conditions) {
    const model::Trigger& trigger = model_->triggers[t];
    Reads reads = CollectReads(*model_, trigger.condition);
    if (trigger.issue.valid()) {
      StateClasses classes{};
      for (std::size_t s = 0; s < classes.size(); ++s) classes[s] = s == trigger.from ? 1 : 0;
      const auto [it, inserted] = reads.issues.emplace(trigger.issue.index(), classes);
      if (!inserted) Refine(it->second, classes);
    }
    Register(reads, t, plan_.conditions_reading_issue, &plan_.conditions_reading_component,
             plan_.conditions_reading_static);
  }
  for (std::uint32_t m = 0; m < model_->outcomes.size(); ++m) {
    Reads reads = CollectReads(*model_, model_->outcomes[m].expression);
    reads.Merge(CollectReads(*model_, model_->outcomes[m].opens_when));
    Register(reads, m, plan_.monitors_reading_issue, &plan_.monitors_reading_component,
             plan_.monitors_reading_static);
  }
}

}  // namespace entente::engine
