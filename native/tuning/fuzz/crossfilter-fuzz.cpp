#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <vector>

#include "tuning/crossfilter.h"
#include "tuning/test/reference.h"

namespace {

using namespace codeshell;
using namespace codeshell::test;

constexpr size_t kDocuments = 16;

/// What the input says, byte by byte; 0 once it is at its end.
class Input {
 public:
  Input(const uint8_t* data, size_t size) : data_(data), size_(size) {}
  uint8_t next() { return isAtEnd() ? 0 : data_[place_++]; }
  bool isAtEnd() const { return place_ == size_; }

 private:
  const uint8_t* data_;
  size_t size_;
  size_t place_ = 0;
};

/// A permutation of the documents, so that none comes twice; an id past them now and then.
std::vector<uint32_t> readOrder(Input& input) {
  std::vector<uint32_t> order;
  const uint32_t first = input.next();
  for (uint32_t index = 0; index < kDocuments; index++) order.push_back((first + index * 5) % kDocuments);
  if (first == 255) order[0] = kDocuments;
  return order;
}

std::vector<DropSegment> readSegments(Input& input) {
  std::vector<DropSegment> segments(input.next() % 3);
  for (DropSegment& segment : segments) {
    for (uint32_t* place : {&segment.from, &segment.start, &segment.end, &segment.to}) *place = input.next() % 20;
  }
  return segments;
}

void follow(Input& input, Crossfilter& crossfilter, std::vector<Followed>& followed) {
  Followed each;
  for (size_t document = 0; document < kDocuments; document++) {
    const uint8_t byte = input.next();
    each.values.push_back(byte == 0 ? NAN : static_cast<float>(byte));
  }
  for (size_t edges = input.next() % 8; edges > 0; edges--) each.edges.push_back(input.next());
  each.countsBytes = input.next() % 2 == 0;
  each.slot = crossfilter.follow(each.values.data(), each.edges, each.countsBytes);
  followed.push_back(each);
}

}  // namespace

/// The input is a sequence of rules and of distributions to follow. What is refused changes nothing; all totals are
/// those of a count of every document.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Input input(data, size);
  std::vector<double> sizes(kDocuments);
  for (double& sizeBytes : sizes) sizeBytes = input.next();
  Crossfilter crossfilter(sizes.data(), kDocuments);
  std::vector<ListedRule> rules;
  std::vector<Followed> followed;
  while (!input.isAtEnd()) {
    std::vector<ListedRule> next = rules;
    for (uint32_t place = 0; place < next.size(); place++) next[place].before = place;
    try {
      switch (input.next() % 4) {
        case 0:
          if (followed.size() < 20) follow(input, crossfilter, followed);
          continue;
        case 1:
          next.insert(next.begin() + static_cast<ptrdiff_t>(input.next() % (next.size() + 1)),
                      {readOrder(input), readSegments(input), kNoRule});
          break;
        case 2:
          if (!next.empty()) next.erase(next.begin() + static_cast<ptrdiff_t>(input.next() % next.size()));
          break;
        default:
          if (!next.empty()) next[input.next() % next.size()].segments = readSegments(input);
      }
      crossfilter.setRules(toRules(next));
      rules = next;
    } catch (const std::out_of_range&) {
      // What the caller would be told.
    }
  }
  checkTotals(crossfilter, sizes, rules, followed);
  if (failureCount > 0) __builtin_trap();
  return 0;
}
