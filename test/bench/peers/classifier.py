"""fastText trained and scored on the same examples, for test/bench/classifier.ts.

Arguments: a JSON file with the settings, a file of "__label__N word word ..." lines to train with, and one of lines without
labels to score. Prints one JSON object: the CPU seconds of training without reading, those of scoring, and the
probabilities of class 1.
"""

import contextlib
import json
import os
import sys
import time

import fasttext


@contextlib.contextmanager
def quiet():
    """fastText writes its progress to the standard output of the process."""
    saved = os.dup(1)
    with open(os.devnull, "w") as nothing:
        os.dup2(nothing.fileno(), 1)
        try:
            yield
        finally:
            os.dup2(saved, 1)


def train(settings, file, epochs):
    start = time.process_time()
    with quiet():
        model = fasttext.train_supervised(
            input=file,
            dim=settings["dimensions"],
            epoch=epochs,
            lr=settings["learningRate"],
            wordNgrams=settings["wordNgrams"],
            bucket=settings["buckets"],
            minCount=1,
            minn=0,
            maxn=0,
            loss="softmax",
            thread=settings["threads"],
            verbose=0,
        )
    return time.process_time() - start, model


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    # The dictionary is built before the first epoch, so the difference of two runs is the time of the epochs between.
    one, _ = train(settings, sys.argv[2], 1)
    whole, model = train(settings, sys.argv[2], settings["epochs"] + 1)
    with open(sys.argv[3], encoding="utf-8") as file:
        lines = file.read().split("\n")
    start = time.process_time()
    # Not `predict`, whose use of NumPy fails with its version 2.
    predictions = [model.f.predict(line + "\n", 2, 0.0, "strict") for line in lines]
    score_seconds = time.process_time() - start
    probabilities = [next(p for p, label in row if label == "__label__1") for row in predictions]
    print(json.dumps({"train_seconds": whole - one, "score_seconds": score_seconds, "probabilities": probabilities}))


main()
