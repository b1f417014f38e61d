#include "text/statistics/code-statistics.h"

#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/test/check.h"

namespace codeshell::test {
namespace {

using namespace std::string_view_literals;

constexpr size_t kCharacterCount = 0;
constexpr size_t kLongestDigitRun = 4;
constexpr size_t kDuplicateLines = 10;
constexpr size_t kTodoLines = 12;
constexpr size_t kAssertLines = 13;
constexpr size_t kWordCount = 14;
constexpr size_t kDuplicate5 = 20;
constexpr size_t kLongestBase64 = 27;
constexpr size_t kLongestHex = 29;
constexpr size_t kLongestEscape = 31;
constexpr size_t kStrings = 35;

using Row = std::vector<double>;

Row measure(CodeStatistics& statistics, std::string_view text) {
  // A heap block of exactly this size: an address sanitizer sees a read outside it.
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  Row row(kCodeColumnCount, -1);
  statistics.measure(bytes.data(), bytes.size(), row.data());
  return row;
}

struct Example {
  const char* what;
  std::string text;
  size_t column;
  double expected;
};

std::vector<Example> makeExamples() {
  return {
      {"characters of invalid UTF-8", "a\xF0\x9F\x98z\xFF", kCharacterCount, 4},
      {"digits", "a 123 4567x", kLongestDigitRun, 4},
      {"repeated lines", "  f()\nf()\ng()\n", kDuplicateLines, 2.0 / 3},
      {"todo lines", "// TODO x todo\nautodoc\ny\nz", kTodoLines, 0.25},
      {"assert lines", "assertEquals()\n\nstaticAssert assert\nx", kAssertLines, 2.0 / 3},
      {"words", "snake_case camelCase \xC3\xA4", kWordCount, 4},
      {"repeated words", "a b c d e, a b c d e", kDuplicate5, 1},
      {"base64", std::string(64, 'A') + " " + std::string(63, 'B'), kLongestBase64, 64},
      {"hex pairs", "x 0x41,0x42,0x43,0x44,0x45,0x46,0x47,0x48 y", kLongestHex, 40},
      {"too few hex pairs", "41 42 43 44 45 46 47 x", kLongestHex, 0},
      {"escapes", "\\u0041\\u0042\\u0043\\u0044\\u0045\\u0046\\u0047\\u0048\\u", kLongestEscape, 48},
      {"strings", "'a\\'b' \"", kStrings, 0.5},
  };
}

void testExamples(CodeStatistics& statistics, const char* kernel) {
  for (const Example& example : makeExamples()) {
    checkEqual(measure(statistics, example.text)[example.column], example.expected,
               (std::string(kernel) + ": " + example.what).c_str());
  }
  for (const double value : measure(statistics, "")) checkEqual(value, 0.0, "row of an empty document");
}

/// Runs of every length at every place of a block, which it may reach across the ends of.
void testRuns(CodeStatistics& statistics, const char* kernel) {
  for (size_t before = 0; before <= 66; before++) {
    for (const size_t length : {1, 2, 31, 62, 63, 64, 65, 66, 127, 128, 129, 200}) {
      const std::string text = std::string(before, '.') + std::string(length, '7') + ".";
      const Row row = measure(statistics, text);
      const std::string what = std::string(kernel) + ": run of " + std::to_string(length);
      checkEqual(row[kLongestDigitRun], static_cast<double>(length), (what + " digits").c_str());
      checkEqual(row[kLongestBase64], length < 64 ? 0.0 : static_cast<double>(length), (what + " of base64").c_str());
      checkEqual(row[kWordCount], 1.0, (what + " as a word").c_str());
    }
  }
}

std::string randomText(std::mt19937_64& random) {
  static const std::string_view pieces[] = {
      "\n"sv,           "\r\n"sv,     " "sv,      "word "sv,     "Assert("sv,  "0x4f,"sv,        "\\u00e4"sv,
      "'str'"sv,        "\""sv,       "\\"sv,     "0123456"sv,   "\0"sv,       "de ad "sv,       "_"sv,
      "QUJDREVGR0g="sv, "todo"sv,     "a b c "sv, "},\n"sv,      "\xC3\xA4"sv, "\xE4\xB8\xAD"sv, "\xF0\x9F\x98\x80"sv,
      "\xE2\x80\xA8"sv, "\xE4\xB8"sv, "\x80"sv,   "generated"sv,
  };
  std::string text;
  const bool isAscii = random() % 2 == 0;
  for (size_t count = random() % 80; count > 0; count--) {
    if (random() % 10 == 0) {
      text.push_back(static_cast<char>(random() & (isAscii ? 0x7F : 0xFF)));
    } else {
      text.append(pieces[random() % (isAscii ? 18 : std::size(pieces))]);
    }
  }
  return text;
}

void testAgainstScalar(CodeStatistics& scalar, CodeStatistics& statistics, const char* kernel) {
  std::mt19937_64 random(20260101);
  for (int round = 0; round < 5000; round++) {
    const std::string text = randomText(random);
    const Row expected = measure(scalar, text);
    const Row actual = measure(statistics, text);
    for (size_t column = 0; column < kCodeColumnCount; column++) {
      checkEqual(actual[column], expected[column],
                 (std::string(kernel) + ": random text, column " + std::to_string(column)).c_str());
    }
  }
}

/// What an earlier document left behind must not show in a later one.
void testReuse(CodeStatistics& reused, ClassifyBlocks classify) {
  std::mt19937_64 random(7);
  for (int round = 0; round < 500; round++) {
    const std::string text = randomText(random);
    CodeStatistics fresh(classify);
    check(measure(reused, text) == measure(fresh, text), "a reused and a fresh instance agree");
  }
}

void testCodeStatistics() {
  const CodeStatisticsKernels kernels = supportedCodeStatisticsKernels();
  check(std::strcmp(kernels.items[0].name, "scalar") == 0, "the scalar kernel is the first");
  for (size_t index = 0; index < kernels.count; index++) {
    std::printf("code statistics kernel %s\n", kernels.items[index].name);
    CodeStatistics scalar(kernels.items[0].classify);
    CodeStatistics statistics(kernels.items[index].classify);
    testExamples(statistics, kernels.items[index].name);
    testRuns(statistics, kernels.items[index].name);
    testReuse(statistics, kernels.items[index].classify);
    if (index > 0) testAgainstScalar(scalar, statistics, kernels.items[index].name);
  }
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testCodeStatistics();
  return codeshell::test::reportChecks();
}
