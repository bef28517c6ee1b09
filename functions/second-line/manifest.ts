import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'incident',
  does: 'Puts what IAM denies beside a closed gate, and takes it away with the resume',
  memory: 512,
  timeoutSeconds: 60,
  triggers: {
    schedule: {
      name: 'GatesCompared',
      does: 'Compares the gates with what IAM denies beside them',
      every: { minutes: 5 },
      retries: 0,
    },
  },
  environment: ['SLUICE_GATE_TABLE', 'SLUICE_BROADCAST'],
  errors: {
    means:
      'What IAM denies beside a closed gate cannot be put, or not be taken away. A closed gate holds all the same; an open one may still be denied to agents, or to who reads. It is tried every five minutes: look at the log of second-line.',
    // What a throttled call has left is done by the next run.
    periods: 2,
  },
  alarms: {
    'second-line-altered': {
      means:
        'Somebody has changed the policy that IAM denies agents, or who reads, by, or put one where none is wanted. It is as it should be again: the door "role-rights" in the ledger says who it was.',
      metric: 'SecondLineAltered',
    },
  },
});
