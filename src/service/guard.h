// The one place where our own faults are caught: every public function runs inside Guarded, which
// turns an InternalError (or any other exception) into an answer with status kInternal.
#ifndef ENTENTE_SERVICE_GUARD_H_
#define ENTENTE_SERVICE_GUARD_H_

#include <exception>
#include <new>
#include <string>
#include <utility>

#include "base/check.h"
#include "entente/common.h"
#include "entente/text.h"

namespace entente::service {

// `context` names what was asked ("run of `net4`, seed 1"), for the report of the fault.
template <typename AnswerType, typename Task>
AnswerType Guarded(const std::string& context, Task&& task) {
  const auto fault = [&](const std::string& what) {
    AnswerType answer;
    answer.status = api::Status::kInternal;
    answer.message = what + "; this is a fault of entente " + api::Version() + " in the " +
                     context + ", please report it with the model";
    return answer;
  };
  try {
    return std::forward<Task>(task)();
  } catch (const InternalError& error) {
    return fault(error.what());
  } catch (const std::bad_alloc&) {
    AnswerType answer;
    answer.status = api::Status::kFailed;
    answer.message = "out of memory in the " + context;
    return answer;
  } catch (const std::exception& error) {
    return fault(std::string("unexpected exception: ") + error.what());
  }
}

template <typename AnswerType>
AnswerType Refuse(AnswerType answer, api::Status status, std::string message) {
  answer.status = status;
  answer.message = std::move(message);
  return answer;
}

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_GUARD_H_
