#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "duplicates/minhash/kernels.h"
#include "duplicates/minhash/options.h"
#include "duplicates/minhash/text.h"

namespace codeshell {

/// Hashes of the shingles of a document in their order, with repetitions.
///
/// A shingle is `shingleLength` tokens in a row. A document with fewer words (tokens with a letter, a digit or an
/// underscore in them) has one shingle, the hash of its bytes: it duplicates the documents that are byte for byte the
/// same, and no other. Without this rule, which is not BigCode's, all texts of which BigCode's tokens keep nothing
/// would be one: the empty token, over and over.
///
/// Memory does not grow with the document, except for the copy that MinHashText makes of some.
class MinHashShingles {
 public:
  MinHashShingles(const MinHashOptions& options, const MinHashKernel& kernel);

  /// The bytes must stay until the last `read`.
  void start(const uint8_t* data, size_t size);

  /// Writes the next hashes, at most `kCapacity`, and returns their number: 0 at the end.
  size_t read(uint64_t* shingles);

  static constexpr size_t kCapacity = 1024;

 private:
  MinHashOptions options_;
  const MinHashKernel& kernel_;
  /// `kShingleMultiplier` to the power of the shingle's length.
  uint64_t leavingMultiplier_ = 1;
  MinHashText text_;
  const uint8_t* data_ = nullptr;
  size_t size_ = 0;
  TokenScan scan_{};
  /// Hashes of tokens; the first `carried_` are those before the next shingle's last token.
  std::vector<uint64_t> tokens_;
  size_t carried_ = 0;
  /// Whether the document is one shingle, not read yet.
  bool isWhole_ = false;
};

/// The shingle of a document with fewer words than a shingle has tokens.
uint64_t hashShortDocument(const uint8_t* data, size_t size);

}  // namespace codeshell
