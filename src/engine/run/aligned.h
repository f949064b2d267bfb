// A zero-filled array aligned for any SIMD target.
#ifndef ENTENTE_ENGINE_RUN_ALIGNED_H_
#define ENTENTE_ENGINE_RUN_ALIGNED_H_

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>

namespace entente::engine {

template <typename T>
class Aligned {
 public:
  Aligned() = default;
  explicit Aligned(std::size_t size) : size_(size) {
    // One element at least: the address of an empty array's beginning may be taken.
    const std::size_t kept = std::max<std::size_t>(size, 1);
    data_.reset(static_cast<T*>(::operator new[](kept * sizeof(T), std::align_val_t{64})));
    std::fill_n(data_.get(), kept, T{});
  }
  T* data() { return data_.get(); }
  const T* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  T& operator[](std::size_t i) { return data_.get()[i]; }
  const T& operator[](std::size_t i) const { return data_.get()[i]; }

 private:
  struct Free {
    void operator()(T* p) const { ::operator delete[](p, std::align_val_t{64}); }
  };
  std::unique_ptr<T[], Free> data_;
  std::size_t size_ = 0;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_ALIGNED_H_
