// The hidden half of the public StopSignal: the flag that the engine polls.
#ifndef ENTENTE_SERVICE_STOP_SIGNAL_H_
#define ENTENTE_SERVICE_STOP_SIGNAL_H_

#include <atomic>

#include "entente/common.h"

namespace entente::api {

struct StopSignal::Impl {
  std::atomic<bool> stopped{false};
};

}  // namespace entente::api

namespace entente::service {

// The flag of `control`, or null if it can not be stopped.
inline const std::atomic<bool>* FlagOf(const api::Control& control) {
  return control.stop == nullptr ? nullptr : &control.stop->impl().stopped;
}

}  // namespace entente::service

#endif  // ENTENTE_SERVICE_STOP_SIGNAL_H_
