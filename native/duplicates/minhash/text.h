#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "duplicates/minhash/options.h"

namespace codeshell {

struct TextSpan {
  const uint8_t* data;
  size_t size;
};

/// Turns a document into a text whose tokens a MinHashKernel finds.
///
/// For `MinHashKernel::hashTokens`, each character that separates tokens becomes one ASCII separator, each character of
/// a token stays or becomes its lower case:
///
/// - `kBigCode`: a character outside ASCII separates, as in a regular expression over Python's `str`.
/// - `kBigCodeV2`: `\w` is what Python's `re` takes for it, `str.isalnum()` or "_", that is the general categories L
/// and
///   N. The lower case is that of each character by itself. Deviations from `str.lower()`: a final capital sigma
///   becomes σ instead of ς, and U+0130 becomes "i" without the combining dot.
///
/// For `MinHashKernel::hashWords`, `kWords` becomes what word-text.h says.
///
/// Each maximal invalid part of the UTF-8 is one U+FFFD, which separates in the first two and is a mark in the third.
class MinHashText {
 public:
  /// The result is the document itself if nothing changes, or lies in this object until the next call.
  TextSpan prepare(TokenKind kind, const uint8_t* data, size_t size);

 private:
  void copy(TokenKind kind, const uint8_t* data, size_t size);

  std::vector<uint8_t> copy_;
};

}  // namespace codeshell
