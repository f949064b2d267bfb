// Where the record takes the place of chance: what a tile asks while its worlds are taught. Free
// worlds have none of this; the questions then cost one comparison.
#ifndef ENTENTE_ENGINE_RUN_TEACHING_H_
#define ENTENTE_ENGINE_RUN_TEACHING_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace entente::engine {

class Teaching {
 public:
  virtual ~Teaching() = default;

  // By channel: does not fire of itself at present. Its threshold is a fixed large one, which says
  // what its hazard came to; passing it is void.
  std::vector<std::uint8_t> forbidden;
  // By happening: occurs at present only where the record says so.
  std::vector<std::uint8_t> overridden;
  // By decision: some option may bring about something that is overridden at present.
  std::vector<std::uint8_t> taught_decisions;

  virtual void VoidFiring(std::size_t lane, std::uint32_t channel, double now) = 0;
  // Whether the overridden happening at hand is the record's own.
  virtual bool Forces(std::uint32_t happening) const = 0;
  // Whether the record says what happened on this occasion of a trigger.
  virtual bool Cancels(std::uint32_t trigger, double day) const = 0;
  // The choice on an occasion on which the record knows of none: among the options that leave what
  // is overridden alone. kNoIndex: there is none.
  // `undated`: on an occasion that no calendar knows (a condition, a deadline), which a later row may
  // speak of.
  virtual std::uint32_t ChooseFreely(std::size_t lane, std::uint32_t decision, std::uint64_t k,
                                     bool undated) = 0;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_TEACHING_H_
