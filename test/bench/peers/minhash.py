"""MinHash signatures and near-duplicates of documents by datasketch or rensa, on one thread, for test/bench/peers/start-peer.ts.

Arguments: "datasketch" or "rensa", a file of all documents, and a JSON file of their offsets. Answers each line of its input with
one JSON object:

- "ready": nothing; the program is loaded.
- "sign": CPU seconds from text to signatures, a hundred documents at a time.
- "hash": CPU seconds from shingles, made before as Python strings, to signatures.
- "deduplicate": CPU seconds from text to the documents that BigCode's recipe removes (25 bands of 10 rows), and these.
- "memory": the most resident memory so far.
"""

import json
import re
import resource
import sys
import time

SEPARATOR = re.compile("[^A-Za-z_0-9]")
LENGTH = 5
PERMUTATIONS = 256
BANDS, ROWS = 25, 10
PART = 100


def shingles_of(text):
    tokens = SEPARATOR.split(text)
    return {" ".join(tokens[first : first + LENGTH]) for first in range(len(tokens) - LENGTH + 1)}


def parts_of(items):
    return (items[first : first + PART] for first in range(0, len(items), PART))


class Datasketch:
    def __init__(self):
        from datasketch import MinHash

        self.MinHash = MinHash

    def prepare(self, sets):
        return [[shingle.encode() for shingle in shingles] for shingles in sets]

    def sign(self, prepared):
        signatures = []
        for shingles in prepared:
            signature = self.MinHash(num_perm=PERMUTATIONS)
            signature.update_batch(shingles)
            signatures.append(signature.hashvalues)
        return signatures

    def find_removed(self, texts):
        """BigCode's recipe: buckets by band, union-find, the smallest id of each cluster kept."""
        parents = list(range(len(texts)))
        tables = [{} for _ in range(BANDS)]

        def find(document):
            while parents[document] != document:
                parents[document] = parents[parents[document]]
                document = parents[document]
            return document

        document = 0
        for part in parts_of(texts):
            for signature in self.sign(self.prepare([shingles_of(text) for text in part])):
                for band, table in enumerate(tables):
                    key = bytes(signature[band * ROWS : (band + 1) * ROWS].data)
                    first, second = find(table.setdefault(key, document)), find(document)
                    parents[max(first, second)] = min(first, second)
                document += 1
        return [document for document in range(len(texts)) if find(document) != document]


class Rensa:
    def __init__(self):
        from rensa import RMinHash, RMinHashLSH

        self.RMinHash = RMinHash
        self.RMinHashLSH = RMinHashLSH

    def prepare(self, sets):
        return [list(shingles) for shingles in sets]

    def sign(self, prepared):
        return self.RMinHash.digest_matrix_from_token_sets(prepared, PERMUTATIONS, 1)

    def find_removed(self, texts):
        """Its own index, which removes whatever has a duplicate before or behind it."""
        index = self.RMinHashLSH(0.7, BANDS * ROWS, BANDS)
        sets = self.prepare([shingles_of(text) for text in texts])
        matrix = self.RMinHash.digest_matrix_from_token_sets(sets, BANDS * ROWS, 1)
        flags = index.query_duplicate_flags_matrix_one_shot(matrix)
        return [document for document, flag in enumerate(flags) if flag]


def most_memory():
    """On Linux without what the program that started this one had, which getrusage counts in."""
    if sys.platform == "linux":
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def time_cpu(function, *arguments):
    start = time.process_time()
    result = function(*arguments)
    return time.process_time() - start, result


def main():
    peer = {"datasketch": Datasketch, "rensa": Rensa}[sys.argv[1]]()
    with open(sys.argv[2], "rb") as file:
        data = file.read()
    with open(sys.argv[3]) as file:
        offsets = json.load(file)
    texts = [data[start:end].decode("utf-8", "replace") for start, end in zip(offsets, offsets[1:])]
    del data

    def sign():
        for part in parts_of(texts):
            peer.sign(peer.prepare([shingles_of(text) for text in part]))

    def hash_alone():
        seconds = 0
        for part in parts_of(texts):
            prepared = peer.prepare([shingles_of(text) for text in part])
            seconds += time_cpu(peer.sign, prepared)[0]
        return {"seconds": seconds}

    def deduplicate():
        seconds, removed = time_cpu(peer.find_removed, texts)
        return {"seconds": seconds, "removed": removed}

    answers = {
        "ready": lambda: {},
        "sign": lambda: {"seconds": time_cpu(sign)[0]},
        "hash": hash_alone,
        "deduplicate": deduplicate,
        "memory": lambda: {"bytes": most_memory()},
    }
    for line in sys.stdin:
        print(json.dumps(answers[line.strip()]()), flush=True)


main()
