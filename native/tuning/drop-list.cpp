#include "tuning/drop-list.h"

#include <algorithm>
#include <stdexcept>
#include <string>

namespace codeshell {
namespace {

void append(const DropList& list, uint32_t from, uint32_t to, bool drops, std::vector<Stretch>& changes) {
  if (from < to) changes.push_back({list.order + from, to - from, drops});
}

void appendSegment(const DropSegment& before, const DropSegment& after, const DropList& list,
                   std::vector<Stretch>& changes) {
  append(list, after.start, std::min(after.end, before.start), false, changes);
  append(list, std::max(after.start, before.end), after.end, false, changes);
  append(list, before.start, std::min(before.end, after.start), true, changes);
  append(list, std::max(before.start, after.end), before.end, true, changes);
}

bool haveSameBorders(const std::vector<DropSegment>& left, const std::vector<DropSegment>& right) {
  return std::equal(
      left.begin(), left.end(), right.begin(), right.end(),
      [](const DropSegment& one, const DropSegment& other) { return one.from == other.from && one.to == other.to; });
}

/// The segment when it drops nothing.
DropSegment keepAll(const DropSegment& segment) { return {segment.from, segment.from, segment.to, segment.to}; }

}  // namespace

void checkSegments(const DropList& list) {
  uint32_t least = 0;
  for (size_t index = 0; index < list.segments.size(); index++) {
    const auto [from, start, end, to] = list.segments[index];
    if (from < least || start < from || end < start || to < end || to > list.length) {
      throw std::out_of_range("segment " + std::to_string(index) + " is " + std::to_string(from) + ", " +
                              std::to_string(start) + ", " + std::to_string(end) + ", " + std::to_string(to) +
                              "; segments ascend from " + std::to_string(least) + " to at most " +
                              std::to_string(list.length));
    }
    least = to;
  }
}

void listChanges(const std::vector<DropSegment>& before, const DropList& after, std::vector<Stretch>& changes) {
  const std::vector<DropSegment>& segments = after.segments;
  if (haveSameBorders(before, segments)) {
    for (size_t index = 0; index < segments.size(); index++) {
      appendSegment(before[index], segments[index], after, changes);
    }
    return;
  }
  for (const DropSegment& segment : before) appendSegment(segment, keepAll(segment), after, changes);
  for (const DropSegment& segment : segments) appendSegment(keepAll(segment), segment, after, changes);
}

void checkIds(const std::vector<Stretch>& stretches, size_t documentCount) {
  for (const Stretch& stretch : stretches) {
    uint32_t greatest = 0;
    for (size_t place = 0; place < stretch.count; place++) greatest = std::max(greatest, stretch.ids[place]);
    if (greatest >= documentCount) {
      throw std::out_of_range("an order holds the id " + std::to_string(greatest) + "; there are " +
                              std::to_string(documentCount) + " documents");
    }
  }
}

}  // namespace codeshell
