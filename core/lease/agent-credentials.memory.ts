import type { Clock } from '../shared/clock.ts';
import { type AgentCredentials, SESSION_SECONDS } from './agent-credentials.ts';

/** Credentials that no service takes. */
export function memoryAgentCredentials(clock: Clock): AgentCredentials & { issued: () => number } {
  let issued = 0;
  return {
    issued: () => issued,
    async issue(subject, device) {
      issued++;
      return {
        accessKeyId: `memory-${subject}-${device}`,
        secretAccessKey: `secret-${issued}`,
        sessionToken: `session-${issued}`,
        expiration: clock.now() + SESSION_SECONDS * 1_000,
      };
    },
  };
}
