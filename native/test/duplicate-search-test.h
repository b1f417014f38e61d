#pragma once

namespace codeshell::test {

void testDuplicateSearch();

}  // namespace codeshell::test
