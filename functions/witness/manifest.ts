import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'witness',
  does: 'Keeps the checkpoints of a program, compares each with those it has, and says what is missing',
  memory: 512,
  timeoutSeconds: 60,
  triggers: {
    bus: 'witness',
    schedule: {
      name: 'EveryFifteenMinutes',
      does: 'Looks what has not come, and signs a statement',
      every: { minutes: 15 },
      retries: 2,
    },
  },
  environment: [
    'SLUICE_WITNESSED_KEY',
    'SLUICE_WITNESS_TABLE',
    'SLUICE_WITNESS_BUCKET',
    'SLUICE_WITNESS_SIGNING_KEY',
    'SLUICE_STALE_HOURS',
  ],
  errors: {
    means:
      'The witness fails: what it was told may not be kept yet. The program tells it again with each checkpoint; look at its log when this does not end by itself.',
    periods: 2,
  },
  alarms: {
    'witness-contradiction': {
      means:
        'The program signed two histories: a checkpoint is there twice, follows another one than was kept, or its chains are no continuation. Both notes are under contradictions/ in the bucket. Ask the operator, in public.',
      metric: 'Contradictions',
    },
    'witness-refused': {
      means:
        'Somebody in the account of the program put something on the bus that its key did not sign. Nothing of it was kept; the log says why it was refused.',
      metric: 'Refused',
    },
    'witness-stale': {
      means:
        'No new checkpoint came for too long: the ledger is not signed any more, or somebody keeps checkpoints from getting here. Ask the operator.',
      metric: 'Stale',
    },
    'witness-gap': {
      means:
        'Checkpoints are missing that the program hands over again within two hours: it cannot, or does not want to. The statement says which. Ask the operator to resend them (docs/witness.md).',
      metric: 'Gap',
    },
    'witness-guard-off': {
      means:
        'The guard of the program does not hear of all doors: a rule of its was switched off. Ask the operator who did it.',
      metric: 'GuardOff',
    },
    'witness-guard-silent': {
      means: 'The guard of the program was not heard for hours: it may be switched off. Ask the operator.',
      metric: 'GuardSilent',
    },
    'witness-door-moved': {
      means:
        'The guard of the program saw a door that was moved outside a deploy. The statement says which, and names the incident.',
      metric: 'DoorsMoved',
    },
  },
});
