#include "ngram/model/model.h"

#include "ngram/error.h"

namespace codeshell {
namespace {

void require(bool isValid, const std::string& name) {
  if (!isValid) throw NgramError(kNgramFormatError, name + " is damaged: a section does not fit the number of n-grams");
}

}  // namespace

NgramModel::NgramModel(const std::filesystem::path& path)
    : file_(std::make_unique<MappedFile>(path)), data_(file_->data()), sizeBytes_(file_->sizeBytes()) {
  open(utf8OfPath(path));
}

NgramModel::NgramModel(const uint8_t* data, size_t sizeBytes, const std::string& name)
    : data_(data), sizeBytes_(sizeBytes) {
  open(name);
}

void NgramModel::open(const std::string& name) {
  header_ = readNgramHeader(data_, sizeBytes_, name);
  require(ValueTable::isValid(header_.wordTable), name);
  wordTable_ = ValueTable(data_, header_.wordTable);
  require(header_.unigrams.sizeBytes == header_.counts[1] * sizeof(NgramWeights), name);
  unigrams_ = reinterpret_cast<const NgramWeights*>(data_ + header_.unigrams.offset);
  if (isTrie()) {
    openTrie(name);
  } else {
    openProbing(name);
  }
}

void NgramModel::openProbing(const std::string& name) {
  for (int length = 2; length <= order(); length++) {
    const NgramSection& section = header_.grams[length];
    if (length < order()) {
      require(WeightsTable::isValid(section), name);
      weightsTables_[length] = WeightsTable(data_, section);
    } else {
      require(ValueTable::isValid(section), name);
      longestTable_ = ValueTable(data_, section);
    }
  }
}

void NgramModel::openTrie(const std::string& name) {
  for (int length = 2; length <= order(); length++) {
    const NgramSection& grams = header_.grams[length];
    const uint64_t count = header_.counts[length];
    const uint64_t parentCount = header_.counts[length - 1];
    const uint64_t idBits = grams.parameters[0];
    // More n-grams than bits cannot be true; the bound keeps the sums below from overflowing.
    require(idBits >= 1 && idBits <= 32 && count <= header_.fileBytes * 8 && parentCount <= header_.fileBytes * 8,
            name);
    const int recordBits = trieRecordBits(length, order(), static_cast<int>(idBits));
    require(grams.sizeBytes == trieRecordBytes(count, recordBits), name);
    TrieLength& found = trieLengths_[length];
    found.records = TrieRecordsView(data_ + grams.offset, count, static_cast<int>(idBits), recordBits);
    const EliasFanoShape shape(parentCount + 1, count);
    const NgramSection& pointers = header_.pointers[length - 1];
    require(pointers.sizeBytes == shape.sizeBytes(), name);
    trieLengths_[length - 1].pointers = EliasFanoView(data_ + pointers.offset, shape);
    const NgramSection& codebooks = header_.codebooks[length];
    require(codebooks.sizeBytes == 2 * sizeof(NgramCodebook), name);
    found.probabilities = reinterpret_cast<const NgramCodebook*>(data_ + codebooks.offset);
    found.backoffs = found.probabilities + 1;
  }
}

}  // namespace codeshell
