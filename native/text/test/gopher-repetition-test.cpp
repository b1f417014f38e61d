#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/test/check.h"
#include "text/gopher/repetition.h"

namespace codeshell::test {
namespace {

using namespace std::string_view_literals;

using Row = std::vector<double>;

constexpr size_t kLines = 0;
constexpr size_t kParagraphs = 2;
constexpr size_t kTop2 = 4;
constexpr size_t kDuplicate5 = 7;

Row measure(GopherRepetition& repetition, std::string_view text) {
  // A heap block of exactly this size: an address sanitizer sees a read outside it.
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  Row row(kGopherColumnCount, -1);
  repetition.measure(bytes.data(), bytes.size(), row.data());
  return row;
}

void testExamples(GopherRepetition& repetition) {
  const auto expect = [&](const char* what, std::string_view text, size_t column, double expected) {
    checkEqual(measure(repetition, text)[column], expected, what);
  };
  expect("lines with an empty one at both ends", "\na\n\na\n", kLines, 2.0 / 4);
  expect("lines that differ in their invalid bytes alone", "\xFF\n\xFE", kLines, 0.5);
  expect("paragraphs", " \na\n\n\na\nb\n\na\n", kParagraphs, 1.0 / 3);
  expect("a pair that occurs once", "ab cd ef", kTop2, 5.0 / 8);
  expect("marks that follow each other as one word", "a.;a.;a", kTop2, 2.0 * 4 / 7);
  expect("words whose text is the same together", "ab c d e f a bc d e f", kDuplicate5, 6.0 / 21);
  expect("names with underscores", "a_b.a_b.a_b.", kTop2, 3.0 * 5 / 12);
  expect("a word of NULs", std::string_view("a b c d e a\0 b c d e", 20), kDuplicate5, 0);
  for (const double value : measure(repetition, "")) checkEqual(value, 0.0, "row of an empty document");
}

std::string randomText(std::mt19937_64& random) {
  static const std::string_view pieces[] = {"\n"sv,       "\n\n"sv,         " "sv,    "a"sv,    "b "sv,        ". "sv,
                                            "\xC3\xA4"sv, "\xE2\x80\xA8"sv, "\x80"sv, "\x1C"sv, "a b c d e "sv};
  std::string text;
  for (size_t count = random() % 150; count > 0; count--) text.append(pieces[random() % std::size(pieces)]);
  return text;
}

/// Every instruction set agrees with the scalar one, and what an earlier document left behind does not show.
void testRandomTexts() {
  const CodeStatisticsKernels kernels = supportedCodeStatisticsKernels();
  for (size_t index = 0; index < kernels.count; index++) {
    std::mt19937_64 random(7);
    GopherRepetition reused(kernels.items[index].classify);
    testExamples(reused);
    for (int round = 0; round < 1000; round++) {
      const std::string text = randomText(random);
      GopherRepetition fresh(kernels.items[0].classify);
      check(measure(reused, text) == measure(fresh, text), "a reused and a fresh scalar instance agree");
    }
  }
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testRandomTexts();
  return codeshell::test::reportChecks();
}
