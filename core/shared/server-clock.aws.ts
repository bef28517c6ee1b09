import type { Clock } from './clock.ts';

/** A client of the SDK: it learns from each answer how far this machine's clock is from the service's, ms. */
interface LearningClient {
  config: { systemClockOffset: number };
}

/** The time of AWS, once one of the clients has had an answer; this machine's until then. */
export const serverClock = (...clients: LearningClient[]): Clock => ({
  now: () => Date.now() + (clients.map(({ config }) => config.systemClockOffset).find((offset) => offset !== 0) ?? 0),
});
