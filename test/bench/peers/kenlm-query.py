"""Scores the lines of a text with KenLM's Python module on one thread, for test/bench/ngram.ts.

Arguments: a model (ARPA or KenLM's binary) and a text. Prints one JSON object: CPU seconds without loading, tokens with sentence
ends, and the perplexity.
"""

import json
import sys
import time

import kenlm


def main():
    model = kenlm.Model(sys.argv[1])
    with open(sys.argv[2], encoding="utf-8") as text:
        lines = text.read().splitlines()
    tokens = sum(len(line.split()) + 1 for line in lines)
    start = time.process_time()
    total = sum(model.score(line) for line in lines)
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "tokens": tokens, "perplexity": 10 ** (-total / tokens)}))


main()
