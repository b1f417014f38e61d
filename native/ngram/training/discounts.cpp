#include "ngram/training/discounts.h"

namespace codeshell {

DiscountEstimate estimateDiscount(const CountStatistics& statistics) {
  const DiscountEstimate fallback{{0, 0.5, 1, 1.5}, true};
  const auto& n = statistics.countOfCounts;
  if (n[1] == 0 || n[2] == 0 || n[3] == 0) return fallback;
  const double ones = static_cast<double>(n[1]);
  const double y = ones / (ones + 2.0 * static_cast<double>(n[2]));
  Discount discount{};
  for (size_t count = 1; count <= 3; count++) {
    const double ratio = static_cast<double>(n[count + 1]) / static_cast<double>(n[count]);
    discount[count] = static_cast<double>(count) - static_cast<double>(count + 1) * y * ratio;
    if (discount[count] < 0 || discount[count] > static_cast<double>(count)) return fallback;
  }
  return {discount, false};
}

}  // namespace codeshell
