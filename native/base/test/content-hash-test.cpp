#include "base/content-hash.h"

#include <string>
#include <string_view>
#include <vector>

#include "base/test/check.h"

namespace codeshell::test {
namespace {

/// A heap block of exactly this size: an address sanitizer sees a read outside it.
std::vector<uint8_t> toBytes(std::string_view text) { return {text.begin(), text.end()}; }

void testContentHash() {
  const std::vector<uint8_t> text = toBytes("The quick brown fox jumps over the lazy dog");
  const ContentHash hash = hashContent(text.data(), text.size());
  check(hash == ContentHash{0xE34BBC7BBC071B6Cu, 0x7A433CA9C49A9347u}, "MurmurHash3_x64_128 of a pangram");
  for (size_t spaces = 0; spaces < 5000; spaces += 61) {
    const std::vector<uint8_t> spaced =
        toBytes("\n a" + std::string(spaces + 1, '\t') + "b" + std::string(spaces, 'x') + " ");
    const std::vector<uint8_t> plain = toBytes("a b" + std::string(spaces, 'x'));
    check(hashContentWithoutSpacing(spaced.data(), spaced.size()) == hashContent(plain.data(), plain.size()),
          "white space is one space");
  }
}

}  // namespace
}  // namespace codeshell::test

int main() {
  codeshell::test::testContentHash();
  return codeshell::test::reportChecks();
}
