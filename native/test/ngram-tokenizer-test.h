#pragma once

namespace codeshell::test {

void testNgramTokenizer();

}  // namespace codeshell::test
