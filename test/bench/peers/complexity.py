"""Measures source files with Lizard, Radon (Python only) and pygount, for test/bench/syntax.ts.

Argument: a JSON file with a list of {"path", "language"}. Prints one JSON list with one object for each file: "lizard" and
"radon" with the number of functions and the sum and the maximum of their cyclomatic complexities, "comments" with the share
of lines that hold comments or docstrings among those that hold anything; null where the program does not read the file.
"""

import json
import sys

import lizard
from pygount import SourceAnalysis
from radon.complexity import cc_visit
from radon.visitors import Class, Function


def summarize(complexities):
    return {"count": len(complexities), "sum": sum(complexities), "max": max(complexities, default=0)}


def with_lizard(path):
    try:
        return summarize([each.cyclomatic_complexity for each in lizard.analyze_file(path).function_list])
    except Exception:  # Lizard fails in many ways on what it does not understand.
        return None


def flatten(blocks):
    for block in blocks:
        if isinstance(block, Class):
            yield from flatten(block.methods)
            yield from flatten(block.inner_classes)
        elif isinstance(block, Function):
            yield block.complexity
            yield from flatten(block.closures)


def with_radon(path):
    try:
        with open(path, encoding="utf-8") as file:
            # Methods come once in their class and once by themselves.
            blocks = [block for block in cc_visit(file.read()) if not getattr(block, "is_method", False)]
        return summarize(list(flatten(blocks)))
    except Exception:  # What Python cannot parse.
        return None


def with_pygount(path):
    analysis = SourceAnalysis.from_file(path, "bench", encoding="utf-8")
    lines = analysis.code_count + analysis.documentation_count + analysis.string_count
    return analysis.documentation_count / lines if lines > 0 else None


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        entries = json.load(file)
    results = []
    for entry in entries:
        path = entry["path"]
        radon = with_radon(path) if entry["language"] == "Python" else None
        results.append({"lizard": with_lizard(path), "radon": radon, "comments": with_pygount(path)})
    print(json.dumps(results))


main()
