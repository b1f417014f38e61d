#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

/// Of the places `from` to `to` of an order, a rule drops the documents before `start` and those from `end` on.
struct DropSegment {
  uint32_t from;
  uint32_t start;
  uint32_t end;
  uint32_t to;
};

/// What a rule drops. No document stands in the order twice.
struct DropList {
  /// Document ids.
  const uint32_t* order;
  size_t length;
  /// They ascend and do not overlap.
  std::vector<DropSegment> segments;
};

/// A stretch of an order whose documents a rule begins or ceases to drop.
struct Stretch {
  const uint32_t* ids;
  size_t count;
  bool drops;
};

/// Throws std::out_of_range that says which segment does not ascend or leaves the order.
void checkSegments(const DropList& list);

/// Appends what changes from `before` to `after`, of the same order; where their segments have other borders, all.
void listChanges(const std::vector<DropSegment>& before, const DropList& after, std::vector<Stretch>& changes);

/// Throws std::out_of_range that names the first id that is not below `documentCount`.
void checkIds(const std::vector<Stretch>& stretches, size_t documentCount);

}  // namespace codeshell
