// Reading a request's JSON: every field is asked for by name, with its type and bounds; the first
// that is wrong, and any that nobody asked for, becomes the refusal.
#ifndef ENTENTE_SERVER_HTTP_FIELDS_H_
#define ENTENTE_SERVER_HTTP_FIELDS_H_

#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "entente/common.h"
#include "server/http/message.h"

namespace entente::server {

class Fields {
 public:
  // Parses a body; an empty one is an empty object.
  explicit Fields(const std::string& body);
  explicit Fields(const nlohmann::json& object);
  ~Fields();
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  // Absent (or null) fields give the default; wrong ones too, and are remembered.
  std::string Text(const std::string& name, const std::string& absent = "");
  std::string WantedText(const std::string& name);
  bool Flag(const std::string& name, bool absent = false);
  std::uint64_t Count(const std::string& name, std::uint64_t absent, std::uint64_t low,
                      std::uint64_t high);
  double Number(const std::string& name, double absent, double low, double high);
  std::optional<double> OptionalNumber(const std::string& name, double low, double high);
  std::vector<std::string> TextList(const std::string& name);
  std::vector<std::uint64_t> CountList(const std::string& name, std::uint64_t low,
                                       std::uint64_t high);
  // Objects whose members are all texts, or all numbers.
  api::Texts TextMap(const std::string& name);
  std::vector<std::pair<std::string, double>> NumberMap(const std::string& name);
  // Anything, as it is; null if absent.
  const nlohmann::json& Any(const std::string& name);

  // The fields of an object within, to be read and joined again; null if absent.
  std::unique_ptr<Fields> Inner(const std::string& name);
  void Join(Fields& inner, const std::string& name);

  // The whole body, without the named field: what a run is remembered by.
  std::string Without(const std::string& name) const;

  // After all fields were asked for: the refusal, if there is one.
  std::optional<Response> Fault();

 private:
  void LookForUnknown();
  struct State;
  const nlohmann::json* Find(const std::string& name);
  void Wrong(const std::string& name, const std::string& rule);
  std::unique_ptr<State> state_;
};

}  // namespace entente::server

#endif  // ENTENTE_SERVER_HTTP_FIELDS_H_
