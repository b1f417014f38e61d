"""Writes repetition.jsonl beside it; needs py-data-juicer 1.6.1.

The first line has its special characters that are one code point. Each other line is what its filters compute of a text made here.
"""

import json
import random
from pathlib import Path

from data_juicer.ops.common import SPECIAL_CHARACTERS
from data_juicer.ops.filter.character_repetition_filter import CharacterRepetitionFilter
from data_juicer.ops.filter.word_repetition_filter import WordRepetitionFilter
from data_juicer.ops.filter.words_num_filter import WordsNumFilter
from data_juicer.utils.constant import Fields


def measure(text, length):
    """In the order of the columns."""
    samples = {"text": [text], Fields.stats: [{}]}
    for each in (CharacterRepetitionFilter(rep_len=length), WordRepetitionFilter(rep_len=length), WordsNumFilter()):
        each.compute_stats_batched(samples)
    stats = samples[Fields.stats][0]
    return [stats["char_rep_ratio"], stats["word_rep_ratio"], stats["num_words"]]


def make_texts():
    yield from [
        "",
        "a",
        "ababa",
        "One two, (ONE) \"Two\" one TWO",
        "\r\n\f\v \x01 \x7f \x85 \xa0 \ufffd",
        "\u0413 \u0433 \u03c0 \u03a0 \u0130 i\u0307 \u0131 I",
        "\u4e00 \u4e0a\u4e2d\u58eb \u30fc\u30a2\u30fc \u2139a\u2139",
        "\U0001f600x\U0001f600 \U0001f469\u200d\U0001f4bb a\ufe0f",
        "x" * 400,
        "one two three four five\none two three four five\n",
    ]
    draw = random.Random(20260201)
    words = ["total", "Count", "COUNT", "index", "a", "b", "_x", "\u00c4rea", "\u00e4rea", "\u540d\u524d", "42", "0x1f"]
    marks = [" = ", "(", ")", " + ", ", ", ";", " ", "\t", "{\n", "}\n", "\n", "\n\n", " // ", "\r\n", "\U0001f600", "\u2026"]
    for size in range(4, 300, 4):
        some = draw.sample(words, draw.randint(1, len(words)))
        few = draw.sample(marks, draw.randint(1, len(marks)))
        text = ""
        for _ in range(size):
            if text and draw.random() < 0.02:
                start = draw.randrange(len(text))
                text += text[start : start + draw.randint(1, 80)]
            text += draw.choice(some) + draw.choice(few)
        yield text


special = "".join(sorted(each for each in SPECIAL_CHARACTERS if len(each) == 1))
lines = [special]
for number, text in enumerate(make_texts()):
    length = (1, 2, 3, 10)[number % 4]
    lines.append({"text": text, "length": length, "values": measure(text, length)})
Path(__file__).with_suffix(".jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
