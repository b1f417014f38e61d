#pragma once

#include <cstdint>
#include <filesystem>

#include "base/files/file.h"
#include "base/files/temporary-folder.h"
#include "ngram/levels.h"
#include "ngram/model/format.h"
#include "ngram/task.h"

namespace codeshell {

/// Writes a finished model as a file of the given structure, and returns the size of the file. The file appears only
/// once it is complete.
uint64_t writeNgramModel(NgramLevels& levels, NgramModelOrigin origin, const std::filesystem::path& outputFile,
                         size_t memoryBytes, TemporaryFolder& folder, const NgramTask& task);

/// Fills the file up to where a section may begin.
NgramSection beginNgramSection(File& file);
void endNgramSection(const File& file, NgramSection& section);

}  // namespace codeshell
