/** Ends the command with this message and exit code 1, without a stack: the person can mend it. */
export class CommandFailure extends Error {}

/** Ends the command with this message and exit code 2: it was called as no command can be. */
export class UsageFailure extends Error {}
