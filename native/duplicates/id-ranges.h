#pragma once

#include <cstdint>
#include <map>
#include <optional>

namespace codeshell {

/// A set of document ids, as ranges: ids that follow one another take no memory.
class IdRanges {
 public:
  /// An id from `first` to `last` that is in the set.
  std::optional<uint32_t> findAny(uint32_t first, uint32_t last) const;

  /// None of them may be in the set.
  void add(uint32_t first, uint32_t last);
  /// All of them must be in the set.
  void remove(uint32_t first, uint32_t last);

 private:
  /// The last id of each range by its first; ranges neither overlap nor touch.
  std::map<uint32_t, uint32_t> lasts_;
};

}  // namespace codeshell
