import type { Route } from '../../api/route.ts';
import type { VariableName } from './variables.ts';

/**
 * A function, declared once: `functions/<name>/manifest.ts`. `lib` derives the Lambda function, its routes, schedule, environment, log
 * group and alarms from it, `config.ts` the variables that it reads. Its role has the same name, and stands in `lib/access/<plane>.ts`.
 */
export interface Manifest {
  plane: Plane;
  /** The stack that it stands in. What answers while Service is being deployed is of State. @default Service */
  stack?: 'State';
  /** Its description at AWS, one sentence. */
  does: string;
  /** MB; CPU grows with it: 1,769 MB are one core. */
  memory: number;
  /** Where the disclosure names a model that reads texts again, MB. @default as `memory` */
  memoryWithModel?: number;
  timeoutSeconds: number;
  triggers: Triggers;
  /** Beside those that every function has. What a function does not know it cannot misuse. */
  environment: readonly VariableName[];
  /** The function fails: it threw, timed out, or could not start. One that only answers the API has none: the API's own alarm hears of each. */
  errors?: AlarmLimits;
  /** What it counts itself, by name of the alarm. */
  alarms: Readonly<Record<string, OwnAlarm>>;
}

/** Of a program. */
export const PLANES = ['ingest', 'control', 'incident', 'reading', 'training', 'guard'] as const;
/** And what stands in another account, in a stack of its own. */
export type Plane = (typeof PLANES)[number] | 'witness';

/** What calls a function; one at least. */
export interface Triggers {
  /**
   * Contracts of the HTTP API, by the names under which the handler answers them; behind its authorizer, unless they ask for no token.
   */
  routes?: Readonly<Record<string, Route>>;
  /** Requests that no route of the API takes. */
  otherwise?: 'requests';
  schedule?: Schedule;
  /** Frames, in order, shard by shard. */
  stream?: 'frames';
  /** Tasks of the incident workflow. */
  tasks?: 'incident';
  /** The step of the incident workflow that erases what an ended program has kept. */
  ends?: 'program';
  /** Tasks of the job that makes exports. */
  job?: 'export';
  /** Changes at AWS by which a door moves. */
  changes?: 'doors';
  /** What a program puts on the bus of its witness. */
  bus?: 'witness';
}

export interface Schedule {
  /** Of the rule, inside its plane. */
  name: string;
  does: string;
  every: { minutes: number } | { days: number };
  /** How often EventBridge calls again when the function fails. */
  retries: number;
}

export interface AlarmLimits {
  /** What is wrong and where to look, for who is woken by it. */
  means: string;
  /** It alarms at this value. @default 1 */
  threshold?: number;
  /** Periods of five minutes in a row. @default 1 */
  periods?: number;
}

export interface OwnAlarm extends AlarmLimits {
  /** Metric that the function writes. */
  metric: string;
  /** @default Sum */
  statistic?: 'Sum' | 'Maximum' | 'SampleCount';
}

/** Keeps the names of variables as types, so that `config.ts` knows which there are. */
export const defineFunction = <const M extends Manifest>(manifest: M): M => manifest;
