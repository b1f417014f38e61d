#pragma once

namespace codeshell {

/// Makes the calling thread, and every thread that it starts from then on, run when no other wants the processor.
/// There is no way back. False where the system refuses; then nothing has changed.
bool enterBackground();

}  // namespace codeshell
