import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'reading',
  does: 'Signs a checkpoint over the chains of the ledger',
  memory: 512,
  timeoutSeconds: 240,
  triggers: {
    schedule: {
      name: 'EveryFiveMinutes',
      does: 'Signs a checkpoint over the ledger',
      every: { minutes: 5 },
      retries: 2,
    },
  },
  environment: ['SLUICE_LEDGER_TABLE', 'SLUICE_EVIDENCE_BUCKET', 'SLUICE_SIGNING_KEY', 'SLUICE_WITNESS_BUS'],
  errors: {
    means:
      'No checkpoint could be signed. What is not signed yet could be rewritten unnoticed: look at the log of checkpoint.',
    periods: 2,
  },
  alarms: {
    'ledger-rewritten': {
      means:
        'The ledger does not continue what was signed before, or what was signed is gone: somebody has changed or removed entries or checkpoints. The log of checkpoint says which. File a report of high severity.',
      metric: 'LedgerRewritten',
    },
    'checkpoint-not-witnessed': {
      means:
        'Checkpoints are signed, and the witness was not told of them three times in a row. Does its bus take events of this account (docs/witness.md)? It is told again with each checkpoint that follows.',
      metric: 'WitnessNotTold',
      periods: 3,
    },
  },
});
