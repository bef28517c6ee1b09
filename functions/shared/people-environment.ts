import type { VariableName } from './variables.ts';

/** What a function behind the API needs in order to recognise people. */
export const PEOPLE_ENVIRONMENT = [
  'SLUICE_ISSUER',
  'SLUICE_AUDIENCE',
  'SLUICE_GROUPS_CLAIM',
] as const satisfies readonly VariableName[];
