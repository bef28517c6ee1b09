import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'control',
  does: 'Tells agents at once how the gate stands, by one signed and retained message',
  // A closed gate is told within two seconds, a cold start included: CPU comes with memory.
  memory: 1024,
  timeoutSeconds: 20,
  triggers: {
    schedule: {
      name: 'AgentsTold',
      does: 'Compares what agents are told with the gate',
      every: { minutes: 1 },
      retries: 0,
    },
  },
  environment: ['SLUICE_GATE_TABLE', 'SLUICE_STAGE', 'SLUICE_PUSH_KEY', 'SLUICE_PUSH_TOPIC', 'SLUICE_PUSH_SPREAD'],
  errors: {
    means:
      'Agents cannot be told how the gate stands. A closed gate holds all the same, and they stop when their leases end; after five minutes they are offered no channel, and leases of two minutes at most. It is tried every minute: look at the log of broadcast.',
    threshold: 3,
    periods: 2,
  },
  alarms: {},
});
