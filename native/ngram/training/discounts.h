#pragma once

#include <array>
#include <string>

#include "ngram/training/adjusted-counts.h"

namespace codeshell {

/// What is taken off an adjusted count of 1, 2 and of 3 or more; index 0 is 0.
using Discount = std::array<double, 4>;

inline double discountOf(const Discount& discount, uint64_t count) { return discount[count < 3 ? count : 3]; }

struct DiscountEstimate {
  Discount discount;
  /// Whether the counts gave none, so that it is the fallback.
  bool isFallback;
};

/// The discounts of modified Kneser-Ney smoothing for n-grams of one length (Chen and Goodman 1998, equation 26).
///
/// Where a count of counts is 0 or a discount leaves its range, as with small or repetitive text, all three are the
/// fallback 0.5, 1 and 1.5 of lmplz's `--discount_fallback`.
DiscountEstimate estimateDiscount(const CountStatistics& statistics);

}  // namespace codeshell
