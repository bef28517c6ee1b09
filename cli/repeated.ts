/** Parses an option that may be given several times, by commander's convention: what was given so far, and one more. */
export const repeated = (value: string, before: string[] = []): string[] => [...before, value];
