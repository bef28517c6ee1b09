import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'ingest',
  does: 'Opens frames, admits, redacts, encrypts per subject, commits',
  memory: 1769,
  // Beside a model: itself, the runtime, and what lies between its layers.
  memoryWithModel: 3008,
  timeoutSeconds: 300,
  triggers: { stream: 'frames' },
  environment: [
    'SLUICE_GATE_TABLE',
    'SLUICE_LANES_TABLE',
    'SLUICE_SUBJECTS_TABLE',
    'SLUICE_KEYS_TABLE',
    'SLUICE_LEASE_KEYS_TABLE',
    'SLUICE_INDEX_TABLE',
    'SLUICE_VAULT_BUCKET',
    'SLUICE_MODEL_BUCKET',
    'SLUICE_STREAM',
    'SLUICE_SUBJECT_KEYS_KEY',
    'SLUICE_CONTROL_KEY',
    'SLUICE_PSEUDONYM_KEY',
  ],
  errors: {
    means: 'The redactor fails. Batches are repeated until they succeed: look at its log.',
    threshold: 3,
    periods: 3,
  },
  alarms: {
    'over-collection': {
      means:
        'An agent sends what the disclosure does not list. It was dropped, but should not have left the device: find the agent, look at the lanes of GET /books.',
      metric: 'OverCollection',
    },
    poison: {
      means: 'A frame was dropped unopened after five attempts. The redactor cannot work on it: look at its log.',
      metric: 'FramesPoison',
    },
    'redaction-failed': {
      means:
        'Frames were refused because redaction failed on them. Nothing of them is stored: look at the log of the redactor.',
      metric: 'RedactionFailed',
    },
    'redactor-outdated': {
      means:
        'The redactor is older than what it meets: a newer disclosure has stored on the shard, or a lease is of a newer one. Frames wait: deploy the newer version, or one above it. A rollback is a release forward.',
      metric: 'RedactorOutdated',
    },
    'recall-below-bar': {
      means:
        'Redaction finds fewer of its planted canaries than the disclosure asks for. Nothing is stored, frames wait in the stream: look at LiveRecall, and at what was deployed last.',
      metric: 'RecallBelowBar',
    },
    damaged: {
      means:
        'A key or a row is there and cannot be used. Its subject’s frames wait for 15 minutes, then they are refused: the log of the redactor names it.',
      metric: 'Damaged',
    },
    'frames-missing': {
      means:
        'Devices numbered frames that never came. Agents lose frames, or somebody takes them away: compare GET /books.',
      metric: 'FramesMissing',
    },
  },
});
