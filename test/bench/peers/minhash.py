"""MinHash signatures of the same documents by datasketch and rensa, one thread each, for test/bench/minhash.ts.

Arguments: a file of all documents, and a JSON file of their offsets. Prints one JSON object: for each peer the CPU seconds
with and without making the shingles, and the documents that BigCode's recipe (datasketch, 25 bands of 10 rows, union-find,
smallest id kept) removes.
"""

import json
import re
import sys
import time

SEPARATOR = re.compile("[^A-Za-z_0-9]")
LENGTH = 5
PERMUTATIONS = 256
BANDS, ROWS = 25, 10


def shingles_of(text):
    tokens = SEPARATOR.split(text)
    return {" ".join(tokens[first : first + LENGTH]) for first in range(len(tokens) - LENGTH + 1)}


def time_cpu(function, *arguments):
    start = time.process_time()
    result = function(*arguments)
    return time.process_time() - start, result


def find_removed(signatures, documents):
    parents = {document: document for document in documents}

    def find(document):
        while parents[document] != document:
            parents[document] = parents[parents[document]]
            document = parents[document]
        return document

    for band in range(BANDS):
        first_with = {}
        for document, signature in zip(documents, signatures):
            key = bytes(signature[band * ROWS : (band + 1) * ROWS].data)
            first, second = find(first_with.setdefault(key, document)), find(document)
            parents[max(first, second)] = min(first, second)
    return [document for document in documents if find(document) != document]


def measure_datasketch(sets, documents):
    from datasketch import MinHash

    encoded = [[shingle.encode() for shingle in shingles] for shingles in sets]

    def compute():
        signatures = []
        for shingles in encoded:
            signature = MinHash(num_perm=PERMUTATIONS)
            signature.update_batch(shingles)
            signatures.append(signature.hashvalues)
        return signatures

    seconds, signatures = time_cpu(compute)
    return {"hashing_seconds": seconds, "removed": find_removed(signatures, documents)}


def measure_rensa(sets):
    from rensa import RMinHash

    lists = [list(shingles) for shingles in sets]
    return {"hashing_seconds": time_cpu(RMinHash.digest_matrix_from_token_sets, lists, PERMUTATIONS, 1)[0]}


def main():
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    with open(sys.argv[2]) as file:
        offsets = json.load(file)
    texts = [data[start:end].decode("utf-8", "replace") for start, end in zip(offsets, offsets[1:])]
    shingling_seconds, sets = time_cpu(lambda: [shingles_of(text) for text in texts])
    documents = [document for document, shingles in enumerate(sets) if shingles]
    sets = [sets[document] for document in documents]
    report = {"shingling_seconds": shingling_seconds}
    for name, measure in (("datasketch", lambda: measure_datasketch(sets, documents)), ("rensa", lambda: measure_rensa(sets))):
        try:
            report[name] = measure()
        except ModuleNotFoundError:
            pass
    print(json.dumps(report))


main()
