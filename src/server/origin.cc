#include "server/origin.h"

#include <algorithm>
#include <cctype>
#include <charconv>

#include <boost/asio/ip/address.hpp>

namespace entente::server {

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string HostName(std::string_view field) {
  if (field.empty() || field.size() > 255) return "";
  if (field.front() == '[') {
    const std::size_t end = field.find(']');
    if (end == std::string_view::npos) return "";
    return Lower(field.substr(1, end - 1));
  }
  return Lower(field.substr(0, field.find(':')));
}

namespace {

// Not those with a zone, `fe80::1%eth0`: neither hosts nor origins have one.
std::optional<boost::asio::ip::address> AddressIn(const std::string& text) {
  if (text.find('%') != std::string::npos) return std::nullopt;
  boost::system::error_code wrong;
  const boost::asio::ip::address address = boost::asio::ip::make_address(text, wrong);
  if (wrong) return std::nullopt;
  return address;
}

}  // namespace

bool IsAddress(const std::string& host) { return AddressIn(host).has_value(); }

bool IsLoopback(const std::string& host) {
  const auto address = AddressIn(host);
  return host == "localhost" || (address && address->is_loopback());
}

bool IsHostName(const std::string& host) {
  const auto is = [&](auto allowed) { return std::all_of(host.begin(), host.end(), allowed); };
  const auto digit = [](char c) { return c == '.' || (c >= '0' && c <= '9'); };
  const auto plain = [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '.' || c == '_';
  };
  // Digits and dots alone are an address or nothing: no browser takes 1.2.3.999 for a name.
  return !host.empty() && host.size() <= 255 && (IsAddress(host) || (is(plain) && !is(digit)));
}

std::optional<Origin> ReadOrigin(std::string_view given) {
  std::string text = Lower(given);
  if (text.ends_with('/')) text.pop_back();
  const bool secure = text.starts_with("https://");
  if (!secure && !text.starts_with("http://")) return std::nullopt;
  const std::string place = text.substr(secure ? 8 : 7);
  const bool v6 = place.starts_with('[');
  const std::string host = HostName(place);
  if (!IsHostName(host) || (v6 && !IsAddress(host))) return std::nullopt;
  const std::string name = v6 ? "[" + host + "]" : host;
  std::string port = place.substr(name.size());
  if (!port.empty()) {
    unsigned number = 0;
    const char* const end = port.data() + port.size();
    const auto read = std::from_chars(port.data() + 1, end, number);
    if (port[0] != ':' || read.ec != std::errc() || read.ptr != end || number < 1 ||
        number > 65'535) {
      return std::nullopt;
    }
    // Browsers leave out the usual one.
    port = number == (secure ? 443U : 80U) ? "" : ":" + std::to_string(number);
  }
  return Origin{(secure ? "https://" : "http://") + name + port, host};
}

}  // namespace entente::server
