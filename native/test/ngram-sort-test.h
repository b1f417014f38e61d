#pragma once

namespace codeshell::test {

void testNgramSort();

}  // namespace codeshell::test
