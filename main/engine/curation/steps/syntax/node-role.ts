/**
 * What a node means for the measures. Roles are bits, so that a walk looks up all of a node's roles at once; a language says which kinds of
 * nodes have which.
 */
export const nodeRoles = {
  /** A comment. */
  comment: 1 << 0,
  /** A function from its first character on: named, with a body. */
  function: 1 << 1,
  /** A function if a `body` is its child; without one it is only declared. */
  declaredFunction: 1 << 2,
  /** A function without a name of its own, if a `body` is its child. */
  closure: 1 << 3,
  /** A class or the like. */
  type: 1 << 4,
  /** A class or the like if a `body` is its child. */
  declaredType: 1 << 5,
  /** What functions and types are done with. */
  body: 1 << 6,
  /** Stands around a definition and begins with it: an export, a template, a variable that a closure is assigned to. */
  wrapper: 1 << 7,
  /** May stand between a comment and the definition that it documents. */
  attribute: 1 << 8,
  /** One more way through the function. */
  decision: 1 << 9,
  /** A token that is one more way through the function, below an `operation`. */
  decisionToken: 1 << 10,
  operation: 1 << 11,
  /** A control structure that what it holds is nested in. */
  nesting: 1 << 12,
  /** A `nesting` right below it goes on a chain of conditions and is not nested in it. */
  elseBranch: 1 << 13,
  /** Data as a whole: a number, a string without code in it. */
  literal: 1 << 14,
  /** Its tokens are data, other nodes below it are code: a string with values put in. */
  template: 1 << 15,
  /** A list, a table. */
  collection: 1 << 16,
  /** Of a collection: brackets, commas, names of fields. */
  filling: 1 << 17,
  /** Takes other libraries in. */
  import: 1 << 18,
  /** A call that may take a library in. */
  importCall: 1 << 19,
  /** Says which namespace the document itself belongs to. */
  namespace: 1 << 20,
  /** A string that documents where it is the first statement. */
  docstring: 1 << 21,
  /** A statement, or a sequence of them, that may hold a docstring. */
  statement: 1 << 22,
  /** The name of something, where its parent declares it. */
  identifier: 1 << 23,
  /** Declares names. */
  declaration: 1 << 24,
  /** Says something of a declaration: the literals below it belong to that and are no data. */
  annotation: 1 << 25,
} as const

export type NodeRole = keyof typeof nodeRoles
