#include "service/stop_signal.h"

namespace entente::api {

static_assert(std::atomic<bool>::is_always_lock_free, "Stop is called from signal handlers");

StopSignal::StopSignal() : impl_(std::make_unique<Impl>()) {}
StopSignal::~StopSignal() = default;

void StopSignal::Stop() noexcept { impl_->stopped.store(true); }
bool StopSignal::stopped() const noexcept { return impl_->stopped.load(); }

}  // namespace entente::api
