/** What `monaco.ts` exports, for modules that it uses itself: they are given it, or they would need each other. */
export type Monaco = typeof import('monaco-editor/editor')
