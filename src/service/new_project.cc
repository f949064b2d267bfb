#include <cctype>
#include <filesystem>
#include <system_error>

#include "entente/text.h"
#include "entente/workspace.h"
#include "service/guard.h"
#include "service/models.h"

namespace entente::api {
namespace {

namespace fs = std::filesystem;

// A name that can stand after `system`.
std::string SystemName(const std::string& folder) {
  std::string name;
  for (const char c : folder) {
    const auto byte = static_cast<unsigned char>(c);
    name += std::isalnum(byte) != 0 ? static_cast<char>(std::tolower(byte)) : '_';
  }
  if (name.empty() || std::isdigit(static_cast<unsigned char>(name[0])) != 0) name = "m_" + name;
  return name;
}

std::string Text(const std::string& name) {
  // One long literal: what `entente fmt` makes of it is itself (tests/cli).
  return R"(/// A small model to start from: two neighbours, one dispute, one quantity, one linkage.
/// Change anything, then run `entente check` and `entente run` in this folder again.
system )" + name + R"( "Two neighbours and a border"

time from 2025-01-01 to 2030-01-01 step 1 week

// Who there is.
actor ALPHA "Republic of Alpha" : state
actor BETA "Kingdom of Beta"    : state
set pair = { ALPHA, BETA }
track security

// What is not known: two numbers are the 10th and 90th percentile of what you believe.
param provocation ~ 0.5 to 3 per year "how often incidents happen"
  judgement "a first guess, to be replaced by a source"
param patience ~ 0.3 to 0.8 "how much of an incident is let pass"
  judgement "a first guess"

// What moves smoothly.
quantity anger[a in pair, b in pair where a != b] "Public anger" in 0..1 {
  starts { ALPHA, BETA: 0.3  BETA, ALPHA: 0.2 }
  relaxes to 0.2 with half-life 9 months
}

// What is in one of a few states, and the ways between them.
issue border "The border" between ALPHA, BETA about security {
  states calm, tense, closed
  starts calm
  calm -> tense    rate 0.4 per year + 2 per year * anger[ALPHA, BETA]
  tense -> calm    rate 1 per year
  tense -> closed  rate 0.5 per year * anger[BETA, ALPHA]
  closed -> tense  after 3 to 12 months
}

// What happens, and what follows from it.
event incident[a, b in pair where a != b] "Incident" by a toward b about security weight -4 {
  rate provocation
  then anger[b, a] += 0.1 * (1 - patience)
}

// Incidents answer incidents.
linkage retaliation "Tit for tat" for a in pair, b in pair where a != b
  from hostile a -> b about security
  to hostile b -> a about security
  adds 50 % per act of weight 10, half-life 3 months

// What could be done.
policy hotline by ALPHA, BETA "A direct line between the capitals" {
  scale retaliation by 0.5
}

// What is asked.
outcome closed_border "The border is closed at some time" = ever border is closed within 60 months
outcome first_closing "When it closes first"     = time to border is closed
outcome incidents "Incidents"                    = count of incident per year
outcome anger_at_end "Anger in Alpha at the end" = final of anger[ALPHA, BETA]
)";
}

NewProjectAnswer Make(const NewProjectRequest& request) {
  if (request.path.empty()) {
    return service::Refuse(NewProjectAnswer(), Status::kBadRequest, "the new model needs a name");
  }
  fs::path folder = fs::path(request.path).lexically_normal();
  if (!folder.has_filename()) folder = folder.parent_path();
  const fs::path file = folder / "main.ent";
  std::error_code error;
  if (fs::exists(file, error)) {
    return service::Refuse(NewProjectAnswer(), Status::kFailed,
                           "`" + file.string() + "` is there already and stays as it is");
  }
  fs::create_directories(folder, error);
  if (error) {
    return service::Refuse(NewProjectAnswer(), Status::kFailed,
                           "cannot make `" + folder.string() + "`: " + error.message());
  }
  const auto written = service::WriteFile(file.string(), Text(SystemName(folder.filename())));
  if (!written) {
    return service::Refuse(NewProjectAnswer(), Status::kFailed, written.error().message);
  }
  NewProjectAnswer answer;
  answer.files.push_back(file.string());
  return answer;
}

}  // namespace

ModelTexts StarterModel(const std::string& name) {
  return {name, "Two neighbours and a border", {{"main.ent", Text(SystemName(name))}}};
}

NewProjectAnswer NewProject(const NewProjectRequest& request) {
  return service::Guarded<NewProjectAnswer>("start of a new model", [&] { return Make(request); });
}

}  // namespace entente::api
