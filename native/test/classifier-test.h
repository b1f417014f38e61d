#pragma once

namespace codeshell::test {

void testClassifier();

}  // namespace codeshell::test
