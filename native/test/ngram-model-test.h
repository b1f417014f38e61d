#pragma once

namespace codeshell::test {

void testNgramModel();

}  // namespace codeshell::test
