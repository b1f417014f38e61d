#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "base/addon/addon-call.h"
#include "base/addon/arguments.h"
#include "duplicates/addon/arguments.h"
#include "duplicates/addon/near-duplicates.h"
#include "duplicates/index.h"
#include "duplicates/matcher.h"
#include "duplicates/search.h"

namespace codeshell {
namespace {

struct OpenIndex {
  std::shared_ptr<DuplicateIndex> index;

  const std::shared_ptr<DuplicateIndex>& get() const {
    if (index == nullptr) throw DuplicateError(kIndexClosedError, "The index is not open.");
    return index;
  }
};

/// A search, with the lock that keeps two calls of it apart.
struct RunningSearch {
  std::mutex mutex;
  std::unique_ptr<DuplicateSearch> search;
  std::unique_ptr<DuplicateClusters> clusters;

  DuplicateSearch& get() const {
    if (search == nullptr) throw DuplicateError(kIndexStateError, "The search has not begun.");
    return *search;
  }
};

using Call = std::function<Napi::Value(const Napi::CallbackInfo&)>;

void addMethod(Napi::Env env, Napi::Object object, const char* name, Call call) {
  object.Set(name, Napi::Function::New(env, std::move(call), name));
}

/// A task that calls `execute(search, cancelled)` while no other call of the search runs.
template <typename Execute>
Napi::Value startSearchTask(Napi::Env env, const std::shared_ptr<RunningSearch>& running, Execute execute,
                            std::function<napi_value(napi_env)> makeResult = makeUndefined) {
  const auto locked = [running, execute](const CancelSwitch& cancelled) {
    const std::lock_guard lock(running->mutex);
    execute(*running, cancelled);
  };
  return startAddonCall(env, "codeshell.findDuplicates", {locked, std::move(makeResult), kIndexResourceErrors});
}

std::vector<uint32_t> idsOf(const DuplicateSearch& search, const std::vector<uint32_t>& documents) {
  std::vector<uint32_t> ids;
  ids.reserve(documents.size());
  for (const uint32_t document : documents) ids.push_back(search.ids()[document]);
  return ids;
}

void addVerification(Napi::Env env, Napi::Object object, const std::shared_ptr<RunningSearch>& running) {
  addMethod(env, object, "startPreparePairs", [running](const Napi::CallbackInfo& info) {
    const auto count = std::make_shared<double>(0);
    const auto execute = [count](RunningSearch& state, const CancelSwitch& cancelled) {
      state.get().preparePairs(cancelled);
      *count = static_cast<double>(state.get().pairCount());
    };
    return startSearchTask(info.Env(), running, execute, [count](napi_env inner) { return makeNumber(inner, *count); });
  });
  addMethod(env, object, "startReadCandidates", [running](const Napi::CallbackInfo& info) {
    const size_t most = readWhole(info[0], "maxDocuments", 2, UINT32_MAX);
    const auto ids = std::make_shared<std::vector<uint32_t>>();
    const auto done = std::make_shared<double>(0);
    const auto execute = [most, ids, done](RunningSearch& state, const CancelSwitch& cancelled) {
      const CandidateBlock& block = state.get().readCandidates(most, cancelled);
      *ids = idsOf(state.get(), block.documents);
      *done = static_cast<double>(state.get().readPairCount());
    };
    return startSearchTask(info.Env(), running, execute, [ids, done](napi_env inner) {
      return makeObject(inner, {{"ids", makeTypedArray(inner, *ids)}, {"done", makeNumber(inner, *done)}});
    });
  });
  addMethod(env, object, "startVerify", [running](const Napi::CallbackInfo& info) {
    const auto batch = shareDocumentBatch(info, 0);
    const auto pairs = std::make_shared<DuplicatePairs>();
    const auto execute = [batch, pairs](RunningSearch& state, const CancelSwitch& cancelled) {
      *pairs = state.get().verifyCandidates(batch->data, batch->offsets, cancelled);
    };
    return startSearchTask(info.Env(), running, execute, [pairs](napi_env inner) {
      return makeObject(inner, {{"firsts", makeTypedArray(inner, pairs->firsts)},
                                {"seconds", makeTypedArray(inner, pairs->seconds)},
                                {"similarities", makeTypedArray(inner, pairs->similarities)}});
    });
  });
}

void addFinish(Napi::Env env, Napi::Object object, const std::shared_ptr<RunningSearch>& running) {
  addMethod(env, object, "startIds", [running](const Napi::CallbackInfo& info) {
    const auto ids = std::make_shared<std::vector<uint32_t>>();
    const auto execute = [ids](RunningSearch& state, const CancelSwitch&) {
      *ids = state.get().ids();
      std::sort(ids->begin(), ids->end());
    };
    return startSearchTask(info.Env(), running, execute, [ids](napi_env inner) { return makeTypedArray(inner, *ids); });
  });
  addMethod(env, object, "startFinish", [running](const Napi::CallbackInfo& info) {
    const auto ranks = std::make_shared<std::vector<double>>(copyRanks(info[0]));
    const auto execute = [ranks](RunningSearch& state, const CancelSwitch& cancelled) {
      if (!ranks->empty() && ranks->size() != state.get().documentCount()) {
        throw DuplicateError(kIndexStateError, "rank gave " + std::to_string(ranks->size()) + " numbers for " +
                                                   std::to_string(state.get().documentCount()) + " ids.");
      }
      state.clusters = std::make_unique<DuplicateClusters>(state.get().finish(*ranks, cancelled));
      state.search.reset();
    };
    return startSearchTask(info.Env(), running, execute, [running](napi_env inner) {
      const DuplicateClusters& clusters = *running->clusters;
      const napi_value value = makeObject(inner, {{"ids", makeTypedArray(inner, clusters.ids)},
                                                  {"clusters", makeTypedArray(inner, clusters.clusters)},
                                                  {"duplicateOf", makeTypedArray(inner, clusters.duplicateOf)},
                                                  {"estimated", makeTypedArray(inner, clusters.estimated)},
                                                  {"exact", makeTypedArray(inner, clusters.exact)},
                                                  {"duplicates", makeTypedArray(inner, clusters.duplicates)},
                                                  {"originals", makeTypedArray(inner, clusters.originals)}});
      running->clusters.reset();
      return value;
    });
  });
}

/// `createSearch(bands, rows, verifies, threshold, listsPairs)`; its calls come in the order begin, band for each band,
/// preparePairs, readCandidates and verify in turn, ids, finish.
Napi::Value createSearch(const Napi::CallbackInfo& info, const std::shared_ptr<OpenIndex>& open,
                         const MinHashOptions& options) {
  const Napi::Env env = info.Env();
  const auto bands = static_cast<uint32_t>(readWhole(info[0], "bands", 1, options.permutations));
  const auto rows = static_cast<uint32_t>(readWhole(info[1], "rows", 1, options.permutations / bands));
  const SearchOptions search{bands, rows, info[2].ToBoolean(), info[3].ToNumber().DoubleValue(), info[4].ToBoolean()};
  const auto running = std::make_shared<RunningSearch>();
  Napi::Object object = Napi::Object::New(env);
  addMethod(env, object, "startBegin", [open, running, search](const Napi::CallbackInfo& inner) {
    const auto execute = [open, search](RunningSearch& state, const CancelSwitch& cancelled) {
      state.search = std::make_unique<DuplicateSearch>(open->get(), search, cancelled);
    };
    return startSearchTask(inner.Env(), running, execute);
  });
  addMethod(env, object, "startBand", [running, bands](const Napi::CallbackInfo& inner) {
    const auto band = static_cast<uint32_t>(readWhole(inner[0], "band", 0, bands - 1));
    const auto execute = [band](RunningSearch& state, const CancelSwitch& cancelled) {
      state.get().searchBand(band, cancelled);
    };
    return startSearchTask(inner.Env(), running, execute);
  });
  addVerification(env, object, running);
  addFinish(env, object, running);
  // Lets go of the memory and the temporary files of a search that ends early.
  addMethod(env, object, "startEnd", [running](const Napi::CallbackInfo& inner) {
    return startSearchTask(inner.Env(), running,
                           [](RunningSearch& state, const CancelSwitch&) { state.search.reset(); });
  });
  return object;
}

/// A comparison with the index, with the lock that keeps two calls of it apart.
struct RunningMatch {
  std::mutex mutex;
  std::unique_ptr<DuplicateMatcher> matcher;

  DuplicateMatcher& get() const {
    if (matcher == nullptr) throw DuplicateError(kIndexStateError, "The comparison has not begun.");
    return *matcher;
  }
};

/// `createMatch(bands, rows, minEstimate, maxMatches)`; its calls come in the order begin(bytes, offsets), compare
/// until it gives `done` equal to `total`, finish.
Napi::Value createMatch(const Napi::CallbackInfo& info, const std::shared_ptr<OpenIndex>& open,
                        const MinHashOptions& minHash) {
  const Napi::Env env = info.Env();
  MatchOptions options;
  options.bands = static_cast<uint32_t>(readWhole(info[0], "bands", 1, minHash.permutations));
  options.rows = static_cast<uint32_t>(readWhole(info[1], "rows", 1, minHash.permutations / options.bands));
  options.minEstimate = info[2].ToNumber().DoubleValue();
  options.maxMatches = readWhole(info[3], "maxMatches", 1, UINT32_MAX);
  const auto running = std::make_shared<RunningMatch>();
  Napi::Object object = Napi::Object::New(env);
  addMethod(env, object, "startBegin", [open, running, options](const Napi::CallbackInfo& inner) {
    const auto batch = shareDocumentBatch(inner, 0);
    const auto execute = [open, running, options, batch](const CancelSwitch& cancelled) {
      const std::lock_guard lock(running->mutex);
      running->matcher =
          std::make_unique<DuplicateMatcher>(open->get(), options, batch->data, batch->offsets, cancelled);
    };
    return startAddonCall(inner.Env(), "codeshell.findMatches", {execute, makeUndefined, kIndexResourceErrors});
  });
  addMethod(env, object, "startCompare", [running](const Napi::CallbackInfo& inner) {
    const auto progress = std::make_shared<std::vector<double>>();
    const auto execute = [running, progress](const CancelSwitch& cancelled) {
      const std::lock_guard lock(running->mutex);
      running->get().compareChunk(cancelled);
      *progress = {static_cast<double>(running->get().comparedCount()),
                   static_cast<double>(running->get().totalCount())};
    };
    const auto makeResult = [progress](napi_env last) { return makeTypedArray(last, *progress); };
    return startAddonCall(inner.Env(), "codeshell.findMatches", {execute, makeResult, kIndexResourceErrors});
  });
  addMethod(env, object, "startFinish", [running](const Napi::CallbackInfo& inner) {
    const auto matches = std::make_shared<DuplicateMatches>();
    const auto execute = [running, matches](const CancelSwitch&) {
      const std::lock_guard lock(running->mutex);
      *matches = running->get().finish();
      running->matcher.reset();
    };
    const auto makeResult = [matches](napi_env last) {
      return makeObject(last, {{"documents", makeTypedArray(last, matches->documents)},
                               {"ids", makeTypedArray(last, matches->ids)},
                               {"estimated", makeTypedArray(last, matches->estimated)}});
    };
    return startAddonCall(inner.Env(), "codeshell.findMatches", {execute, makeResult, kIndexResourceErrors});
  });
  return object;
}

uint32_t readFirstId(const Napi::Value& value, size_t count) {
  // The greatest 32-bit number means no document.
  const uint64_t most = UINT32_MAX - std::min<uint64_t>(count, UINT32_MAX);
  return static_cast<uint32_t>(readWhole(value, "firstId", 0, most));
}

}  // namespace

Napi::Value createDuplicateIndex(const Napi::CallbackInfo& info) {
  const Napi::Env env = info.Env();
  const std::filesystem::path folder = readPath(info[0], "folder");
  const MinHashOptions options = readMinHashOptions(info, 1);
  const size_t memoryBytes = readWhole(info[5], "memoryBytes", 0, uint64_t{1} << 53);
  const auto open = std::make_shared<OpenIndex>();
  Napi::Object object = Napi::Object::New(env);
  addMethod(env, object, "startOpen", [open, folder, options, memoryBytes](const Napi::CallbackInfo& inner) {
    const auto count = std::make_shared<double>(0);
    const auto execute = [=](const CancelSwitch&) {
      open->index = std::make_shared<DuplicateIndex>(folder, options, memoryBytes);
      *count = static_cast<double>(open->index->documentCount());
    };
    const auto makeResult = [count](napi_env last) { return makeNumber(last, *count); };
    return startAddonCall(inner.Env(), "codeshell.openDuplicateIndex", {execute, makeResult, kIndexResourceErrors});
  });
  addMethod(env, object, "startAdd", [open](const Napi::CallbackInfo& inner) {
    const auto batch = shareDocumentBatch(inner, 0);
    const auto firstId = readFirstId(inner[2], batch->documentCount());
    const auto execute = [open, batch, firstId](const CancelSwitch& cancelled) {
      open->get()->add(batch->data, batch->offsets, firstId, cancelled);
    };
    return startAddonCall(inner.Env(), "codeshell.addDocuments", {execute, makeUndefined, kIndexResourceErrors});
  });
  addMethod(env, object, "startAddSignatures", [open](const Napi::CallbackInfo& inner) {
    const auto fingerprints = std::make_shared<std::vector<uint64_t>>(copyBigUint64Array(inner[0], "fingerprints"));
    const auto signatures = std::make_shared<std::vector<uint32_t>>(copyUint32Array(inner[1], "signatures"));
    const auto firstId = readFirstId(inner[2], fingerprints->size());
    const auto execute = [open, fingerprints, signatures, firstId](const CancelSwitch&) {
      open->get()->addSignatures(std::move(*fingerprints), std::move(*signatures), firstId);
    };
    return startAddonCall(inner.Env(), "codeshell.addSignatures", {execute, makeUndefined, kIndexResourceErrors});
  });
  addMethod(env, object, "startClose", [open](const Napi::CallbackInfo& inner) {
    const auto execute = [open](const CancelSwitch&) { open->get()->close(); };
    return startAddonCall(inner.Env(), "codeshell.closeDuplicateIndex", {execute, makeUndefined, kIndexResourceErrors});
  });
  addMethod(env, object, "createSearch",
            [open, options](const Napi::CallbackInfo& inner) { return createSearch(inner, open, options); });
  addMethod(env, object, "createMatch",
            [open, options](const Napi::CallbackInfo& inner) { return createMatch(inner, open, options); });
  return object;
}

}  // namespace codeshell
