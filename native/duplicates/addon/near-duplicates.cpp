#include "duplicates/addon/near-duplicates.h"

#include <string>
#include <utility>

#include "base/addon/addon-call.h"
#include "base/addon/arguments.h"
#include "base/content-hash.h"
#include "duplicates/addon/arguments.h"
#include "duplicates/exact-duplicates.h"
#include "duplicates/jaccard.h"
#include "duplicates/minhash/kernels.h"
#include "duplicates/minhash/signature.h"

namespace codeshell {
namespace {

constexpr size_t kHashBytes = 16;

/// `startSignatures(bytes, offsets, tokens, shingleLength, permutations, seed)`: a Uint32Array.
Napi::Value startSignatures(const Napi::CallbackInfo& info) {
  const auto batch = shareDocumentBatch(info, 0);
  const MinHashOptions options = readMinHashOptions(info, 2);
  const auto output = allocateOutput<Napi::Uint32Array>(info.Env(), batch->documentCount() * options.permutations);
  const auto execute = [batch, options, output](const CancelSwitch& cancelled) {
    MinHashSignature signature(options, fastestMinHashKernel());
    for (size_t document = 0; document < batch->documentCount(); document++) {
      throwIfCancelled(cancelled);
      const size_t start = batch->offsets[document];
      signature.compute(batch->data + start, batch->offsets[document + 1] - start,
                        output->data + document * options.permutations);
    }
  };
  return startAddonCall(info.Env(), "codeshell.computeSignatures",
                        {execute, returnOutput(output), kIndexResourceErrors});
}

/// `startJaccards(bytes, offsets, pairs, tokens, shingleLength)`: a Float64Array, one for each two numbers of `pairs`.
Napi::Value startJaccards(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto batch = shareDocumentBatch(info, 0);
  const auto pairs = std::make_shared<std::vector<uint32_t>>(copyUint32Array(info[2], "pairs"));
  const MinHashOptions options = readMinHashOptions(info, 3);
  if (pairs->size() % 2 != 0) throw Napi::RangeError::New(env, "pairs has an odd length");
  for (size_t index = 0; index < pairs->size(); index++) {
    if ((*pairs)[index] < batch->documentCount()) continue;
    throw Napi::RangeError::New(env, "pairs[" + std::to_string(index) + "] is " + std::to_string((*pairs)[index]) +
                                         " among " + std::to_string(batch->documentCount()) + " documents");
  }
  const auto output = allocateOutput<Napi::Float64Array>(env, pairs->size() / 2);
  const auto execute = [batch, options, pairs, output](const CancelSwitch& cancelled) {
    MinHashShingles shingles(options, fastestMinHashKernel());
    std::vector<std::vector<uint64_t>> sets(batch->documentCount());
    for (const uint32_t document : *pairs) {
      throwIfCancelled(cancelled);
      const size_t start = batch->offsets[document];
      if (!sets[document].empty()) continue;
      sets[document] = collectShingles(shingles, batch->data + start, batch->offsets[document + 1] - start);
    }
    for (size_t pair = 0; pair < pairs->size() / 2; pair++) {
      throwIfCancelled(cancelled);
      output->data[pair] = computeJaccard(sets[(*pairs)[pair * 2]], sets[(*pairs)[pair * 2 + 1]]);
    }
  };
  return startAddonCall(env, "codeshell.computeJaccards", {execute, returnOutput(output), kIndexResourceErrors});
}

/// `startContentHashes(bytes, offsets, ignoresSpacing)`: a Uint8Array of 16 bytes for each document.
Napi::Value startContentHashes(const Napi::CallbackInfo& info) {
  const auto batch = shareDocumentBatch(info, 0);
  const bool ignoresSpacing = info[2].ToBoolean();
  const auto output = allocateOutput<Napi::Uint8Array>(info.Env(), batch->documentCount() * kHashBytes);
  const auto execute = [batch, ignoresSpacing, output](const CancelSwitch& cancelled) {
    const auto hash = ignoresSpacing ? hashContentWithoutSpacing : hashContent;
    for (size_t document = 0; document < batch->documentCount(); document++) {
      throwIfCancelled(cancelled);
      const size_t start = batch->offsets[document];
      const ContentHash result = hash(batch->data + start, batch->offsets[document + 1] - start);
      storeContentHash(result, output->data + document * kHashBytes);
    }
  };
  return startAddonCall(info.Env(), "codeshell.hashContents", {execute, returnOutput(output), kIndexResourceErrors});
}

/// `startExactDuplicates(hashes, ranks)`: a Uint32Array with the place of the kept document for each place.
Napi::Value startExactDuplicates(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const auto hashes = std::make_shared<std::vector<uint8_t>>(copyUint8Array(info[0], "hashes"));
  const auto ranks = std::make_shared<std::vector<double>>(copyRanks(info[1]));
  if (hashes->size() % kHashBytes != 0) throw Napi::RangeError::New(env, "hashes must have 16 bytes for each document");
  if (!ranks->empty() && ranks->size() != hashes->size() / kHashBytes) {
    throw Napi::RangeError::New(env, "ranks has " + std::to_string(ranks->size()) + " numbers for " +
                                         std::to_string(hashes->size() / kHashBytes) + " documents");
  }
  const auto kept = std::make_shared<std::vector<uint32_t>>();
  const auto execute = [hashes, ranks, kept](const CancelSwitch& cancelled) {
    *kept = findExactDuplicates(*hashes, *ranks, cancelled);
  };
  return startAddonCall(
      env, "codeshell.findExactDuplicates",
      {execute, [kept](napi_env inner) { return makeTypedArray(inner, *kept); }, kIndexResourceErrors});
}

}  // namespace

void exportNearDuplicates(Napi::Env env, Napi::Object exports) {
  exports.Set("minHashKernel", fastestMinHashKernel().name);
  exports.Set("startSignatures", Napi::Function::New(env, startSignatures, "startSignatures"));
  exports.Set("startJaccards", Napi::Function::New(env, startJaccards, "startJaccards"));
  exports.Set("startContentHashes", Napi::Function::New(env, startContentHashes, "startContentHashes"));
  exports.Set("startExactDuplicates", Napi::Function::New(env, startExactDuplicates, "startExactDuplicates"));
  exports.Set("createDuplicateIndex", Napi::Function::New(env, createDuplicateIndex, "createDuplicateIndex"));
}

}  // namespace codeshell
