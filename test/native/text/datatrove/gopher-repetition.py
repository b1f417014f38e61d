"""Writes gopher-repetition.jsonl beside it; needs datatrove 0.10.1 and regex.

datatrove's own functions and filter run on texts made here; only its tokenizer is replaced by the words of
native/text/measure-gopher-repetition.ts.
"""

import json
import random
from pathlib import Path

import regex
from datatrove.data import Document
from datatrove.pipeline.filters import gopher_repetition_filter as gopher

WORDS = regex.compile(r"[\p{L}\p{N}_]+|[^\p{L}\p{N}_\p{White_Space}]+")
gopher.split_into_words = lambda text, language: WORDS.findall(text)
gopher_filter = gopher.GopherRepetitionFilter()


def measure(text):
    """In the order of the columns, as GopherRepetitionFilter.filter computes what it compares with its cut-offs."""
    lines = gopher_filter._line_splitter.split(text)
    paragraphs = gopher_filter.paragraph_exp.split(text.strip())
    values = []
    for pieces in (lines, paragraphs):
        count, characters = gopher.find_duplicates(pieces)
        values += [count / len(pieces), characters / len(text)]
    words = WORDS.findall(text)
    for n, _ in gopher_filter.top_n_grams:
        n_grams = gopher.get_n_grams(words, n)
        values.append(gopher.find_top_duplicate(n_grams) / len(text) if n_grams else 0)
    values += [gopher.find_all_duplicate(words, n) / len(text) for n, _ in gopher_filter.dup_n_grams]
    return values


def judge(text):
    verdict = gopher_filter.filter(Document(text=text, id=""))
    return "kept" if verdict is True else verdict[1]


def make_texts():
    yield from [
        "a",
        "\n",
        "\n\n\n",
        "\n\nfirst\n\n\nsecond\n\nfirst\n",
        "\x1c\x1d\n\na\n\nb\n\na\u2003\x85",
        "ab c d e f a bc d e f",
        "one two three four five\none two three four five\n",
        "x" * 400,
        "() () () () () () () () () () () ()",
        "\u4e2d\u6587 \u4e2d\u6587 \U00020000 caf\u00e9 caf\u00e9 \U0001f600\U0001f600 \u2028 \u0663 \ufffd",
        "a\0b a\0b a\0b a b a b",
        "Word word WORD word Word\r\nWord word WORD word Word\r\n",
    ]
    draw = random.Random(20260101)
    names = ["total", "count", "index", "Node", "value2", "a", "b", "_x", "\u00e4rea", "\u540d\u524d"]
    marks = [" = ", "(", ")", " + ", ", ", ";", " ", "\t", "{\n", "}\n", "\n", "\n\n", " // ", "\r\n"]
    for size in range(4, 300, 4):
        some = draw.sample(names, draw.randint(1, len(names)))
        few = draw.sample(marks, draw.randint(1, len(marks)))
        text = ""
        for _ in range(size):
            if text and draw.random() < 0.02:
                start = draw.randrange(len(text))
                text += text[start : start + draw.randint(1, 80)]
            text += draw.choice(some) + draw.choice(few)
        yield text


examples = [{"text": text, "values": measure(text), "verdict": judge(text)} for text in make_texts()]
target = Path(__file__).with_suffix(".jsonl")
target.write_text("".join(json.dumps(example) + "\n" for example in examples))
