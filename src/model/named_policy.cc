#include "model/named_policy.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "base/diagnostic.h"

namespace entente::model {
namespace {

Result<std::vector<double>> ReadDoses(const std::string& text, const std::string& name) {
  std::vector<double> doses;
  const char* at = text.data() + name.size() + 1;
  const char* const end = text.data() + text.size() - 1;
  while (at < end) {
    while (at < end && *at == ' ') ++at;
    double value = 0.0;
    const auto [rest, fault] = std::from_chars(at, end, value);
    if (fault != std::errc() || !std::isfinite(value)) break;
    doses.push_back(value);
    at = rest;
    while (at < end && *at == ' ') ++at;
    if (at == end) return doses;
    if (*at++ != ',') break;
  }
  return Fail(fmt::format("the doses of `{}` can not be read; they are numbers, as in `{}(0.5)`",
                          text, name));
}

// "the model has `a`, `b` and 71 more": what a person who misremembers a name can choose from.
std::string NamesThereAre(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 8;
  if (names.empty()) return "the model has none";
  const std::size_t shown = std::min(names.size(), kShown);
  std::string text = "the model has ";
  for (std::size_t i = 0; i < shown; ++i) text += (i > 0 ? ", `" : "`") + names[i] + "`";
  if (names.size() > shown) text += fmt::format(" and {} more", names.size() - shown);
  return text;
}

}  // namespace

Result<NamedPolicy> FindPolicy(const Model& model, const std::string& text) {
  const std::size_t bracket = text.find('(');
  const bool dosed = bracket != std::string::npos && text.back() == ')';
  const std::string name = dosed ? text.substr(0, bracket) : text;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < model.policies.size(); ++i) {
    const Policy& policy = model.policies[i];
    names.push_back(policy.provenance.name);
    if (policy.provenance.name != name) continue;
    NamedPolicy found{PolicyId(i), {}};
    if (dosed) {
      auto doses = ReadDoses(text, name);
      if (!doses) return tl::unexpected<Error>(doses.error());
      found.doses = std::move(*doses);
    }
    if (found.doses.size() != policy.doses.size()) {
      std::vector<std::string> wanted;
      for (const Dose& dose : policy.doses) {
        wanted.push_back(fmt::format("{} in {}..{}", dose.name, dose.low, dose.high));
      }
      return Fail(policy.doses.empty()
                      ? fmt::format("`{}` takes no dose", name)
                      : fmt::format("`{}` is given with its dose, `{}({})`", name, name,
                                    fmt::join(wanted, ", ")));
    }
    for (std::size_t k = 0; k < found.doses.size(); ++k) {
      const Dose& dose = policy.doses[k];
      if (found.doses[k] >= dose.low && found.doses[k] <= dose.high) continue;
      return Fail(fmt::format("the dose `{}` of `{}` is {}; it lies in {}..{}", dose.name, name,
                              found.doses[k], dose.low, dose.high));
    }
    return found;
  }
  const std::optional<std::string> nearest = NearestName(name, names);
  return Fail(fmt::format("no policy or scenario is named `{}`; {}", name,
                          nearest ? "did you mean `" + *nearest + "`?" : NamesThereAre(names)));
}

}  // namespace entente::model
