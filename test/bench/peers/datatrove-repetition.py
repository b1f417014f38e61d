"""CPU seconds of datatrove's repetition filter on texts, one core, for test/bench/curate.ts.

Argument: a file with one JSON string on each line. Prints one JSON object.
"""

import json
import sys
import time

from datatrove.data import Document
from datatrove.pipeline.filters import GopherRepetitionFilter


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    repetition = GopherRepetitionFilter()
    # Loads its word splitter.
    repetition.filter(Document(text="a few words", id="0"))
    start = time.process_time()
    for place, text in enumerate(texts):
        repetition.filter(Document(text=text, id=str(place)))
    seconds = time.process_time() - start
    print(json.dumps({"seconds": seconds, "mb": sum(len(text.encode()) for text in texts) / 1e6}))


main()
