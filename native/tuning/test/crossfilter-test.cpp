#include "tuning/crossfilter.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <stdexcept>

#include "base/test/check.h"
#include "tuning/group-order.h"
#include "tuning/test/reference.h"

namespace codeshell::test {
namespace {

using Random = std::mt19937_64;

size_t pick(Random& random, size_t count) { return random() % count; }

std::vector<uint32_t> shuffledIds(Random& random, size_t documentCount, size_t length) {
  std::vector<uint32_t> ids(documentCount);
  std::iota(ids.begin(), ids.end(), 0);
  std::shuffle(ids.begin(), ids.end(), random);
  ids.resize(length);
  return ids;
}

/// Borders of up to three segments.
std::vector<DropSegment> randomSegments(Random& random, size_t length) {
  std::vector<DropSegment> segments(pick(random, 4));
  std::vector<uint32_t> places(segments.size() * 4);
  for (uint32_t& place : places) place = static_cast<uint32_t>(pick(random, length + 1));
  std::sort(places.begin(), places.end());
  for (size_t index = 0; index < segments.size(); index++) {
    const uint32_t* const place = &places[index * 4];
    segments[index] = {place[0], place[1], place[2], place[3]};
  }
  return segments;
}

/// Moves what the segments keep, and leaves their borders.
void moveBounds(Random& random, std::vector<DropSegment>& segments) {
  for (DropSegment& segment : segments) {
    const size_t length = segment.to - segment.from + 1;
    const auto one = static_cast<uint32_t>(segment.from + pick(random, length));
    const auto other = static_cast<uint32_t>(segment.from + pick(random, length));
    segment.start = std::min(one, other);
    segment.end = std::max(one, other);
  }
}

ListedRule randomRule(Random& random, size_t documentCount) {
  ListedRule rule;
  rule.order = shuffledIds(random, documentCount, pick(random, documentCount + 1));
  rule.segments = randomSegments(random, rule.order.size());
  return rule;
}

/// Adds, takes away, changes and reorders some.
void changeRules(Random& random, std::vector<ListedRule>& rules, size_t documentCount, size_t mostRules) {
  for (uint32_t place = 0; place < rules.size(); place++) rules[place].before = place;
  for (ListedRule& rule : rules) {
    if (pick(random, 2) == 0) moveBounds(random, rule.segments);
    if (pick(random, 12) == 0) rule.segments = randomSegments(random, rule.order.size());
  }
  if (!rules.empty() && pick(random, 4) == 0) rules.erase(rules.begin() + pick(random, rules.size()));
  if (pick(random, 6) == 0) std::shuffle(rules.begin(), rules.end(), random);
  if (rules.size() < mostRules && pick(random, 2) == 0) {
    rules.insert(rules.begin() + pick(random, rules.size() + 1), randomRule(random, documentCount));
  }
}

Followed randomFollowed(Random& random, size_t documentCount) {
  constexpr float kInfinity = std::numeric_limits<float>::infinity();
  const std::vector<float> odd{NAN, 0.0f, -0.0f, kInfinity, -kInfinity, 1e-40f, -3.5f};
  Followed followed;
  for (size_t document = 0; document < documentCount; document++) {
    const float even = static_cast<float>(pick(random, 40)) / 2;
    followed.values.push_back(pick(random, 4) == 0 ? odd[pick(random, odd.size())] : even);
  }
  followed.edges = {-1};
  const size_t bins = 1 + pick(random, 30);
  for (size_t bin = 0; bin < bins; bin++) followed.edges.push_back(followed.edges.back() + pick(random, 3) * 0.5);
  followed.countsBytes = pick(random, 2) == 0;
  return followed;
}

void changeFollowed(Random& random, Crossfilter& crossfilter, std::vector<Followed>& followed) {
  if (!followed.empty() && pick(random, 8) == 0) {
    const size_t place = pick(random, followed.size());
    crossfilter.unfollow(followed[place].slot);
    followed.erase(followed.begin() + place);
  }
  // More than a short row has room for.
  if (followed.size() < 20 && pick(random, 3) == 0) {
    Followed each = randomFollowed(random, crossfilter.documentCount());
    each.slot = crossfilter.follow(each.values.data(), each.edges, each.countsBytes);
    followed.push_back(each);
  }
}

void testChanges(uint64_t seed, size_t documentCount, size_t mostRules, int rounds) {
  Random random(seed);
  std::vector<double> sizes(documentCount);
  for (double& size : sizes) size = static_cast<double>(pick(random, 8) == 0 ? UINT32_MAX : pick(random, 5000));
  Crossfilter crossfilter(sizes.data(), documentCount);
  std::vector<ListedRule> rules;
  std::vector<Followed> followed;
  for (int round = 0; round < rounds; round++) {
    changeRules(random, rules, documentCount, mostRules);
    crossfilter.setRules(toRules(rules));
    changeFollowed(random, crossfilter, followed);
    checkTotals(crossfilter, sizes, rules, followed);
  }
}

/// Enough documents for several threads, moved a little and far.
void testThreads() {
  Random random(7);
  constexpr size_t kCount = 300'000;
  std::vector<double> sizes(kCount, 3);
  Crossfilter crossfilter(sizes.data(), kCount);
  std::vector<Followed> followed{randomFollowed(random, kCount)};
  followed[0].slot = crossfilter.follow(followed[0].values.data(), followed[0].edges, followed[0].countsBytes);
  std::vector<ListedRule> rules;
  for (uint32_t place = 0; place < 3; place++) {
    rules.push_back({shuffledIds(random, kCount, kCount), {{0, 10, kCount - 10, kCount}}, kNoRule});
  }
  for (const uint32_t start : {10u, 48'000u, 300'000u, 299'000u, 0u}) {
    rules[1].segments[0].start = start;
    rules[1].segments[0].end = kCount;
    crossfilter.setRules(toRules(rules));
    for (uint32_t place = 0; place < rules.size(); place++) rules[place].before = place;
    checkTotals(crossfilter, sizes, rules, followed);
  }
}

template <typename Work>
void checkRefused(const Work& work, const char* what) {
  try {
    work();
  } catch (const std::out_of_range&) {
    return;
  }
  check(false, what);
}

void testRefusals() {
  const std::vector<double> sizes{1, 2, 3};
  Crossfilter crossfilter(sizes.data(), sizes.size());
  const std::vector<uint32_t> order{2, 0, 1};
  const auto setOne = [&](const std::vector<uint32_t>& ids, DropSegment segment, uint32_t before = kNoRule) {
    crossfilter.setRules({{before, {ids.data(), ids.size(), {segment}}}});
  };
  setOne(order, {0, 1, 3, 3});
  checkRefused([&] { setOne(order, {0, 2, 1, 3}); }, "bounds that cross");
  checkRefused([&] { setOne(order, {0, 0, 0, 4}); }, "a segment past the end");
  checkRefused([&] { setOne({3}, {0, 1, 1, 1}); }, "an id that no document has");
  checkRefused([&] { setOne(order, {0, 0, 3, 3}, 1); }, "a rule that was not in force");
  checkRefused([&] { crossfilter.setRules(std::vector<RuleInForce>(256, {kNoRule, {}})); }, "too many rules");
  checkRefused([&] { crossfilter.keptOf(0); }, "a slot that is free");
  checkRefused([&] { crossfilter.follow(nullptr, {1}, false); }, "one edge");
  checkRefused([&] { crossfilter.follow(nullptr, {1, 0}, false); }, "edges that descend");
  const double wrong[] = {1, 1.5, -1, NAN, 4294967296.0};
  for (size_t index = 1; index < 5; index++) {
    checkRefused([&] { Crossfilter refused(wrong + index, 1); }, "a size that is not whole");
  }
  // What was refused changed nothing.
  checkTotals(crossfilter, sizes, {{order, {{0, 1, 3, 3}}, 0}}, {});
}

void testGroups() {
  Random random(3);
  for (const size_t count : {size_t{0}, size_t{1}, size_t{1000}, size_t{200'000}}) {
    const std::vector<uint32_t> order = shuffledIds(random, count, count - count / 5);
    std::vector<uint16_t> groups(count);
    for (uint16_t& group : groups) group = static_cast<uint16_t>(pick(random, 5));
    std::vector<uint32_t> grouped(order.size());
    const auto starts = groupOrder(order.data(), order.size(), {groups.data(), count, 4}, grouped.data());
    checkEqual(starts.size(), size_t{5}, "borders of groups");
    for (uint16_t group = 1; group <= 4; group++) {
      std::vector<uint32_t> expected;
      for (const uint32_t id : order) {
        if (groups[id] == group) expected.push_back(id);
      }
      const std::vector<uint32_t> actual(grouped.begin() + starts[group - 1u], grouped.begin() + starts[group]);
      check(actual == expected, "documents of a group");
    }
  }
  const uint32_t id = 1;
  const uint16_t groups[] = {0, 2};
  uint32_t target = 0;
  checkRefused([&] { groupOrder(&id, 1, {groups, 1, 2}, &target); }, "an id that no document has");
  checkRefused([&] { groupOrder(&id, 1, {groups, 2, 1}, &target); }, "a group that there is not");
}

}  // namespace
}  // namespace codeshell::test

int main() {
  using namespace codeshell::test;
  testChanges(1, 0, 4, 20);
  testChanges(2, 1, 40, 60);
  for (uint64_t seed = 3; seed < 10; seed++) testChanges(seed, 50, 12, 80);
  testChanges(11, 300, 80, 300);
  testThreads();
  testRefusals();
  testGroups();
  return reportChecks();
}
