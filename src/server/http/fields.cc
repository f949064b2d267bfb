#include "server/http/fields.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "entente/text.h"

namespace entente::server {
namespace {

using Json = nlohmann::json;

constexpr int kMaxDepth = 64;

// The deepest nesting of a JSON text; strings are skipped. Writing JSON back recurses.
int DepthOf(const std::string& text) {
  int depth = 0, deepest = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      else if (c == '"') quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '[' || c == '{') {
      deepest = std::max(deepest, ++depth);
    } else if (c == ']' || c == '}') {
      --depth;
    }
  }
  return deepest;
}

std::string ShortNumber(double value) {
  std::string text = std::to_string(value);
  while (text.back() == '0') text.pop_back();
  if (text.back() == '.') text.pop_back();
  return text;
}

}  // namespace

struct Fields::State {
  Json body = Json::object();
  std::set<std::string> asked;
  std::string fault, suggestion;
};

Fields::Fields(const std::string& body) : state_(std::make_unique<State>()) {
  if (body.empty()) return;
  if (DepthOf(body) > kMaxDepth) {
    state_->fault = "the body is nested deeper than " + std::to_string(kMaxDepth) + " levels";
    return;
  }
  Json parsed;
  try {
    parsed = Json::parse(body);
  } catch (const Json::parse_error& error) {
    state_->fault = "the body is not JSON in UTF-8: wrong at byte " + std::to_string(error.byte);
    return;
  }
  if (!parsed.is_object()) {
    state_->fault = "the body is not a JSON object";
  } else {
    state_->body = std::move(parsed);
  }
}

Fields::Fields(const Json& object) : state_(std::make_unique<State>()) { state_->body = object; }

Fields::~Fields() = default;

const Json* Fields::Find(const std::string& name) {
  state_->asked.insert(name);
  const auto found = state_->body.find(name);
  return found == state_->body.end() || found->is_null() ? nullptr : &*found;
}

void Fields::Wrong(const std::string& name, const std::string& rule) {
  if (state_->fault.empty()) state_->fault = "`" + name + "` " + rule;
}

std::string Fields::Text(const std::string& name, const std::string& absent) {
  const Json* value = Find(name);
  if (value == nullptr) return absent;
  if (value->is_string()) return value->get<std::string>();
  Wrong(name, "must be a text");
  return absent;
}

std::string Fields::WantedText(const std::string& name) {
  if (Find(name) == nullptr) Wrong(name, "is missing: it must be a text");
  return Text(name);
}

bool Fields::Flag(const std::string& name, bool absent) {
  const Json* value = Find(name);
  if (value == nullptr) return absent;
  if (value->is_boolean()) return value->get<bool>();
  Wrong(name, "must be true or false");
  return absent;
}

std::uint64_t Fields::Count(const std::string& name, std::uint64_t absent, std::uint64_t low,
                            std::uint64_t high) {
  const Json* value = Find(name);
  if (value == nullptr) return absent;
  if (value->is_number_unsigned()) {
    const auto count = value->get<std::uint64_t>();
    if (count >= low && count <= high) return count;
  }
  Wrong(name, "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high));
  return absent;
}

std::optional<double> Fields::OptionalNumber(const std::string& name, double low, double high) {
  const Json* value = Find(name);
  if (value == nullptr) return std::nullopt;
  if (value->is_number()) {
    const auto number = value->get<double>();
    if (number >= low && number <= high) return number;
  }
  Wrong(name, "must be a number from " + ShortNumber(low) + " to " + ShortNumber(high));
  return std::nullopt;
}

double Fields::Number(const std::string& name, double absent, double low, double high) {
  return OptionalNumber(name, low, high).value_or(absent);
}

std::vector<std::string> Fields::TextList(const std::string& name) {
  const Json* value = Find(name);
  std::vector<std::string> texts;
  if (value == nullptr) return texts;
  bool fits = value->is_array();
  for (auto item = value->begin(); fits && item != value->end(); ++item) {
    fits = item->is_string();
    if (fits) texts.push_back(item->get<std::string>());
  }
  if (!fits) Wrong(name, "must be a list of texts");
  return texts;
}

std::vector<std::uint64_t> Fields::CountList(const std::string& name, std::uint64_t low,
                                             std::uint64_t high) {
  const Json* value = Find(name);
  std::vector<std::uint64_t> counts;
  if (value == nullptr) return counts;
  bool fits = value->is_array();
  for (auto item = value->begin(); fits && item != value->end(); ++item) {
    fits = item->is_number_unsigned() && item->get<std::uint64_t>() >= low &&
           item->get<std::uint64_t>() <= high;
    if (fits) counts.push_back(item->get<std::uint64_t>());
  }
  if (!fits) {
    Wrong(name, "must be a list of whole numbers from " + std::to_string(low) + " to " +
                    std::to_string(high));
  }
  return counts;
}

api::Texts Fields::TextMap(const std::string& name) {
  const Json* value = Find(name);
  api::Texts texts;
  if (value == nullptr) return texts;
  bool fits = value->is_object();
  for (auto item = value->begin(); fits && item != value->end(); ++item) {
    fits = item->is_string();
    if (fits) texts.emplace(item.key(), item->get<std::string>());
  }
  if (!fits) Wrong(name, "must be an object of texts");
  return texts;
}

std::vector<std::pair<std::string, double>> Fields::NumberMap(const std::string& name) {
  const Json* value = Find(name);
  std::vector<std::pair<std::string, double>> numbers;
  if (value == nullptr) return numbers;
  bool fits = value->is_object();
  for (auto item = value->begin(); fits && item != value->end(); ++item) {
    fits = item->is_number() && std::isfinite(item->get<double>());
    if (fits) numbers.emplace_back(item.key(), item->get<double>());
  }
  if (!fits) Wrong(name, "must be an object of numbers");
  return numbers;
}

const Json& Fields::Any(const std::string& name) {
  static const Json kNothing;
  const Json* value = Find(name);
  return value == nullptr ? kNothing : *value;
}

std::string Fields::Without(const std::string& name) const {
  Json rest = state_->body;
  rest.erase(name);
  return rest.dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::unique_ptr<Fields> Fields::Inner(const std::string& name) {
  const Json* value = Find(name);
  if (value == nullptr) return nullptr;
  if (value->is_object()) return std::make_unique<Fields>(*value);
  Wrong(name, "must be an object");
  return nullptr;
}

void Fields::Join(Fields& inner, const std::string& name) {
  inner.LookForUnknown();
  if (!inner.state_->fault.empty() && state_->fault.empty()) {
    state_->fault = "in `" + name + "`: " + inner.state_->fault;
    state_->suggestion = inner.state_->suggestion;
  }
}

void Fields::LookForUnknown() {
  if (!state_->fault.empty()) return;
  for (const auto& [name, value] : state_->body.items()) {
    if (state_->asked.count(name) > 0) continue;
    const std::vector<std::string> known(state_->asked.begin(), state_->asked.end());
    const std::string nearest = api::Nearest(name, known);
    state_->fault = "there is a field `" + name + "` that this request does not know";
    if (!nearest.empty()) state_->suggestion = "did you mean `" + nearest + "`?";
    return;
  }
}

std::optional<Response> Fields::Fault() {
  LookForUnknown();
  if (state_->fault.empty()) return std::nullopt;
  return Refusal({400, "bad-request", state_->fault, state_->suggestion, "", ""});
}

}  // namespace entente::server
