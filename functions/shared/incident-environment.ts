import type { VariableName } from './variables.ts';

/** What every function of the incident plane works with (`incident-parts.ts`). */
export const INCIDENT_ENVIRONMENT = [
  'SLUICE_GATE_TABLE',
  'SLUICE_LANES_TABLE',
  'SLUICE_LEDGER_TABLE',
  'SLUICE_INCIDENTS_TABLE',
  'SLUICE_EVIDENCE_BUCKET',
  'SLUICE_EVIDENCE_KEY',
  'SLUICE_SIGNING_KEY',
  'SLUICE_WORKFLOW',
] as const satisfies readonly VariableName[];
