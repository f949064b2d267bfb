// Result<T>: the answer of a call that the world can spoil (a missing file, a full disk, a solver
// that does not converge). Model text that is wrong is a Diagnostic instead; our bugs are CHECKs.
#ifndef ENTENTE_BASE_RESULT_H_
#define ENTENTE_BASE_RESULT_H_

#include <string>
#include <tl/expected.hpp>
#include <utility>

namespace entente {

struct Error {
  std::string message;  // lower case, no full stop: what was seen, the rule, the suggestion
};

template <typename T>
using Result = tl::expected<T, Error>;

inline tl::unexpected<Error> Fail(std::string message) {
  return tl::unexpected<Error>(Error{std::move(message)});
}

}  // namespace entente

#endif  // ENTENTE_BASE_RESULT_H_
