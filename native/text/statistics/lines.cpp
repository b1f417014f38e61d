#include "text/statistics/lines.h"

#include <algorithm>

#include "base/bit-scan.h"
#include "text/statistics/hash-bytes.h"

namespace codeshell {
namespace {

uint32_t measureLength(const CodeTextIndex& text, uint32_t start, uint32_t end, bool hasNewline) {
  const bool endsWithCarriageReturn = hasNewline && end > start && text.data()[end - 1] == '\r';
  return text.countCharacters(start, end) - (endsWithCarriageReturn ? 1 : 0);
}

}  // namespace

void LineStatistics::measure(const CodeTextIndex& text) {
  starts_.clear();
  longLengths_.clear();
  std::fill(shortLengthCounts_.begin(), shortLengthCounts_.end(), 0);
  blankCount_ = duplicateCount_ = 0;
  duplicateCharacterCount_ = trimmedCharacterCount_ = 0;

  uint32_t start = 0;
  for (size_t block = 0; block < text.blockCount(); block++) {
    for (uint64_t newlines = text.newline(block); newlines != 0; newlines &= newlines - 1) {
      starts_.push_back(start);
      start = static_cast<uint32_t>(block * kClassBlockBytes) + trailingZeros(newlines) + 1;
    }
  }
  const bool endsOpen = start < text.size();
  if (endsOpen) starts_.push_back(start);

  // The table numbers lines from 1.
  if (lines_.size() < starts_.size() + 1) lines_.resize(starts_.size() + 1);
  table_.reset(starts_.size());
  const size_t count = starts_.size();
  for (size_t line = 0; line < count; line++) {
    const bool isLast = line + 1 == count;
    const bool hasNewline = !isLast || !endsOpen;
    const uint32_t end = isLast ? text.size() - (hasNewline ? 1 : 0) : starts_[line + 1] - 1;
    addLength(measureLength(text, starts_[line], end, hasNewline));
    addTrimmed(text, static_cast<uint32_t>(line), end);
  }
  std::sort(longLengths_.begin(), longLengths_.end());
}

void LineStatistics::addLength(uint32_t length) {
  if (length < kShortLength) {
    shortLengthCounts_[length]++;
  } else {
    longLengths_.push_back(length);
  }
}

void LineStatistics::addTrimmed(const CodeTextIndex& text, uint32_t line, uint32_t end) {
  const uint32_t first = text.skipSpace(starts_[line], end);
  if (first == end) {
    blankCount_++;
    return;
  }
  const uint32_t last = text.dropSpace(first, end);
  const uint32_t characterCount = text.countCharacters(first, last);
  trimmedCharacterCount_ += characterCount;
  const uint8_t* bytes = text.data() + first;
  if (characterCount == 1 || (last - first == 2 && bytes[0] == '}' && bytes[1] == ',')) return;

  const uint64_t hash = hashBytes(bytes, last - first, text.size() - first);
  const uint32_t number = line + 1;
  lines_[number] = {hash, false};
  const auto compare = [&](uint32_t other) { return lines_[other].hash ^ hash; };
  const uint32_t firstNumber = table_.findOrAdd(hash, number, compare);
  if (firstNumber == number) return;
  const uint32_t occurrences = lines_[firstNumber].isRepeated ? 1 : 2;
  lines_[firstNumber].isRepeated = true;
  duplicateCount_ += occurrences;
  duplicateCharacterCount_ += uint64_t{occurrences} * characterCount;
}

uint32_t LineStatistics::lengthPercentile(uint32_t percent) const {
  const uint64_t rank = (uint64_t{lineCount()} * percent + 99) / 100;
  if (rank == 0) return 0;
  uint64_t reached = 0;
  for (uint32_t length = 0; length < kShortLength; length++) {
    reached += shortLengthCounts_[length];
    if (reached >= rank) return length;
  }
  return longLengths_[rank - reached - 1];
}

uint32_t LineStatistics::lineAt(uint32_t position) const {
  return static_cast<uint32_t>(std::upper_bound(starts_.begin(), starts_.end(), position) - starts_.begin()) - 1;
}

uint32_t LineStatistics::countLinesOf(const std::vector<uint32_t>& positions) const {
  uint32_t count = 0;
  uint32_t previous = ~uint32_t{0};
  for (const uint32_t position : positions) {
    const uint32_t line = lineAt(position);
    if (line != previous) count++;
    previous = line;
  }
  return count;
}

}  // namespace codeshell
