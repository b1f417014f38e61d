#pragma once

#include <cstdint>

namespace codeshell {

enum class TokenKind : uint32_t {
  /// `re.split("[^A-Za-z_0-9]", text)`: BigCode's deduplication of The Stack v1.
  kBigCode = 0,
  /// `re.split(r"\W", text.lower())` in Unicode: BigCode's deduplication of The Stack v2. See text.h.
  kWords = 1,
};

/// What a signature depends on, besides the text. Signatures can be compared only if all of it is the same.
struct MinHashOptions {
  TokenKind tokens = TokenKind::kBigCode;
  /// Tokens in a shingle, 1 to `kMaxShingleLength`.
  uint32_t shingleLength = 5;
  /// Numbers in a signature, 1 to `kMaxPermutations`.
  uint32_t permutations = 256;
  uint32_t seed = 1;
};

inline constexpr uint32_t kMaxShingleLength = 64;
inline constexpr uint32_t kMaxPermutations = 4096;

/// Raised by every change of the hashes of any text: signatures of another version cannot be compared.
inline constexpr uint32_t kMinHashVersion = 1;

}  // namespace codeshell
