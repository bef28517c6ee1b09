/** Of the package, as it stands in its package.json (a test compares): what a session says it was made with. */
export const AGENT_VERSION: readonly number[] = [0, 1, 0];
