#pragma once

#include <cstdint>

namespace codeshell {

/// What a character outside ASCII is to the tokens `kWords`, after the word boundaries of Unicode (UAX #29). The first
/// that fits; docs/decisions/0014-near-duplicate-words.md has the deviations.
enum class WordClass : uint8_t {
  /// A token by itself: punctuation, symbols, U+FFFD.
  kMark,
  /// Letters, numbers and connectors such as the underscore; a run of them is one token.
  kWord,
  /// A token by itself that counts as a word: ideographs, Hiragana, and letters of scripts without spaces (Thai, Lao,
  /// Khmer, Myanmar and their kin), for which word boundaries would take a dictionary.
  kSingle,
  /// Combining marks and emoji modifiers: part of the token before them.
  kExtend,
  /// Format characters, such as joiners, soft hyphens and the byte order mark: as if they were not there.
  kIgnored,
  /// White space, control characters and the zero-width space.
  kBlank,
};

/// Thread-safe; the table is built at the first call.
WordClass classifyForWords(uint32_t codePoint);

}  // namespace codeshell
