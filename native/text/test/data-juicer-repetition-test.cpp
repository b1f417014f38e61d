#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/test/check.h"
#include "text/data-juicer/repetition.h"

namespace codeshell::test {
namespace {

using Row = std::vector<double>;

constexpr size_t kCharacters = 0;
constexpr size_t kWords = 1;
constexpr size_t kCount = 2;

Row measure(DataJuicerRepetition& repetition, std::string_view text) {
  // A heap block of exactly this size: an address sanitizer sees a read outside it.
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  Row row(kDataJuicerColumnCount, -1);
  repetition.measure(bytes.data(), bytes.size(), row.data());
  return row;
}

void testExamples() {
  DataJuicerRepetition pairs(2);
  const auto expect = [&](const char* what, std::string_view text, size_t column, double expected) {
    checkEqual(measure(pairs, text)[column], expected, what);
  };
  expect("the one most frequent pair of two", "ababa", kCharacters, 2.0 / 4);
  expect("pairs that occur once", "abcdefgh", kCharacters, 0);
  expect("pairs of characters, not of bytes", "\xC3\xA4\xC3\xA4\xC3\xA4", kCharacters, 1);
  expect("invalid bytes as one character", "\xFF\xFE\xFF", kCharacters, 1);
  expect("words in any case", "One two, (ONE) \"Two\"", kWords, 2.0 / 3);
  expect("a word of digits and marks", "42 () a", kCount, 1);
  expect("a control character as a word", "\x01 a", kCount, 2);
  expect("a letter that is special in upper case", "\xD0\x93 \xD0\xB3", kCount, 1);
  expect("both sigmas", "\xCE\x91\xCE\xA3 b \xCE\xB1\xCF\x82 b \xCE\xB1\xCF\x83 b", kWords, 1);
  expect("fewer words than make a pair", "a", kWords, 0);
  for (const double value : measure(pairs, "")) checkEqual(value, 0.0, "row of an empty document");
}

/// What an earlier document left behind does not show, and the table grows.
void testReuse() {
  std::mt19937_64 random(11);
  DataJuicerRepetition reused(3);
  for (int round = 0; round < 200; round++) {
    std::string text;
    for (size_t count = random() % (round % 10 == 0 ? 60000 : 300); count > 0; count--) {
      text.push_back("abcdefghijklmnopqrstuvwxyz \n.19\x80\xC3"[random() % 34]);
    }
    DataJuicerRepetition fresh(3);
    check(measure(reused, text) == measure(fresh, text), "a reused and a fresh instance agree");
  }
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testExamples();
  codeshell::test::testReuse();
  return codeshell::test::reportChecks();
}
