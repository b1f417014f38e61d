#include "text/statistics/code-statistics.h"

#include <algorithm>

#include "text/statistics/markers.h"

namespace codeshell {
namespace {

double ratio(uint64_t part, uint64_t whole) {
  return whole == 0 ? 0.0 : static_cast<double>(part) / static_cast<double>(whole);
}

}  // namespace

void CodeStatistics::measure(const uint8_t* data, size_t size, double* row) {
  text_.build(data, size);
  lines_.measure(text_);
  words_.read(text_);
  repetition_.measure(words_);
  strings_.measure(text_, words_);
  double* cell = writeCharacters(row);
  cell = writeLines(cell);
  cell = writeWords(cell);
  cell = writeEncoded(cell);
  cell = writeStrings(cell);
  const OriginMarkers markers = findOriginMarkers(text_);
  *cell++ = markers.hasGeneratedPhrase ? 1 : 0;
  *cell++ = markers.hasGeneratedHint ? 1 : 0;
  *cell++ = markers.hasXmlHeader ? 1 : 0;
  *cell++ = size == 0 ? 0 : compression_.estimate(data, size) / static_cast<double>(size);
}

double* CodeStatistics::writeCharacters(double* cell) const {
  const uint32_t characterCount = text_.characterCount();
  *cell++ = characterCount;
  *cell++ = ratio(text_.spaceCharacterCount(), characterCount);
  *cell++ = ratio(text_.replacementCount(), characterCount);
  *cell++ = ratio(text_.digitCount(), characterCount - text_.spaceCharacterCount());
  *cell++ = text_.longestDigitRun();
  return cell;
}

double* CodeStatistics::writeLines(double* cell) const {
  const uint32_t lineCount = lines_.lineCount();
  for (const uint32_t percent : {10, 50, 90, 99}) *cell++ = lines_.lengthPercentile(percent);
  *cell++ = ratio(lines_.blankCount(), lineCount);
  *cell++ = ratio(lines_.duplicateCount(), lineCount - lines_.blankCount());
  *cell++ = ratio(lines_.duplicateCharacterCount(), lines_.trimmedCharacterCount());
  *cell++ = ratio(lines_.countLinesOf(words_.todoPositions()), lineCount);
  *cell++ = ratio(lines_.countLinesOf(text_.assertPositions()), lineCount - lines_.blankCount());
  return cell;
}

double* CodeStatistics::writeWords(double* cell) const {
  const uint64_t characterCount = words_.characterCount();
  *cell++ = words_.count();
  *cell++ = ratio(characterCount, words_.count());
  *cell++ = ratio(words_.uniqueCount(), words_.count());
  for (uint32_t n = RepetitionCounter::kMinTop; n <= RepetitionCounter::kMaxTop; n++) {
    *cell++ = ratio(repetition_.topCharacterCount(n), characterCount);
  }
  for (uint32_t n = RepetitionCounter::kMinDuplicate; n <= RepetitionCounter::kMaxDuplicate; n++) {
    *cell++ = ratio(repetition_.duplicateCharacterCount(n), characterCount);
  }
  return cell;
}

double* CodeStatistics::writeEncoded(double* cell) const {
  const uint64_t characterCount = text_.characterCount();
  const uint64_t counts[] = {text_.base64CharacterCount(), words_.hexCharacterCount(), strings_.escapeCharacterCount()};
  const uint32_t longest[] = {text_.longestBase64Run(), words_.longestHexRun(), strings_.longestEscapeRun()};
  for (size_t kind = 0; kind < 3; kind++) {
    *cell++ = ratio(counts[kind], characterCount);
    *cell++ = longest[kind];
  }
  *cell++ = ratio(counts[0] + counts[1] + counts[2], characterCount);
  *cell++ = std::max({longest[0], longest[1], longest[2]});
  *cell++ = ratio(words_.hexWordCharacterCount(), characterCount);
  return cell;
}

double* CodeStatistics::writeStrings(double* cell) const {
  const uint32_t characterCount = text_.characterCount();
  *cell++ = ratio(strings_.characterCount(), characterCount);
  *cell++ = ratio(strings_.longStringLineCount(), lines_.lineCount());
  *cell++ = ratio(strings_.longWordCharacterCount(), characterCount);
  return cell;
}

}  // namespace codeshell
