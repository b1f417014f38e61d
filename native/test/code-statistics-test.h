#pragma once

namespace codeshell::test {

void testCodeStatistics();

}  // namespace codeshell::test
