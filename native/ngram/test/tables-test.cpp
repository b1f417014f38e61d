#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <random>
#include <vector>

#include "base/files/file.h"
#include "base/files/temporary-folder.h"
#include "base/test/check.h"
#include "ngram/arpa/number-text.h"
#include "ngram/model/elias-fano.h"
#include "ngram/model/hash-table.h"
#include "ngram/packed-key.h"

namespace codeshell::test {
namespace {

std::filesystem::path testFolder() { return std::filesystem::temp_directory_path() / "codeshell-native-test"; }

void testPackedKeys() {
  std::mt19937_64 random(3);
  for (int round = 0; round < 2000; round++) {
    const int wordBits = 2 + static_cast<int>(random() % 31);
    const int length = 1 + static_cast<int>(random() % kMaxNgramOrder);
    const uint64_t mask = (uint64_t{1} << wordBits) - 1;
    uint64_t key[kMaxKeyLimbs] = {};
    std::vector<uint32_t> words;
    for (int index = 0; index < length; index++) {
      words.push_back(static_cast<uint32_t>(random() & mask));
      addKeyWord(key, index, wordBits, words.back());
    }
    uint64_t left[kMaxKeyLimbs] = {};
    uint64_t back[kMaxKeyLimbs] = {};
    uint64_t prefix[kMaxKeyLimbs] = {};
    rotateKeyLeft(key, length, wordBits, left);
    rotateKeyRight(left, length, wordBits, back);
    copyKeyPrefix(key, (length + 1) / 2, wordBits, prefix);
    bool isSame = std::equal(key, key + keyLimbs(length, wordBits), back);
    for (int index = 0; index < length; index++) {
      isSame &= readKeyWord(key, index, wordBits) == words[static_cast<size_t>(index)];
      isSame &= readKeyWord(left, index, wordBits) == words[static_cast<size_t>((index + 1) % length)];
    }
    isSame &= countEqualBits(key, prefix, keyLimbs((length + 1) / 2, wordBits)) >=
              static_cast<size_t>((length + 1) / 2) * static_cast<size_t>(wordBits);
    check(isSame, "packed keys keep their words");
  }
}

void testEliasFano() {
  std::mt19937_64 random(4);
  TemporaryFolder folder(testFolder());
  for (const uint64_t step : {0u, 1u, 3u, 1000u}) {
    for (const size_t count : {2, 33, 5000}) {
      std::vector<uint64_t> values;
      uint64_t value = 0;
      for (size_t index = 0; index < count; index++) values.push_back(value += step == 0 ? 0 : random() % (2 * step));
      const EliasFanoShape shape(count, value);
      EliasFanoWriter writer(shape);
      for (const uint64_t each : values) writer.add(each);
      File file(folder.nextFile(), File::Mode::kTemporary);
      writer.write(file);
      checkEqual(file.sizeBytes(), shape.sizeBytes(), "size of the sequence");
      std::vector<uint64_t> bytes(file.sizeBytes() / 8 + 1);
      file.readAt(0, bytes.data(), file.sizeBytes());
      const EliasFanoView view(reinterpret_cast<const uint8_t*>(bytes.data()), shape);
      bool isSame = true;
      for (size_t index = 0; index + 1 < count; index++) {
        isSame &= view.pairAt(index) == std::pair(values[index], values[index + 1]);
      }
      check(isSame, "the sequence gives its numbers back");
      // Wrong bytes give wrong numbers, but in their range.
      for (uint64_t& limb : bytes) limb = random();
      const EliasFanoView damaged(reinterpret_cast<const uint8_t*>(bytes.data()), shape);
      for (size_t index = 0; index + 1 < count; index++) {
        const auto [begin, end] = damaged.pairAt(index);
        check(begin <= end && end <= value, "numbers of a damaged sequence stay in their range");
      }
    }
  }
}

void testHashTable() {
  TemporaryFolder folder(testFolder());
  const NgramTask task;
  std::mt19937_64 random(5);
  for (const size_t count : {0, 1, 7, 10'000}) {
    std::vector<uint64_t> hashes;
    for (size_t index = 0; index < count; index++) hashes.push_back(random());
    File file(folder.nextFile(), File::Mode::kTemporary);
    const NgramSection section =
        writeHashTable(file, kWeightsBucket, count, 1 << 20, folder, task, [&](const auto& take) {
          for (const uint64_t hash : hashes) take(hash, hash);
        });
    std::vector<uint8_t> bytes(section.sizeBytes);
    file.readAt(0, bytes.data(), bytes.size());
    check(WeightsTable::isValid(section), "the table is valid");
    const WeightsTable table(bytes.data(), section);
    bool isSame = true;
    uint32_t values[2];
    for (const uint64_t hash : hashes) {
      isSame &= table.find(table.finish(hash), values) && (values[0] | uint64_t{values[1]} << 32) == hash;
    }
    check(isSame, "the table has all entries");
    size_t wrong = 0;
    for (int round = 0; round < 10'000; round++) wrong += table.find(table.finish(random()), values);
    checkEqual(wrong, size_t{0}, "the table has no others");
  }
}

/// Entries with one fingerprint in one bucket, or in a row of full buckets, cannot be told apart.
void testFingerprintsMeet() {
  TemporaryFolder folder(testFolder());
  File file(folder.nextFile(), File::Mode::kTemporary);
  const uint32_t values[2] = {1, 2};
  const auto hashAt = [](uint64_t home, uint32_t fingerprint) { return (home << 61) | fingerprint; };
  HashTableWriter writer(file, kWeightsBucket, 8);
  for (uint32_t fingerprint = 1; fingerprint <= 5; fingerprint++) {
    check(writer.place(hashAt(2, fingerprint), values), "five fit in");
  }
  check(!writer.place(hashAt(2, 3), values), "the same fingerprint in the same bucket");
  check(writer.place(hashAt(2, 6), values), "one goes to the next bucket");
  check(!writer.place(hashAt(3, 6), values), "its fingerprint is taken there");
  check(writer.place(hashAt(3, 5), values), "one before that bucket is out of reach");
  check(writer.place(hashAt(6, 6), values), "and so is one after a gap");
}

void testNumberText() {
  std::mt19937_64 random(6);
  for (int round = 0; round < 200'000; round++) {
    const double scale = std::pow(10.0, static_cast<double>(random() % 20) - 12);
    const float value = static_cast<float>((static_cast<double>(random() % 2'000'001) / 1e6 - 1) * scale);
    std::string text;
    appendNumberText(text, value);
    float read = 0;
    check(parseNumberText(text.data(), text.size(), read) && read == value, text.c_str());
  }
  const auto isNumber = [](std::string_view text) {
    float value;
    return parseNumberText(text.data(), text.size(), value);
  };
  for (const char* text : {"-1.5", "0", "+3", "1e-5", ".5", "-0.0E+2", "123456789012345678901234567890"})
    check(isNumber(text), text);
  for (const char* text : {"", "-", ".", "e5", "1e", "1e+", "nan", "inf", "1x", "1e99", "0x1"})
    check(!isNumber(text), text);
}

void testNgramTables() {
  testPackedKeys();
  testEliasFano();
  testHashTable();
  testFingerprintsMeet();
  testNumberText();
  std::error_code ignored;
  std::filesystem::remove_all(testFolder(), ignored);
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testNgramTables();
  return codeshell::test::reportChecks();
}
