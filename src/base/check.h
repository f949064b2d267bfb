// ENTENTE_CHECK: an invariant of ours. A failure is our bug: it throws InternalError, which the
// service layer catches once and turns into exit code 70 or HTTP 500.
#ifndef ENTENTE_BASE_CHECK_H_
#define ENTENTE_BASE_CHECK_H_

#include <stdexcept>
#include <string>

namespace entente {

class InternalError : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] inline void FailCheck(const char* expression, const char* file, int line) {
  throw InternalError(std::string("internal check failed: ") + expression + " at " + file + ":" +
                      std::to_string(line));
}

}  // namespace entente

#define ENTENTE_CHECK(expression) \
  ((expression) ? void(0) : ::entente::FailCheck(#expression, __FILE__, __LINE__))

#endif  // ENTENTE_BASE_CHECK_H_
