#pragma once

namespace codeshell::test {

void testMinHash();

}  // namespace codeshell::test
