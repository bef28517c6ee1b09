/** `break-glass` -> `BreakGlass`: names of ours as ids of constructs. */
export const pascal = (name: string): string =>
  name.replace(/(^|-)([a-z])/g, (_all, _dash, letter: string) => letter.toUpperCase());

/** What agents listen on, and what their connections' names begin with. @param prefix first part of all names of the program */
export const pushTopic = (prefix: string): string => `${prefix}/gate`;
export const pushClients = (prefix: string): string => `${prefix}-agent-`;
