// What moves touch, found once; and those that touch nothing but jump channels and monitors, so that
// they can be made without the general bookkeeping.
#include <algorithm>
#include <map>

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
    plan_.hot[static_cast<std::size_t>(&channel - plan_.channels.data())].fast =
        plan_.fast_moves[channel.move_happening].simple;
  }
}

void PlanBuilder::AddTouches() {
  plan_.move_touches.resize(plan_.happenings.size());
  for (std::size_t h = 0; h < plan_.happenings.size(); ++h) {
    const PlannedHappening& happening = plan_.happenings[h];
    if (happening.issue == kNoIndex) continue;
    const std::uint32_t issue = happening.issue;
    MoveTouch& touch = plan_.move_touches[h];
    std::map<std::uint32_t, MarkWord> words;
    const auto mark = [&](std::uint32_t channel, bool turning) {
      MarkWord& word = words[channel / 64];
      word.word = channel / 64;
      const std::uint64_t bit = std::uint64_t{1} << (channel % 64);
      word.marks |= bit;
      if (turning) word.turning |= bit;
    };
    for (const model::StateIndex state : {happening.from, happening.to}) {
      for (const std::uint32_t c : plan_.channels_from[issue][state]) mark(c, true);
    }
    const auto differs = [&](const IssueReader& reader) {
      return reader.classes[happening.from] != reader.classes[happening.to];
    };
    for (const IssueReader& reader : plan_.channels_reading_issue[issue]) {
      if (differs(reader)) mark(reader.target, false);
    }
    touch.marks_begin = static_cast<std::uint32_t>(plan_.touch_marks.size());
    for (const auto& [number, word] : words) plan_.touch_marks.push_back(word);
    touch.marks_end = static_cast<std::uint32_t>(plan_.touch_marks.size());
    const auto append = [&](const std::vector<IssueReader>& readers, std::uint32_t& begin,
                            std::uint32_t& end) {
      begin = static_cast<std::uint32_t>(plan_.touched.size());
      for (const IssueReader& reader : readers) {
        if (differs(reader)) plan_.touched.push_back(reader.target);
      }
      end = static_cast<std::uint32_t>(plan_.touched.size());
    };
    append(plan_.components_reading_issue[issue], touch.components_begin, touch.components_end);
    append(plan_.conditions_reading_issue[issue], touch.conditions_begin, touch.conditions_end);
    append(plan_.monitors_reading_issue[issue], touch.monitors_begin, touch.monitors_end);
  }
}

}  // namespace entente::engine
