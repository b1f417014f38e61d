export function formatLanguages(): string
