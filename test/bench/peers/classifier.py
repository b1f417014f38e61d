"""fastText trained and scored on the same examples, for test/bench/classifier.ts.

Arguments: a JSON file with the settings, a file of "__label__N word word ..." lines to train with, one of lines without
labels to score, and a file for the model. Each line of the input is a question, each line of the output its answer, one
JSON object: "train" with its CPU seconds from the file of examples to that of the model, "score" with those from the file
on, the model being loaded, and with the probabilities of class 1; "memory" with the most resident memory of the process.
"""

import contextlib
import json
import os
import resource
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


def train(settings, file, model_file):
    with quiet():
        model = fasttext.train_supervised(
            input=file,
            dim=settings["dimensions"],
            epoch=settings["epochs"],
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
        model.save_model(model_file)


def load(file):
    with quiet():
        return fasttext.load_model(file)


def score(model, file):
    with open(file, encoding="utf-8") as lines:
        texts = lines.read().split("\n")
    # Not `predict`, whose use of NumPy fails with its version 2.
    predictions = [model.f.predict(text + "\n", 2, 0.0, "strict") for text in texts]
    return [next(p for p, label in row if label == "__label__1") for row in predictions]


def most_memory():
    """On Linux without what the program that started this one had, which getrusage counts in."""
    if sys.platform == "linux":
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        settings = json.load(file)
    for line in sys.stdin:
        question = line.strip()
        if question == "memory":
            answer = {"bytes": most_memory()}
        elif question == "train":
            start = time.process_time()
            train(settings, sys.argv[2], sys.argv[4])
            answer = {"seconds": time.process_time() - start}
        elif question == "score":
            model = load(sys.argv[4])
            start = time.process_time()
            probabilities = score(model, sys.argv[3])
            answer = {"seconds": time.process_time() - start, "probabilities": probabilities}
            del model
        else:
            raise ValueError(f'There is no answer to "{question}".')
        print(json.dumps(answer), flush=True)


main()
