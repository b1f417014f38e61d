"""What other programs do that a step does, on the same documents and one core, for test/bench/step-peers.ts.

Arguments: the kind of a step, a file with one JSON string on each line, and a JSON file with settings. Each line of the input is a
question, each line of the output its answer, one JSON object: "run" with the processor and wall seconds of all documents, everything
being loaded, and a number that tells what came out; "memory" with the most resident memory of the process.

No run writes to a disk: where a program keeps its documents in a data set of its own, a list takes its place, and the functions that
Data-Juicer wraps around each operator are taken off.
"""

import json
import os
import resource
import sys
import tempfile
import time
from inspect import unwrap

os.environ.setdefault("LOGURU_LEVEL", "ERROR")


class Rows(list):
    """As much of a data set as Data-Juicer's deduplicators ask for."""

    def __getitem__(self, key):
        return [row[key] for row in self] if isinstance(key, str) else super().__getitem__(key)

    def filter(self, keep, fn_kwargs, load_from_cache_file=True):
        return Rows(row for row in self if keep(row, **fn_kwargs))


def exact_duplicates(texts, settings):
    from data_juicer.ops.deduplicator.document_deduplicator import DocumentDeduplicator

    deduplicator = DocumentDeduplicator()
    compute_hash, process = unwrap(deduplicator.compute_hash), unwrap(deduplicator.process)

    def run():
        rows = Rows(compute_hash({"text": text}) for text in texts)
        return len(rows) - len(process(rows)[0])

    return run


def near_duplicates(texts, settings):
    """Signatures alone: what follows, buckets and clusters, works on files in datatrove, and is not counted."""
    from datatrove.pipeline.dedup.minhash import MinhashConfig, MinhashDedupSignature

    config = MinhashConfig(**settings["peer"])
    signature = MinhashDedupSignature(tempfile.gettempdir(), config)

    def run():
        for text in texts:
            shingles = signature.get_shingles(text)
            if shingles.size != 0:
                signature.get_signature(shingles)

    return run


def statistics(texts, settings):
    from datatrove.data import Document
    from datatrove.pipeline.filters import GopherRepetitionFilter

    repetition = GopherRepetitionFilter()
    return lambda: sum(repetition.filter(Document(text=text, id="")) is True for text in texts) / len(texts)


def repetition(texts, settings):
    from data_juicer.ops.filter.character_repetition_filter import CharacterRepetitionFilter
    from data_juicer.ops.filter.word_repetition_filter import WordRepetitionFilter
    from data_juicer.ops.filter.words_num_filter import WordsNumFilter
    from data_juicer.utils.constant import Fields

    filters = [CharacterRepetitionFilter(), WordRepetitionFilter(), WordsNumFilter()]
    characters, *words = [unwrap(each.compute_stats_batched) for each in filters]

    def run():
        # The words are cut once, as Data-Juicer does for filters that it fuses.
        samples = {"text": texts, Fields.stats: [{} for _ in texts], Fields.context: [{} for _ in texts]}
        characters(samples)
        for each in words:
            each(samples, context=True)
        return sum(stats["char_rep_ratio"] for stats in samples[Fields.stats]) / len(texts)

    return run


def personal_data(texts, settings):
    from datatrove.pipeline.formatters import PIIFormatter

    formatter = PIIFormatter()
    return lambda: sum(formatter.format(text) != text for text in texts) / len(texts)


def contamination(texts, settings):
    from datatrove.data import Document
    from datatrove.pipeline.decont.n_grams import NGramsDecontConfig, NGramsDecontFilter, NGramsDecontIndexer

    decontaminate = NGramsDecontFilter(tempfile.gettempdir(), NGramsDecontConfig(n_grams=settings["step"]["ngram"]))
    # Its indexer asks for the library that downloads benchmarks; the hashes are its own.
    decontaminate._index_hashes = {}
    for file in settings["step"]["benchmarks"]:
        with open(file, encoding="utf-8") as lines:
            for entry in map(json.loads, lines):
                hashes = NGramsDecontIndexer.compute_hashes(decontaminate, entry["canonical_solution"], entry["prompt"])
                decontaminate._index_hashes.update((each, entry["task_id"]) for each in hashes)
    return lambda: sum(decontaminate.filter(Document(text=text, id="")) is not True for text in texts) / len(texts)


def perplexity(texts, settings):
    import kenlm

    model = kenlm.Model(settings["step"]["model"])

    def run():
        total = 0
        for text in texts:
            lines = text.splitlines()
            tokens = sum(len(line.split()) + 1 for line in lines)
            total += 10 ** (-sum(model.score(line) for line in lines) / tokens)
        return total / len(texts)

    return run


def secrets(texts, settings):
    """Its own rules; files in a folder are what it scans, and reading them is counted."""
    from detect_secrets import SecretsCollection
    from detect_secrets.settings import default_settings

    folder = tempfile.mkdtemp()
    files = [os.path.join(folder, f"{place}.txt") for place in range(len(texts))]
    for file, text in zip(files, texts):
        with open(file, "w", encoding="utf-8") as target:
            target.write(text)

    def run():
        with default_settings():
            found = SecretsCollection()
            for file in files:
                found.scan_file(file)
            return sum(len(each) for each in found.data.values()) / len(texts)

    return run


STEPS = {
    "exact-duplicates": exact_duplicates,
    "near-duplicates": near_duplicates,
    "statistics": statistics,
    "repetition": repetition,
    "personal-data": personal_data,
    "contamination": contamination,
    "perplexity": perplexity,
    "secrets": secrets,
}


def most_memory():
    """On Linux without what the program that started this one had, which getrusage counts in."""
    if sys.platform == "linux":
        with open("/proc/self/status") as file:
            return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main():
    kind, texts_file, settings_file = sys.argv[1:]
    # What a library prints is no answer.
    answers, sys.stdout = sys.stdout, sys.stderr
    with open(texts_file, encoding="utf-8") as file:
        texts = [json.loads(line) for line in file]
    with open(settings_file, encoding="utf-8") as file:
        settings = json.load(file)
    run = STEPS[kind](texts, settings)
    for line in sys.stdin:
        if line.strip() == "memory":
            answer = {"bytes": most_memory()}
        else:
            wall, cpu = time.perf_counter(), time.process_time()
            result = run()
            answer = {"cpuSeconds": time.process_time() - cpu, "wallSeconds": time.perf_counter() - wall, "result": result}
        print(json.dumps(answer), file=answers, flush=True)


main()
