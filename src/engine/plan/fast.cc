// Moves that touch nothing but jump channels and monitors, found once, so that they can be made
// without the general bookkeeping.
#include <algorithm>

#include "engine/plan/builder.h"

namespace entente::engine {

FastMove PlanBuilder::MakeFastMove(std::uint32_t issue, std::size_t from, std::size_t to) {
  FastMove move;
  std::vector<std::uint32_t>& lists = plan_.fast_lists;
  const auto differs = [&](const IssueReader& reader) {
    return reader.classes[from] != reader.classes[to];
  };
  const auto any = [&](const std::vector<IssueReader>& readers) {
    return std::any_of(readers.begin(), readers.end(), differs);
  };
  if (!plan_.timed_from[issue][from].empty() || !plan_.timed_from[issue][to].empty() ||
      plan_.entered_rows[issue] != kNoRow || any(plan_.components_reading_issue[issue]) ||
      any(plan_.conditions_reading_issue[issue])) {
    return move;
  }
  std::vector<std::uint32_t> readers;
  for (const IssueReader& reader : plan_.channels_reading_issue[issue]) {
    const PlannedChannel& channel = plan_.channels[reader.target];
    const bool own = channel.issue == issue && (channel.from == from || channel.from == to);
    if (differs(reader) && !own) readers.push_back(reader.target);
  }
  std::sort(readers.begin(), readers.end());
  readers.erase(std::unique(readers.begin(), readers.end()), readers.end());
  const auto all_jump = [&](const std::vector<std::uint32_t>& channels) {
    return std::all_of(channels.begin(), channels.end(),
                       [&](std::uint32_t c) { return !plan_.channels[c].grid; });
  };
  if (!all_jump(readers) || !all_jump(plan_.channels_from[issue][from]) ||
      !all_jump(plan_.channels_from[issue][to])) {
    return move;
  }
  const auto append = [&lists](const std::vector<std::uint32_t>& values, std::uint32_t& begin,
                               std::uint32_t& end) {
    begin = static_cast<std::uint32_t>(lists.size());
    lists.insert(lists.end(), values.begin(), values.end());
    end = static_cast<std::uint32_t>(lists.size());
  };
  append(plan_.channels_from[issue][from], move.leave_begin, move.leave_end);
  append(plan_.channels_from[issue][to], move.enter_begin, move.enter_end);
  append(readers, move.reader_begin, move.reader_end);
  std::vector<std::uint32_t> monitors;
  for (const IssueReader& reader : plan_.monitors_reading_issue[issue]) {
    if (differs(reader) && !plan_.monitors[reader.target].on_grid) {
      monitors.push_back(reader.target);
    }
  }
  append(monitors, move.monitor_begin, move.monitor_end);
  move.simple = true;
  return move;
}

void PlanBuilder::AddFastMoves() {
  for (const PlannedChannel& channel : plan_.channels) {
    HotChannel hot;
    hot.hash = channel.hash;
    hot.grid = channel.grid;
    hot.slot = channel.slot;
    hot.own = channel.own;
    hot.issue = channel.issue;
    hot.from = channel.from;
    hot.happening = channel.move_happening;
    if (channel.single.kind == LaneCode::Kind::kConstant && channel.single.value >= 0.0) {
      hot.other = false;
      hot.value = channel.single.value;
    } else if (channel.single.kind == LaneCode::Kind::kTable) {
      hot.other = false;
      hot.table = channel.single.table;
      hot.digits = channel.single.begin;
      hot.digits_end = channel.single.end;
    }
    plan_.hot.push_back(hot);
  }
  plan_.fast_moves.resize(plan_.happenings.size());
  for (const PlannedChannel& channel : plan_.channels) {
    if (!channel.plain_move || channel.grid) continue;
    const model::Happening& happening = model_->happenings[channel.move_happening];
    const std::vector<std::uint32_t>& counts =
        plan_.happenings[channel.move_happening].counted_by;
    // A guarded count reads the state before the move: the general way.
    if (!plan_.happenings[channel.move_happening].out_of_by.empty() ||
        std::any_of(counts.begin(), counts.end(), [this](std::uint32_t m) {
          return static_cast<bool>(plan_.monitors[m].counted_while);
        })) {
      continue;
    }
    plan_.fast_moves[channel.move_happening] =
        MakeFastMove(happening.issue.index(), happening.from, happening.to);
  }
}

}  // namespace entente::engine
