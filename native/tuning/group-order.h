#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace codeshell {

struct DocumentGroups {
  /// By document a group from 1 to `groupCount`, or 0 for documents that are left out.
  const uint16_t* of;
  size_t documentCount;
  size_t groupCount;
};

/// Writes the ids of an order by their groups, within a group in the order that they had.
///
/// @param target of `length` ids.
/// @return where each group starts, and the end of the last.
/// Throws std::out_of_range that names the first id or group that is too great.
std::vector<uint32_t> groupOrder(const uint32_t* order, size_t length, const DocumentGroups& groups, uint32_t* target);

}  // namespace codeshell
