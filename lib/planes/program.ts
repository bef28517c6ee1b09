import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import type { StageConfig } from '../config.ts';

/** What every construct of a program's stage is made from. */
export interface Program {
  config: StageConfig;
  disclosure: Disclosure;
  /** First part of all names: `sluice-<program>-<stage>`. */
  prefix: string;
  /** Prefixes of other stages of the app that begin with it. */
  others: readonly string[];
}

export const prefixOf = ({ program, stage }: Pick<StageConfig, 'program' | 'stage'>): string =>
  `sluice-${program}-${stage}`;
