// Typed indices into the model's vectors: an ActorId can never be passed where a QuantityId is
// meant. An id is a 32-bit position; `kNone` marks absence.
#ifndef ENTENTE_BASE_IDS_H_
#define ENTENTE_BASE_IDS_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace entente {

template <typename Tag>
class Id {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

  constexpr Id() = default;
  constexpr explicit Id(std::size_t index) : index_(static_cast<std::uint32_t>(index)) {}

  constexpr bool valid() const { return index_ != kNone; }
  constexpr std::uint32_t index() const { return index_; }

  friend constexpr bool operator==(Id a, Id b) { return a.index_ == b.index_; }
  friend constexpr bool operator!=(Id a, Id b) { return a.index_ != b.index_; }
  friend constexpr bool operator<(Id a, Id b) { return a.index_ < b.index_; }

 private:
  std::uint32_t index_ = kNone;
};

}  // namespace entente

template <typename Tag>
struct std::hash<entente::Id<Tag>> {
  std::size_t operator()(entente::Id<Tag> id) const noexcept { return id.index(); }
};

#endif  // ENTENTE_BASE_IDS_H_
