#include "text/measures/measure-text.h"

#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/test/check.h"

namespace codeshell::test {
namespace {

using namespace std::string_view_literals;

struct Example {
  const char* what;
  std::string_view text;
  uint64_t characterCount;
  uint64_t lineCount;
  uint64_t lineCharacterCount;
  uint64_t maxLineLength;
  uint64_t letterCount;
  uint64_t numberCount;
};

const Example kExamples[] = {
    {"empty", ""sv, 0, 0, 0, 0, 0, 0},
    {"only a newline", "\n"sv, 1, 1, 0, 0, 0, 0},
    {"no final newline", "a1\nbcd"sv, 6, 2, 5, 3, 4, 1},
    {"final newline", "a1\nbcd\n"sv, 7, 2, 5, 3, 4, 1},
    {"CRLF", "ab\r\nc\r\n"sv, 7, 2, 3, 2, 3, 0},
    {"two CR before LF", "ab\r\r\n"sv, 5, 1, 3, 3, 2, 0},
    {"lone CR", "a\rb"sv, 3, 1, 3, 3, 2, 0},
    {"CR at the end", "a\r"sv, 2, 1, 2, 2, 1, 0},
    {"NUL", "a\0b\n"sv, 4, 1, 3, 3, 2, 0},
    {"byte order mark", "\xEF\xBB\xBF"sv, 1, 1, 1, 1, 0, 0},
    {"umlaut, CJK, astral letter, emoji", "\xC3\xA4\xE4\xB8\xAD\xF0\xA0\x80\x80\xF0\x9F\x98\x80"sv, 4, 1, 4, 4, 3, 0},
    {"Arabic-Indic digit, Roman numeral, superscript two", "\xD9\xA3\xE2\x85\xA3\xC2\xB2"sv, 3, 1, 3, 3, 0, 3},
    {"combining mark is no letter", "e\xCC\x81"sv, 2, 1, 2, 2, 1, 0},
    {"lone continuation bytes", "\x80\xBF"sv, 2, 1, 2, 2, 0, 0},
    {"overlong two bytes", "\xC0\xAF"sv, 2, 1, 2, 2, 0, 0},
    {"overlong three bytes", "\xE0\x80\xAF"sv, 3, 1, 3, 3, 0, 0},
    {"overlong four bytes", "\xF0\x80\x80\xAF"sv, 4, 1, 4, 4, 0, 0},
    {"surrogate", "\xED\xA0\x80"sv, 3, 1, 3, 3, 0, 0},
    {"above U+10FFFF", "\xF4\x90\x80\x80"sv, 4, 1, 4, 4, 0, 0},
    {"bytes that never occur", "\xF5\xFE\xFF"sv, 3, 1, 3, 3, 0, 0},
    {"highest code point", "\xF4\x8F\xBF\xBF"sv, 1, 1, 1, 1, 0, 0},
    {"truncated two bytes at the end", "a\xC3"sv, 2, 1, 2, 2, 1, 0},
    {"truncated three bytes at the end", "\xE4\xB8"sv, 1, 1, 1, 1, 0, 0},
    {"truncated four bytes at the end", "\xF0\x9F\x98"sv, 1, 1, 1, 1, 0, 0},
    {"truncated four bytes before a letter", "\xF0\x9F\x98z"sv, 2, 1, 2, 2, 1, 0},
    {"truncated three bytes before a lead byte", "\xE4\xB8\xC3\xA4"sv, 2, 1, 2, 2, 1, 0},
    {"CR, invalid byte, LF", "\r\x80\n"sv, 3, 1, 2, 2, 0, 0},
};

TextMeasures measure(const MeasureTextKernel& kernel, std::string_view text) {
  // A heap block of exactly this size: an address sanitizer sees a read outside it.
  std::vector<uint8_t> bytes(text.begin(), text.end());
  return kernel.measure(bytes.data(), bytes.size());
}

std::string nameOf(const MeasureTextKernel& kernel, std::string_view what, const char* field) {
  return std::string(kernel.name) + ": " + std::string(what) + ": " + field;
}

void checkMeasures(const MeasureTextKernel& kernel, std::string_view what, const TextMeasures& actual,
                   const TextMeasures& expected) {
  checkEqual(actual.sizeBytes, expected.sizeBytes, nameOf(kernel, what, "sizeBytes").c_str());
  checkEqual(actual.characterCount, expected.characterCount, nameOf(kernel, what, "characterCount").c_str());
  checkEqual(actual.lineCount, expected.lineCount, nameOf(kernel, what, "lineCount").c_str());
  checkEqual(actual.lineCharacterCount, expected.lineCharacterCount,
             nameOf(kernel, what, "lineCharacterCount").c_str());
  checkEqual(actual.maxLineLength, expected.maxLineLength, nameOf(kernel, what, "maxLineLength").c_str());
  checkEqual(actual.letterCount, expected.letterCount, nameOf(kernel, what, "letterCount").c_str());
  checkEqual(actual.numberCount, expected.numberCount, nameOf(kernel, what, "numberCount").c_str());
}

void testExamples(const MeasureTextKernel& kernel) {
  for (const Example& example : kExamples) {
    const TextMeasures expected{example.text.size(),        example.characterCount, example.lineCount,
                                example.lineCharacterCount, example.maxLineLength,  example.letterCount,
                                example.numberCount};
    checkMeasures(kernel, example.what, measure(kernel, example.text), expected);
  }
}

/// Each example at every place of a block: the letters before it move it across the block's end.
void testBlockBoundaries(const MeasureTextKernel& kernel) {
  for (const Example& example : kExamples) {
    for (size_t before = 1; before <= 130; before++) {
      const std::string text = std::string(before, 'x') + "\n" + std::string(example.text);
      const uint64_t longest = example.maxLineLength > before ? example.maxLineLength : before;
      const TextMeasures expected{
          text.size(), example.characterCount + before + 1, example.lineCount + 1, example.lineCharacterCount + before,
          longest,     example.letterCount + before,        example.numberCount};
      checkMeasures(kernel, std::string(example.what) + " after letters", measure(kernel, text), expected);
    }
  }
}

/// Pieces that are likely to meet at awkward places; the rest is random bytes.
std::string randomText(std::mt19937_64& random) {
  static const std::string_view pieces[] = {
      "\n"sv,
      "\r\n"sv,
      "\r"sv,
      "identifier "sv,
      "0123"sv,
      "\0"sv,
      "\xC3\xA4"sv,
      "\xE4\xB8\xAD\xE6\x96\x87"sv,
      "\xF0\x9F\x98\x80"sv,
      "\xE4\xB8"sv,
      "\xED\xA0\x80"sv,
      "\xF0\x80"sv,
      "\x80"sv,
      "    return x;\n"sv,
  };
  std::string text;
  const size_t pieceCount = random() % 60;
  const bool mostlyAscii = random() % 2 == 0;
  for (size_t index = 0; index < pieceCount; index++) {
    if (random() % 8 == 0) {
      text.push_back(static_cast<char>(random() & 0xFF));
    } else if (mostlyAscii) {
      text.append(pieces[random() % 5]);
    } else {
      text.append(pieces[random() % std::size(pieces)]);
    }
  }
  return text;
}

void testAgainstScalar(const MeasureTextKernel& scalar, const MeasureTextKernel& kernel) {
  std::mt19937_64 random(20260101);
  for (int round = 0; round < 20000; round++) {
    const std::string text = randomText(random);
    checkMeasures(kernel, "random text " + std::to_string(round), measure(kernel, text), measure(scalar, text));
  }
}

void testLongLine(const MeasureTextKernel& kernel) {
  const std::string text = std::string(1'000'000, 'y') + "\r\n" + std::string(999'999, '7');
  checkMeasures(kernel, "very long line", measure(kernel, text),
                {text.size(), 2'000'001, 2, 1'999'999, 1'000'000, 1'000'000, 999'999});
}

void testRow() {
  double row[kMeasureColumnCount];
  writeMeasureRow({20, 16, 4, 12, 7, 8, 4}, row);
  const double expected[] = {20, 4, 3, 7, 0.5, 0.75};
  for (size_t column = 0; column < kMeasureColumnCount; column++) checkEqual(row[column], expected[column], "row");
  writeMeasureRow({}, row);
  for (const double value : row) checkEqual(value, 0.0, "row of an empty document");
}

void testMeasureText() {
  const MeasureTextKernels kernels = supportedMeasureTextKernels();
  check(std::strcmp(kernels.items[0].name, "scalar") == 0, "the scalar kernel is the first");
  for (size_t index = 0; index < kernels.count; index++) {
    std::printf("kernel %s\n", kernels.items[index].name);
    testExamples(kernels.items[index]);
    testBlockBoundaries(kernels.items[index]);
    testLongLine(kernels.items[index]);
    if (index > 0) testAgainstScalar(kernels.items[0], kernels.items[index]);
  }
  testRow();
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testMeasureText();
  return codeshell::test::reportChecks();
}
