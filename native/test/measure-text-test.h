#pragma once

namespace codeshell::test {

void testMeasureText();

}  // namespace codeshell::test
