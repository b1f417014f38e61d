#pragma once

#include <cstdint>

namespace codeshell {

/// How a document is cut into tokens; see text.h. The numbers stand in files.
enum class TokenKind : uint32_t {
  /// `re.split("[^A-Za-z_0-9]", text)`: BigCode's deduplication of The Stack v1.
  kBigCode = 0,
  /// `re.split(r"\W", text.lower())` in Unicode: BigCode's deduplication of The Stack v2.
  kBigCodeV2 = 1,
  /// Words of every script and single marks of punctuation; blind to white space.
  kWords = 2,
};

/// As in the options of JavaScript.
inline const char* tokensName(TokenKind tokens) {
  switch (tokens) {
    case TokenKind::kBigCode:
      return "bigcode";
    case TokenKind::kBigCodeV2:
      return "bigcode-v2";
    case TokenKind::kWords:
      return "words";
  }
  return "others";
}

/// What a signature depends on, besides the text. Signatures can be compared only if all of it is the same.
struct MinHashOptions {
  TokenKind tokens = TokenKind::kWords;
  /// Tokens in a shingle, 1 to `kMaxShingleLength`.
  uint32_t shingleLength = 5;
  /// Numbers in a signature, 1 to `kMaxPermutations`.
  uint32_t permutations = 256;
  uint32_t seed = 1;
};

inline constexpr uint32_t kMaxShingleLength = 64;
inline constexpr uint32_t kMaxPermutations = 4096;

/// Raised by every change of the hashes of any text: signatures of another version cannot be compared.
inline constexpr uint32_t kMinHashVersion = 2;

}  // namespace codeshell
