/** The file that waits for whoever starts the workbench for the first time: code with an obvious next line. */
export const scratchName = 'scratch.py'

export const scratchText = `# A scratch file. Type at the end: the model on this machine suggests how to go on.
# Tab accepts a suggestion, Ctrl+Right a word of it, Escape dismisses it. Alt+\\ asks for one.


def add(a, b):
    return a + b


def fibonacci(n):
    """Return the n-th Fibonacci number."""
    if n < 2:
        return n
    return fibonacci(n - 1) + fibonacci(n - 2)


def factorial(n):
    """Return n! for n >= 0."""
    `
