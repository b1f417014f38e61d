#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/content-hash.h"
#include "base/test/check.h"
#include "duplicates/jaccard.h"
#include "duplicates/minhash/shingles.h"
#include "duplicates/minhash/signature.h"
#include "duplicates/minhash/sketch.h"

namespace codeshell::test {
namespace {

using namespace std::string_view_literals;

std::string randomText(std::mt19937_64& random) {
  static const std::string_view pieces[] = {
      " "sv,
      "identifier"sv,
      "x"sv,
      "12345678"sv,
      "sixteen_letters_"sv,
      "();\n    "sv,
      "\0"sv,
      "\xC3\xA4"sv,
      "\xC8\xBA"sv,
      "\xC4\xB0"sv,
      "\xE4\xB8"sv,
      "\x80"sv,
      "Upper_CASE"sv,
      "\xF0\x9F\x98\x80"sv,
      "\xCE\xA3"sv,
      "_"sv,
      "    "sv,
      "seventeen_letters"sv,
  };
  std::string text;
  const size_t pieceCount = random() % 400;
  const size_t kinds = random() % 2 == 0 ? 6 : std::size(pieces);
  for (size_t index = 0; index < pieceCount; index++) text.append(pieces[random() % kinds]);
  return text;
}

/// A heap block of exactly this size: an address sanitizer sees a read outside it.
std::vector<uint8_t> toBytes(std::string_view text) { return {text.begin(), text.end()}; }

std::vector<uint64_t> readShingles(const MinHashKernel& kernel, const MinHashOptions& options,
                                   const std::vector<uint8_t>& bytes) {
  MinHashShingles shingles(options, kernel);
  std::vector<uint64_t> all;
  uint64_t block[MinHashShingles::kCapacity];
  shingles.start(bytes.data(), bytes.size());
  for (size_t count; (count = shingles.read(block)) > 0;) all.insert(all.end(), block, block + count);
  return all;
}

void testKernelsAgree() {
  const MinHashKernels kernels = supportedMinHashKernels();
  std::mt19937_64 random(20260201);
  for (int round = 0; round < 3000; round++) {
    MinHashOptions options;
    options.tokens = static_cast<TokenKind>(random() % 3);
    options.shingleLength = static_cast<uint32_t>(1 + random() % 8);
    options.permutations = static_cast<uint32_t>(1 + random() % 300);
    options.seed = static_cast<uint32_t>(random());
    const std::vector<uint8_t> bytes = toBytes(randomText(random));
    const std::vector<uint64_t> shingles = readShingles(kernels.items[0], options, bytes);
    std::vector<uint32_t> expected(options.permutations);
    MinHashSignature(options, kernels.items[0]).compute(bytes.data(), bytes.size(), expected.data());
    for (size_t index = 1; index < kernels.count; index++) {
      const MinHashKernel& kernel = kernels.items[index];
      check(readShingles(kernel, options, bytes) == shingles, kernel.name);
      std::vector<uint32_t> signature(options.permutations);
      MinHashSignature(options, kernel).compute(bytes.data(), bytes.size(), signature.data());
      check(signature == expected, kernel.name);
    }
  }
}

/// The signature passes over values that it remembers; the plain minimum over all values does not.
void testRepeatedShingles() {
  std::mt19937_64 random(7);
  std::string text;
  for (int word = 0; word < 60000; word++) text.append("w").append(std::to_string(random() % 9000)).append(" ");
  const std::vector<uint8_t> bytes = toBytes(text);
  MinHashOptions options;
  options.tokens = TokenKind::kBigCode;
  options.shingleLength = 1;
  const MinHashKernel& kernel = fastestMinHashKernel();
  std::vector<uint32_t> signature(options.permutations);
  MinHashSignature once(options, kernel);
  once.compute(bytes.data(), bytes.size(), signature.data());
  std::string distinct;
  for (int word = 0; word < 9000; word++) distinct.append("w").append(std::to_string(word)).append(" ");
  const std::vector<uint8_t> distinctBytes = toBytes(distinct);
  const auto allWords = readShingles(kernel, options, bytes);
  check(allWords.size() == 60001, "one shingle for each token, the empty last one too");
  MinHashShingles shingles(options, kernel);
  const auto first = collectShingles(shingles, bytes.data(), bytes.size());
  const auto second = collectShingles(shingles, distinctBytes.data(), distinctBytes.size());
  const double similarity = computeJaccard(first, second);
  std::vector<uint32_t> other(options.permutations);
  once.compute(distinctBytes.data(), distinctBytes.size(), other.data());
  size_t equal = 0;
  for (size_t index = 0; index < other.size(); index++) equal += other[index] == signature[index] ? 1 : 0;
  check(similarity > 0.99 && equal >= 250, "repeated words change nothing");
}

void testShortDocuments() {
  MinHashOptions options;
  for (const TokenKind tokens : {TokenKind::kBigCode, TokenKind::kBigCodeV2, TokenKind::kWords}) {
    options.tokens = tokens;
    for (const std::string_view text :
         {""sv, "a"sv, "a b c d"sv, "a;b;c;d;;;;;;"sv, "{{{{{{{{}}}}}}}}"sv, "\n\n\n\n\n\n\n"sv}) {
      const std::vector<uint8_t> bytes = toBytes(text);
      const auto shingles = readShingles(fastestMinHashKernel(), options, bytes);
      check(shingles.size() == 1 && shingles[0] == hashContent(bytes.data(), bytes.size()).low, "a short document");
    }
    check(readShingles(fastestMinHashKernel(), options, toBytes("a b c d e")).size() == 1,
          "as many words as a shingle");
  }
}

/// Blocks of 64 bytes that end in, before and after a word or a mark.
void testWordsAcrossBlocks() {
  MinHashOptions options;
  options.shingleLength = 1;
  const MinHashKernels kernels = supportedMinHashKernels();
  for (size_t size = 1; size < 200; size++) {
    for (const std::string_view end : {""sv, ";"sv, " "sv, "(b"sv, ";;;"sv}) {
      const std::vector<uint8_t> bytes = toBytes(std::string(size, 'a').append(end).append(64, ';').append("c"));
      const auto expected = readShingles(kernels.items[0], options, bytes);
      for (size_t index = 1; index < kernels.count; index++) {
        check(readShingles(kernels.items[index], options, bytes) == expected, kernels.items[index].name);
      }
    }
  }
}

/// The sketches of pairs at a similarity, of which as few are passed over as promised, and of dissimilar ones most.
void testSketch() {
  std::mt19937_64 random(5);
  constexpr size_t kPermutations = 256;
  constexpr int kPairs = 20000;
  const auto shareKept = [&random](double jaccard, uint32_t least) {
    int kept = 0;
    std::vector<uint32_t> first(kPermutations);
    std::vector<uint32_t> second(kPermutations);
    for (int pair = 0; pair < kPairs; pair++) {
      for (size_t number = 0; number < kPermutations; number++) {
        first[number] = static_cast<uint32_t>(random());
        const bool isEqual = static_cast<double>(random() >> 11) * 0x1p-53 < jaccard;
        second[number] = isEqual ? first[number] : static_cast<uint32_t>(random());
      }
      const auto equal =
          countEqualBits(sketchSignature(first.data(), kPermutations), sketchSignature(second.data(), kPermutations));
      kept += equal >= least ? 1 : 0;
    }
    return static_cast<double>(kept) / kPairs;
  };
  check(shareKept(0.7, leastEqualBits(0.7, kPermutations)) > 0.999, "pairs at the threshold pass");
  check(shareKept(0.3, leastEqualBits(0.7, kPermutations)) < 0.01, "dissimilar pairs do not");
  checkEqual(leastEqualBits(1, kPermutations), 256u, "equal documents have equal sketches");
  checkEqual(leastEqualBits(0.7, 4), 252u, "a few bits tell nothing");
}

void testJaccard() {
  checkEqual(computeJaccard({}, {}), 1.0, "two empty sets");
  checkEqual(computeJaccard({1}, {}), 0.0, "one empty set");
  checkEqual(computeJaccard({1, 2, 3}, {2, 3, 4}), 0.5, "half in common");
  checkEqual(computeJaccard({1, 5, 9}, {1, 5, 9}), 1.0, "equal sets");
}

void testMinHash() {
  const MinHashKernels kernels = supportedMinHashKernels();
  for (size_t index = 0; index < kernels.count; index++) std::printf("MinHash kernel %s\n", kernels.items[index].name);
  testKernelsAgree();
  testRepeatedShingles();
  testShortDocuments();
  testWordsAcrossBlocks();
  testSketch();
  testJaccard();
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testMinHash();
  return codeshell::test::reportChecks();
}
