#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace codeshell {

/// Ids of the words that every model has.
inline constexpr uint32_t kUnknownWord = 0;
inline constexpr uint32_t kSentenceBegin = 1;
inline constexpr uint32_t kSentenceEnd = 2;

enum class NgramTokenizerKind : uint32_t {
  /// Words separated by blanks, tabs, carriage returns and NUL, one sentence a line, as KenLM's lmplz parts text.
  kWords = 0,
  /// Source code, one sentence a document; see NgramTokenizer.
  kCode = 1,
};

/// Raised by every change of the tokens of any text. A model of another version is refused, for its scores would be
/// those of other tokens.
inline constexpr uint32_t kNgramTokenizerVersion = 2;

struct NgramToken {
  /// The word that the model knows: bytes of the document, or the name of a class, or `</s>`.
  const uint8_t* text;
  size_t textSize;
  /// The bytes of the document that it stands for.
  size_t offset;
  size_t size;
  /// Of `text`; see ngram/hash.h.
  uint64_t hash;
  bool isSentenceEnd;
};

/// Cuts a document into the tokens of an n-gram model. It reads UTF-8; any bytes are allowed. Linear in time, constant
/// in memory except for the open indentations.
///
/// Tokens of `kCode`:
/// - Identifiers are cut where the case changes and around underscores and digits: `parseHTTPResponse2_x` gives
///   `parse HTTP Response 2 _ x`. Letters outside ASCII count as lower case. A part has at most 64 bytes.
/// - Up to three digits in an identifier and a number of one digit stay; other numbers become `<int>`, `<float>`,
///   `<hex>` or `<bin>`, with their suffix.
/// - A string within one line (", or ' that does not follow a word of three letters or more, so that an apostrophe
///   opens none) becomes `<string:empty>`, `<string:word>` (no white space, at most 32 bytes), `<string:text>` or
///   `<string:long>` (more than 200 bytes).
/// - Any other ASCII character, and any other character outside ASCII, is a token of its own.
/// - `<nl>` for each line end, blank lines too. `<indent>` where a line that is not blank begins deeper than the one
///   before it, one `<dedent>` for each level that it closes. A tab goes to the next multiple of 4.
/// - `<binary>` for a run of control characters and invalid UTF-8.
/// - `</s>` at the end. White space within a line and a byte order mark at the start are no tokens.
class NgramTokenizer {
 public:
  NgramTokenizer(NgramTokenizerKind kind, const uint8_t* data, size_t size);
  ~NgramTokenizer();
  NgramTokenizer(const NgramTokenizer&) = delete;
  NgramTokenizer& operator=(const NgramTokenizer&) = delete;

  /// Writes the next tokens, at most `capacity`, and returns their number: 0 at the end.
  size_t read(NgramToken* tokens, size_t capacity);

 private:
  size_t readWords(NgramToken* tokens, size_t capacity);
  size_t readCode(NgramToken* tokens, size_t capacity);
  void startLine();
  bool findStringEnd(size_t& end);
  size_t findNumberEnd(const NgramToken*& numberClass) const;
  size_t findLettersEnd(bool startsUpper) const;
  size_t skipBinary() const;
  void emitText(NgramToken& token, size_t end);
  void emitClass(NgramToken& token, const NgramToken& name, size_t end);

  struct Indentation;

  const uint8_t* data_;
  size_t size_;
  size_t position_ = 0;
  NgramTokenizerKind kind_;
  bool atLineStart_ = true;
  bool hasEnded_ = false;
  /// In words: whether the line has begun, that is whether its end makes a sentence.
  bool isInLine_ = false;
  /// No " (index 0) or ' (index 1) closes a string before this position.
  size_t unclosedUntil_[2] = {0, 0};
  size_t pendingDedents_ = 0;
  bool pendingIndent_ = false;
  std::unique_ptr<Indentation> indentation_;
};

/// The word of the sentence end, `</s>`.
std::string_view ngramSentenceEndText();

}  // namespace codeshell
