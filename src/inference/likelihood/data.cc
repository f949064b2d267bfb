#include "inference/likelihood/data.h"

#include <algorithm>
#include <cmath>

namespace entente::inference {

bool IsTaught(const model::Model& model, const record::RecordedHappening& row, double until) {
  return row.day > 0.0 && row.day <= std::min(until, model.time.horizon_days) &&
         row.known_from_day <= until;
}

engine::Teacher MakeTeacher(const model::Model& model,
                            const std::vector<const record::Chronology*>& chronologies,
                            double until) {
  engine::Teacher teacher;
  for (const record::Chronology* chronology : chronologies) {
    for (const record::RecordedHappening& row : chronology->happenings) {
      if (!IsTaught(model, row, until)) continue;
      engine::TaughtHappening taught;
      taught.day = row.day;
      taught.happening = row.happening;
      taught.form = row.form;
      taught.chance = row.chance;
      taught.option = row.option;
      taught.complete = row.complete;
      if (row.choice) {
        taught.choice = engine::TaughtChoice{row.choice->decision, row.choice->option,
                                             row.choice->occasion, row.choice->window_from,
                                             row.choice->window_to};
      }
      teacher.happenings.push_back(taught);
    }
  }
  std::stable_sort(teacher.happenings.begin(), teacher.happenings.end(),
                   [](const auto& a, const auto& b) { return a.day < b.day; });
  for (const model::RecordSource& source : model.records) {
    engine::CompleteWindow window;
    window.issues = source.complete_issues;
    window.events = source.complete_events;
    window.from = source.from_day;
    window.to = std::min(source.to_day + 1.0, until);
    if (window.from < window.to && window.to > 0.0) teacher.windows.push_back(window);
  }
  return teacher;
}

Data Until(const Data& data, double until) {
  Data cut;
  for (const engine::TaughtHappening& row : data.teacher.happenings) {
    if (row.day <= until) cut.teacher.happenings.push_back(row);
  }
  for (engine::CompleteWindow window : data.teacher.windows) {
    window.to = std::min(window.to, until);
    if (window.from < window.to) cut.teacher.windows.push_back(window);
  }
  std::copy_if(data.cells.begin(), data.cells.end(), std::back_inserter(cut.cells),
               [&](const ObservedCell& cell) { return cell.to <= until; });
  return cut;
}

}  // namespace entente::inference
