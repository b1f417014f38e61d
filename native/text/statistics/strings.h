#pragma once

#include <cstdint>

#include "text/statistics/text-index.h"
#include "text/statistics/words.h"

namespace codeshell {

/// Quoted strings of one document, whatever its language, and runs of `\uXXXX` escapes.
///
/// A string opens at a double quote, backtick or single quote and closes at the next same quote of the same line; a
/// backslash inside it takes the next character with it. A quote without a partner on its line, and a single quote
/// right after a letter or number (as in "don't"), open nothing. What is between the quotes counts.
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
  void readQuote(const CodeTextIndex& text, const WordList& words, uint32_t position);
  void endString(const CodeTextIndex& text, const WordList& words, uint32_t start, uint32_t end);
  void measurePiece(const CodeTextIndex& text, uint32_t start, uint32_t end);

  uint32_t characterCount_ = 0;
  uint32_t longStringLineCount_ = 0;
  uint32_t longWordCharacterCount_ = 0;
  uint32_t escapeCharacterCount_ = 0;
  uint32_t longestEscapeRun_ = 0;
  /// The quote that the open string began with, 0 outside strings.
  uint8_t openQuote_ = 0;
  uint32_t stringStart_ = 0;
  /// The character that a backslash took with it.
  uint32_t escaped_ = 0;
  /// The end of the last run of escapes.
  uint32_t escapesEnd_ = 0;
  bool lineHasLongString_ = false;
};

}  // namespace codeshell
