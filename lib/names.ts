/** `break-glass` -> `BreakGlass`: names of ours as ids of constructs. */
export const pascal = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase());
