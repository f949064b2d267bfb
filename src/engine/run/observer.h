// What a tile tells while it runs: samples for series, and (for one world's story) every occurrence
// with what brought it about. Null where nobody listens.
#ifndef ENTENTE_ENGINE_RUN_OBSERVER_H_
#define ENTENTE_ENGINE_RUN_OBSERVER_H_

#include <cstddef>
#include <cstdint>

namespace entente::engine {

class Tile;

// What made a happening occur.
struct Origin {
  enum class Kind : std::uint8_t {
    kStart,       // the beginning of the world
    kChannel,     // by chance, at a rate
    kTrigger,     // a date, deadline or window
    kCondition,   // a condition that became true
    kOccurrence,  // an effect or reaction of an earlier occurrence of the same instant
  };
  Kind kind = Kind::kStart;
  std::uint32_t index = 0;       // channel or trigger
  double hazard = 0.0;           // channels: per day, just before
  double probability = 1.0;      // of the option or alternative that was drawn
  std::size_t occurrence = 0;    // kOccurrence: the recorder's number of the cause
  std::uint32_t decision = 0xffffffff;  // if an option was chosen
};

// Listens at every work grid point, after everything at that instant.
class GridObserver {
 public:
  virtual ~GridObserver() = default;
  virtual void AtGrid(const Tile& tile, std::size_t grid_index, double day) = 0;
};

// Listens to every occurrence.
class OccurrenceObserver {
 public:
  virtual ~OccurrenceObserver() = default;
  // Before the state changes. Returns a number for the occurrence.
  virtual std::size_t BeforeOccurrence(Tile& tile, std::size_t lane, double day,
                                       std::uint32_t happening, const Origin& origin) = 0;
  // A pressure was fed by an occurrence.
  virtual void Fed(std::uint32_t continuous, double amount, double day,
                   std::size_t occurrence) = 0;
};

}  // namespace entente::engine

#endif  // ENTENTE_ENGINE_RUN_OBSERVER_H_
