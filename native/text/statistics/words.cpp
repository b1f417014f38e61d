#include "text/statistics/words.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "base/bit-scan.h"
#include "base/mix-bits.h"

namespace codeshell {
namespace {

constexpr uint32_t kEdgesAtOnce = 16;

constexpr uint64_t repeatByte(uint8_t byte) { return byte * uint64_t{0x0101010101010101}; }

/// A short word of ASCII letters as a key, which is its bytes from the lowest on.
constexpr uint64_t toKey(const char* word) {
  uint64_t key = 0;
  for (uint32_t index = 0; word[index] != 0; index++) key |= static_cast<uint64_t>(word[index]) << (index * 8);
  return key;
}

constexpr uint64_t kTodo = toKey("todo");
constexpr uint64_t kFixme = toKey("fixme");
constexpr uint64_t kYour = toKey("your");
constexpr uint64_t kCode = toKey("code");
constexpr uint64_t kHere = toKey("here");
constexpr uint64_t kZeroX = toKey("0x");

/// Lower-cases A to Z in 8 bytes at once: a byte's high bit tells whether it is at least 'A', and past 'Z', after
/// additions that cannot carry into the next byte.
uint64_t toLower(uint64_t bytes) {
  const uint64_t low = bytes & repeatByte(0x7F);
  const uint64_t isUpper = (low + repeatByte(0x80 - 'A')) & ~(low + repeatByte(0x7F - 'Z')) & ~bytes & repeatByte(0x80);
  return bytes | isUpper >> 2;
}

uint64_t makeShortKey(const uint8_t* data, uint32_t size, uint32_t available) {
  if (available >= 8) return toLower(loadWord(data) & ~uint64_t{0} >> (64 - size * 8));
  uint64_t bytes = 0;
  memcpy(&bytes, data, size);
  return toLower(bytes);
}

/// The last 8 bytes may overlap those before.
uint64_t makeLongKey(const uint8_t* data, uint32_t size) {
  // Multiplied, so that a difference in size cannot make up for one in the first byte.
  uint64_t key = size * 0x9E3779B97F4A7C15u;
  for (uint32_t done = 0; done + 8 < size; done += 8) key = mixWord(key, toLower(loadWord(data + done)));
  return mixWord(key, toLower(loadWord(data + size - 8)));
}

constexpr std::array<uint8_t, 256> makeHexDigits() {
  std::array<uint8_t, 256> digits{};
  for (const char digit : std::string_view("0123456789abcdefABCDEF")) digits[static_cast<uint8_t>(digit)] = 1;
  return digits;
}

constexpr std::array<uint8_t, 256> kHexDigits = makeHexDigits();

bool isHexDigit(uint8_t byte) { return kHexDigits[byte] != 0; }

bool isAsciiSpace(uint8_t byte) { return byte == ' ' || (byte >= 9 && byte <= 13); }

/// Whether white space alone stands between two words of a line.
bool areParted(const CodeTextIndex& text, uint32_t start, uint32_t end) {
  return text.skipSpace(start, end) == end && memchr(text.data() + start, '\n', end - start) == nullptr;
}

bool touchesUnderscore(const CodeTextIndex& text, uint32_t start, uint32_t end) {
  return (start > 0 && text.data()[start - 1] == '_') || (end < text.size() && text.data()[end] == '_');
}

/// Whether a word of up to 8 bytes can be of interest to `readHex`, which few are: it is two hexadecimal digits,
/// perhaps after "x", or it starts with "0x".
bool mayBeHex(uint64_t key, uint32_t size) {
  const uint32_t lastTwo = static_cast<uint32_t>(key >> ((size * 8 - 16) & 63));
  const int isPair =
      static_cast<int>(size == 2) | (static_cast<int>(size == 3) & static_cast<int>((key & 0xFF) == 'x'));
  const int endsInDigits = kHexDigits[lastTwo & 0xFF] & kHexDigits[lastTwo >> 8 & 0xFF];
  return ((isPair & endsInDigits) | static_cast<int>((key & 0xFFFF) == kZeroX)) != 0;
}

}  // namespace

void WordList::read(const CodeTextIndex& text) {
  readEdges(text);
  count_ = static_cast<uint32_t>(edgeCount_ / 2);
  if (keys_.size() < count_ + 2) {
    for (std::vector<uint32_t>* perWord : {&firstSame_, &charactersBefore_}) perWord->resize(count_ + 2);
    keys_.resize(count_ + 2);
  }
  table_.reset(count_);
  todoPositions_.clear();
  uniqueCount_ = hexWordCharacterCount_ = hexCharacterCount_ = longestHexRun_ = hexPairCount_ = hexRunEnd_ = 0;

  const uint8_t* data = text.data();
  const uint32_t textSize = text.size();
  const bool isAscii = text.isAscii();
  const uint32_t* edges = edges_.data();
  uint64_t* keys = keys_.data();
  uint32_t uniqueCount = 0;
  uint32_t characterCount = 0;
  for (uint32_t word = 1; word <= count_; word++) {
    const uint32_t first = edges[word * 2 - 2];
    const uint32_t size = edges[word * 2 - 1] - first;
    const bool isShort = size <= 8;
    const uint64_t key = isShort ? makeShortKey(data + first, size, textSize - first) : makeLongKey(data + first, size);
    keys[word] = key;
    const uint32_t same = table_.findOrAdd(key, word, [&](uint32_t other) { return keys[other] ^ key; });
    firstSame_[word] = same;
    uniqueCount += same == word ? 1 : 0;
    charactersBefore_[word] = characterCount;
    characterCount += isAscii ? size : text.countCharacters(first, first + size);
    // One branch that is hardly ever taken instead of three.
    if (((key == kTodo ? 1 : 0) | (key == kFixme ? 1 : 0) | (key == kHere ? 1 : 0)) != 0) findTodo(text, word);
    if (isShort ? mayBeHex(key, size) : data[first] == '0') readHex(text, word);
  }
  charactersBefore_[count_ + 1] = characterCount;
  uniqueCount_ = uniqueCount;
  endHexRun();
}

void WordList::readEdges(const CodeTextIndex& text) {
  // At most one edge for each byte of a block, what is written beyond them, and the end of the last word.
  constexpr size_t kMostEdges = kClassBlockBytes + kEdgesAtOnce + 1;
  edgeCount_ = 0;
  uint64_t endsInWord = 0;
  for (size_t block = 0; block < text.blockCount(); block++) {
    if (edges_.size() < edgeCount_ + kMostEdges) edges_.resize(edges_.size() * 2 + kMostEdges);
    const uint64_t word = text.word(block);
    const uint32_t blockStart = static_cast<uint32_t>(block * kClassBlockBytes);
    uint64_t edges = word ^ (word << 1 | endsInWord);
    // Several at once, the last ones in vain, because how many there are cannot be predicted.
    const uint64_t count = countOnesPortably(edges);
    uint32_t* next = edges_.data() + edgeCount_;
    edgeCount_ += count;
    for (uint64_t done = 0; done < count; done += kEdgesAtOnce) {
      for (uint32_t index = 0; index < kEdgesAtOnce; index++) {
        *next++ = blockStart + trailingZeros(edges | uint64_t{1} << 63);
        edges &= edges - 1;
      }
    }
    endsInWord = word >> 63;
  }
  if (edgeCount_ % 2 != 0) edges_[edgeCount_++] = text.size();
}

void WordList::findTodo(const CodeTextIndex& text, uint32_t word) {
  if (keys_[word] == kHere) {
    if (word < 3 || keys_[word - 1] != kCode || keys_[word - 2] != kYour) return;
    if (!areParted(text, end(word - 2), start(word - 1)) || !areParted(text, end(word - 1), start(word))) return;
  }
  todoPositions_.push_back(start(word));
}

void WordList::readHex(const CodeTextIndex& text, uint32_t word) {
  if (end(word) - start(word) >= 3 && text.data()[start(word)] == '0') readHexWord(text, start(word), end(word));
  if (end(word) - start(word) <= 4) readHexPair(text, start(word), end(word));
}

void WordList::readHexWord(const CodeTextIndex& text, uint32_t start, uint32_t end) {
  if ((text.data()[start + 1] | 0x20) != 'x' || touchesUnderscore(text, start, end)) return;
  for (uint32_t position = start + 2; position < end; position++) {
    if (!isHexDigit(text.data()[position])) return;
  }
  hexWordCharacterCount_ += end - start;
}

/// The regular expression matches word by word: two digits, the same after "0x", or after "\x" where a word character
/// stands before the backslash, because `\b` does not hold elsewhere.
void WordList::readHexPair(const CodeTextIndex& text, uint32_t start, uint32_t end) {
  const uint8_t* data = text.data();
  const uint32_t size = end - start;
  if (!isHexDigit(data[end - 1]) || !isHexDigit(data[end - 2]) || touchesUnderscore(text, start, end)) return;
  if (size == 4 && (data[start] != '0' || data[start + 1] != 'x')) return;
  uint32_t pairStart = start;
  if (size == 3) {
    const bool isEscape = data[start] == 'x' && start >= 2 && data[start - 1] == '\\' &&
                          (text.isWord(start - 2) || data[start - 2] == '_');
    if (!isEscape) return;
    pairStart = start - 1;
  }
  if (hexPairCount_ == 0 || pairStart != hexRunEnd_) {
    endHexRun();
    hexRunStart_ = pairStart;
  }
  hexPairCount_++;
  hexRunEnd_ = end;
  if (end < text.size() && data[end] == ',') {
    hexRunEnd_++;
  } else {
    while (hexRunEnd_ < text.size() && isAsciiSpace(data[hexRunEnd_])) hexRunEnd_++;
  }
}

void WordList::endHexRun() {
  if (hexPairCount_ >= 8) {
    hexCharacterCount_ += hexRunEnd_ - hexRunStart_;
    longestHexRun_ = std::max(longestHexRun_, hexRunEnd_ - hexRunStart_);
  }
  hexPairCount_ = 0;
}

uint32_t WordList::countStarts(uint32_t start, uint32_t end) const {
  // Starts are the even edges, so the word of the first one that is not below is half its index, rounded up.
  const auto edgesEnd = edges_.begin() + static_cast<ptrdiff_t>(edgeCount_);
  const auto rank = [&](uint32_t position) {
    return (std::lower_bound(edges_.begin(), edgesEnd, position) - edges_.begin() + 1) / 2;
  };
  return static_cast<uint32_t>(rank(end) - rank(start));
}

}  // namespace codeshell
