#pragma once

#include <cstdint>
#include <vector>

#include "text/statistics/text-index.h"
#include "text/statistics/words.h"

namespace codeshell {

/// Quoted strings of one document, whatever its language, and runs of `\uXXXX` escapes.
///
/// A string reaches from a double quote, backtick or single quote to the next same quote of its line. A backslash takes
/// the character behind it with it, inside strings and outside. A quote without a partner opens nothing, and what
/// stands behind it is read as if it were not there. What is between the quotes counts.
///
/// Single quotes are also apostrophes, digit separators, lifetimes, labels and quoted lists, so what stands beside one
/// says what it can do. Right after a letter, a number or "_" it opens nothing, unless the word before it is a prefix
/// of string literals (as in `b'x'`, `Rb'x'`, `u8'x'`, `L'x'`) and no white space follows. It closes nothing right
/// before a letter, a number, "_" or a backslash that does not end the line, and between white space or "(" and "(" or
/// a double quote. One that can do neither is no quote; one that can only open ends the search for a partner of the one
/// before.
class StringStatistics {
 public:
  static constexpr uint32_t kLongStringWords = 20;
  static constexpr uint32_t kLongWordCharacters = 20;

  void measure(const CodeTextIndex& text, const WordList& words);

  uint32_t characterCount() const { return characterCount_; }
  /// Lines with a string of more than `kLongStringWords` words.
  uint32_t longStringLineCount() const { return longStringLineCount_; }
  /// Characters of the pieces of strings between white space that are longer than `kLongWordCharacters` characters and
  /// hold no "http://" or "https://" with something behind it.
  uint32_t longWordCharacterCount() const { return longWordCharacterCount_; }
  /// Matches of `(?:\\u[0-9a-fA-F]{4}){8,}`.
  uint32_t escapeCharacterCount() const { return escapeCharacterCount_; }
  uint32_t longestEscapeRun() const { return longestEscapeRun_; }

 private:
  void readEscapes(const CodeTextIndex& text, uint32_t position);
  void endLine(const CodeTextIndex& text, const WordList& words);
  void endString(const CodeTextIndex& text, const WordList& words, uint32_t start, uint32_t end);
  void measurePiece(const CodeTextIndex& text, uint32_t start, uint32_t end);

  uint32_t characterCount_ = 0;
  uint32_t longStringLineCount_ = 0;
  uint32_t longWordCharacterCount_ = 0;
  uint32_t escapeCharacterCount_ = 0;
  uint32_t longestEscapeRun_ = 0;
  /// The character that a backslash took with it.
  uint32_t escaped_ = 0;
  /// The end of the last run of escapes.
  uint32_t escapesEnd_ = 0;
  /// Places of the quotes of the line that can open or close a string.
  std::vector<uint32_t> quotes_;
  bool lineHasLongString_ = false;
};

}  // namespace codeshell
