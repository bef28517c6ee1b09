import type { VariableName } from './variables.ts';

/** What both functions of exports have: who reads through the gate, and where exports are. */
export const EXPORT_ENVIRONMENT = [
  'SLUICE_GATE_TABLE',
  'SLUICE_SUBJECTS_TABLE',
  'SLUICE_KEYS_TABLE',
  'SLUICE_INDEX_TABLE',
  'SLUICE_LEDGER_TABLE',
  'SLUICE_GRANTS_TABLE',
  'SLUICE_EXPORTS_TABLE',
  'SLUICE_EXPORTS_BUCKET',
  'SLUICE_SUBJECT_KEYS_KEY',
] as const satisfies readonly VariableName[];
