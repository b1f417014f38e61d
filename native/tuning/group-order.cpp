#include "tuning/group-order.h"

#include <stdexcept>
#include <string>

#include "tuning/document-ranges.h"

namespace codeshell {
namespace {

void count(const uint32_t* ids, size_t length, const DocumentGroups& groups, std::vector<uint32_t>& counts) {
  for (size_t place = 0; place < length; place++) {
    if (ids[place] >= groups.documentCount) {
      throw std::out_of_range("the order holds the id " + std::to_string(ids[place]) + "; there are " +
                              std::to_string(groups.documentCount) + " documents");
    }
    const uint16_t group = groups.of[ids[place]];
    if (group > groups.groupCount) {
      throw std::out_of_range("groups[" + std::to_string(ids[place]) + "] is " + std::to_string(group) +
                              "; there are " + std::to_string(groups.groupCount) + " groups");
    }
    counts[group]++;
  }
}

/// Turns the counts of each thread into the places where it writes next; gives the starts of the groups.
std::vector<uint32_t> makeOffsets(std::vector<std::vector<uint32_t>>& counts, size_t groupCount) {
  std::vector<uint32_t> starts;
  uint32_t offset = 0;
  for (size_t group = 1; group <= groupCount; group++) {
    starts.push_back(offset);
    for (std::vector<uint32_t>& ofThread : counts) {
      const uint32_t length = ofThread[group];
      ofThread[group] = offset;
      offset += length;
    }
  }
  starts.push_back(offset);
  return starts;
}

}  // namespace

std::vector<uint32_t> groupOrder(const uint32_t* order, size_t length, const DocumentGroups& groups, uint32_t* target) {
  const unsigned threads = threadsFor(length);
  std::vector<std::vector<uint32_t>> offsets(threads, std::vector<uint32_t>(groups.groupCount + 1));
  forEachRange(length, threads, [&](unsigned thread, size_t from, size_t to) {
    count(order + from, to - from, groups, offsets[thread]);
  });
  std::vector<uint32_t> starts = makeOffsets(offsets, groups.groupCount);
  forEachRange(length, threads, [&](unsigned thread, size_t from, size_t to) {
    for (size_t place = from; place < to; place++) {
      const uint16_t group = groups.of[order[place]];
      if (group != 0) target[offsets[thread][group]++] = order[place];
    }
  });
  return starts;
}

}  // namespace codeshell
