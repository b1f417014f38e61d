#include "ngram/tokens/tokenizer.h"

#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/test/check.h"
#include "ngram/hash.h"

namespace codeshell::test {
namespace {

using namespace std::string_view_literals;

/// The tokens with a blank after each; sentence ends as `</s>`.
std::string tokenize(NgramTokenizerKind kind, std::string_view text, size_t capacity = 64) {
  // A heap block of exactly this size: an address sanitizer sees a read outside it.
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  NgramTokenizer tokenizer(kind, bytes.data(), bytes.size());
  std::vector<NgramToken> tokens(capacity);
  std::string found;
  size_t end = 0;
  while (const size_t count = tokenizer.read(tokens.data(), capacity)) {
    for (size_t index = 0; index < count; index++) {
      const NgramToken& token = tokens[index];
      found.append(reinterpret_cast<const char*>(token.text), token.textSize).push_back(' ');
      check(token.hash == hashBytes(token.text, token.textSize), "the hash is that of the text");
      check(token.offset >= end && token.offset + token.size <= text.size(), "tokens ascend and lie in the document");
      end = token.offset + token.size;
    }
  }
  return found;
}

struct Example {
  std::string_view text;
  std::string_view tokens;
};

const Example kCodeExamples[] = {
    {"", "</s> "},
    {"\xEF\xBB\xBFx", "x </s> "},
    {"parseHTTPResponse2_x", "parse HTTP Response 2 _ x </s> "},
    {"getX getXY GetX XMLHttp", "get X get XY Get X XML Http </s> "},
    {"__init__ a_b", "__ init __ a _ b </s> "},
    {"utf8 sha256 x1234 _1", "utf 8 sha 256 x <int> _ 1 </s> "},
    {"0 7 12 1.5 0x1F 0b01 1e9 2.5e-3f 10u64 1_000", "0 7 <int> <float> <hex> <bin> <float> <float> <int> <int> </s> "},
    {"1..5 a[0].b 3.x", "1 . . 5 a [ 0 ] . b 3 . x </s> "},
    {"\"\" 'a' \"two words\" \"a\\\"b\"", "<string:empty> <string:word> <string:text> <string:word> </s> "},
    {"don't can't", "don ' t can ' t </s> "},
    {"f'x' rb'y'", "f <string:word> rb <string:word> </s> "},
    {"\"open\nx", "\" open <nl> x </s> "},
    {"'\\", "' \\ </s> "},
    {"a+=b;", "a + = b ; </s> "},
    {"a\n\n  b\n  c\n    d\ne", "a <nl> <nl> <indent> b <nl> c <nl> <indent> d <nl> <dedent> <dedent> e </s> "},
    {"a\n\tb\n    c", "a <nl> <indent> b <nl> c </s> "},
    {"a\n    b\n  c", "a <nl> <indent> b <nl> c </s> "},
    {"a\r\n  \r\nb\r\n", "a <nl> <nl> b <nl> </s> "},
    {"\0\1\xFF\x80z"sv, "<binary> z </s> "},
    {"na\xC3\xAFve \xE4\xB8\xAD\xE6\x96\x87 \xE2\x86\x92", "na\xC3\xAFve \xE4\xB8\xAD\xE6\x96\x87 \xE2\x86\x92 </s> "},
};

const Example kWordExamples[] = {
    {"", ""},
    {"\n", "</s> "},
    {"a b\nc", "a b </s> c </s> "},
    {"a b\n", "a b </s> "},
    {" \n a\t\0b \n "sv, "</s> a b </s> </s> "},
    {"\xFF{x}\r\n", "\xFF{x} </s> "},
};

std::string randomText(std::mt19937_64& random) {
  static const std::string_view pieces[] = {"\n"sv,       "  "sv,       "\t"sv,   "\""sv,  "'"sv,   "\\"sv, "fooBar"sv,
                                            "X"sv,        "_"sv,        "12"sv,   ".5"sv,  "0x"sv,  "e+"sv, "\0"sv,
                                            "\xC3\xA4"sv, "\xE4\xB8"sv, "\xFF"sv, "{};"sv, "\r\n"sv};
  std::string text;
  for (size_t count = random() % 40; count > 0; count--) text.append(pieces[random() % std::size(pieces)]);
  return text;
}

void testLongParts() {
  const std::string letters(200, 'a');
  checkEqual(tokenize(NgramTokenizerKind::kCode, letters).size(), size_t{200 + 4 + 5},
             "a long word in parts of 64 bytes");
  std::string umlauts;
  for (int index = 0; index < 100; index++) umlauts += "\xC3\xA4";
  checkEqual(tokenize(NgramTokenizerKind::kCode, umlauts).size(), size_t{200 + 4 + 5}, "cut between characters");
  const std::string string = std::string("\"").append(201, 'x').append("\"");
  check(tokenize(NgramTokenizerKind::kCode, string) == "<string:long> </s> ", "a long string");
}

/// Would take hours if a quote looked through the rest of its line each time.
void testQuotesAreLinear() {
  std::string line;
  for (int index = 0; index < 2'000'000; index++) line += "\\\"'";
  NgramTokenizer tokenizer(NgramTokenizerKind::kCode, reinterpret_cast<const uint8_t*>(line.data()), line.size());
  NgramToken tokens[64];
  size_t total = 0;
  while (const size_t count = tokenizer.read(tokens, 64)) total += count;
  check(total > 1'000'000, "tokens of a line of quotes");
}

void testNgramTokenizer() {
  for (const Example& example : kCodeExamples) {
    const std::string found = tokenize(NgramTokenizerKind::kCode, example.text);
    check(found == example.tokens, ("code: " + std::string(example.text) + " gives " + found).c_str());
  }
  for (const Example& example : kWordExamples) {
    const std::string found = tokenize(NgramTokenizerKind::kWords, example.text);
    check(found == example.tokens, ("words: " + std::string(example.text) + " gives " + found).c_str());
  }
  std::mt19937_64 random(7);
  for (int round = 0; round < 5000; round++) {
    const std::string text = randomText(random);
    for (const NgramTokenizerKind kind : {NgramTokenizerKind::kCode, NgramTokenizerKind::kWords}) {
      check(tokenize(kind, text, 1) == tokenize(kind, text, 64), "the size of the reads changes nothing");
    }
  }
  testLongParts();
  testQuotesAreLinear();
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testNgramTokenizer();
  return codeshell::test::reportChecks();
}
