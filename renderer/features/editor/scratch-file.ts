/** The file that waits for whoever starts the workbench for the first time: code with an obvious next line. */
export const scratchName = 'scratch.py'

/** Ends where a person begins to type. The functions above say what the next one looks like, also to a very small model. */
export const scratchText = `# A scratch file. Type at the end: the model on this machine suggests how to go on.
# Tab accepts a suggestion, Ctrl+Right a word of it, Escape dismisses it. Alt+\\ asks for one.
import json


def read_text(path):
    """Return the text of a file."""
    with open(path, encoding="utf-8") as file:
        return file.read()


def read_json(path):
    """Return what a JSON file holds."""
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def read_lines(path):
    """Return the lines of a file."""
    `
