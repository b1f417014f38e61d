#include "tuning/sort-values.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <random>
#include <vector>

#include "base/test/check.h"

namespace codeshell::test {
namespace {

std::vector<uint32_t> sortPlainly(const std::vector<float>& values) {
  std::vector<uint32_t> ids(values.size());
  std::iota(ids.begin(), ids.end(), 0);
  std::stable_sort(ids.begin(), ids.end(), [&](uint32_t left, uint32_t right) {
    if (std::isnan(values[left]) || std::isnan(values[right])) return !std::isnan(values[left]);
    return values[left] < values[right];
  });
  // What is missing by id, which a comparison with NaN on both sides cannot say.
  const auto missing = std::find_if(ids.begin(), ids.end(), [&](uint32_t id) { return std::isnan(values[id]); });
  std::sort(missing, ids.end());
  return ids;
}

void testSort(uint64_t seed, size_t count, uint32_t kinds) {
  std::mt19937_64 random(seed);
  const float special[] = {0.0f,
                           -0.0f,
                           std::numeric_limits<float>::quiet_NaN(),
                           -std::numeric_limits<float>::quiet_NaN(),
                           std::numeric_limits<float>::infinity(),
                           -std::numeric_limits<float>::infinity(),
                           std::numeric_limits<float>::denorm_min(),
                           std::numeric_limits<float>::lowest()};
  std::vector<float> values(count);
  for (float& value : values) {
    value =
        random() % 3 == 0 ? special[random() % 8] : static_cast<float>(static_cast<int64_t>(random() % kinds)) - 9.5f;
  }
  std::vector<uint32_t> order(count);
  sortValues(values.data(), count, order.data(), kNeverCancelled);
  check(order == sortPlainly(values), "ids by value, equal values by id, what is missing last");
}

void testCancel() {
  const CancelSwitch cancelled{true};
  const float value = 1;
  uint32_t id = 0;
  bool isCancelled = false;
  try {
    sortValues(&value, 1, &id, cancelled);
  } catch (const Cancelled&) {
    isCancelled = true;
  }
  check(isCancelled, "a call that is cancelled ends as such");
}

}  // namespace
}  // namespace codeshell::test

int main() {
  using namespace codeshell::test;
  for (uint64_t seed = 0; seed < 40; seed++) testSort(seed, seed, 20);
  testSort(50, 5000, 3);
  // More than one thread.
  testSort(51, 200'000, 1000);
  testSort(52, 200'000, 4'000'000);
  testCancel();
  return reportChecks();
}
