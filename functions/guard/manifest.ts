import { INCIDENT_ENVIRONMENT } from '../shared/incident-environment.ts';
import { defineFunction } from '../shared/manifest.ts';

export const manifest = defineFunction({
  plane: 'guard',
  does: 'Hears of changes at AWS, and closes both gates when a door was moved outside a deploy',
  // It pauses, as report does.
  memory: 1769,
  timeoutSeconds: 60,
  triggers: {
    changes: 'doors',
    schedule: {
      name: 'EveryFifteenMinutes',
      does: 'Looks whether the guard hears of all doors, and tells the witness',
      every: { minutes: 15 },
      retries: 2,
    },
  },
  environment: [
    ...INCIDENT_ENVIRONMENT,
    'SLUICE_BROADCAST',
    'SLUICE_OTHER_STAGES',
    'SLUICE_GUARDED_IDS',
    'SLUICE_DEPLOY_ROLE',
    'SLUICE_WITNESS_BUS',
  ],
  errors: {
    means:
      'The guard fails: a door may have moved that nobody saw. Look at its log, and at the management events of CloudTrail in that time.',
  },
  alarms: {
    'guard-blind': {
      means:
        'A rule by which the guard hears of doors is off, is gone, hears of fewer events, or calls somebody else. Its log says which. "cdk deploy" puts it back; what moved meanwhile stands in CloudTrail alone.',
      metric: 'GuardBlind',
    },
    'guard-not-witnessed': {
      means:
        'The witness was not told what the guard saw. Does its bus take events of this account (docs/witness.md)? What the guard closed is closed all the same.',
      metric: 'WitnessNotTold',
    },
    'running-not-noted': {
      means:
        'The guard could not write down which templates and code run: CloudFormation, Lambda or the ledger did not answer. The next look, in a quarter of an hour, makes it good; what it hears of doors is not touched. Its log says why.',
      metric: 'RunningNotNoted',
    },
    'door-moved': {
      means:
        'A door was moved outside a deploy. Where the disclosure says so, both gates are closed: "sluice incidents list" names the incident, the ledger who moved what.',
      metric: 'DoorsMoved',
    },
    'door-tried': {
      means: 'Somebody tried a door, and AWS kept it shut. The ledger says who, and which.',
      metric: 'DoorsTried',
    },
  },
});
