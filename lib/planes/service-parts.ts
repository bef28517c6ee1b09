import type { StateStack } from '../stacks/state.ts';

/** What all constructs of the Service stack are made from. */
export interface ServiceParts {
  state: StateStack;
  /** Folder of each function's bundle. */
  bundles: Readonly<Record<string, string>>;
  /** ARN of the incident workflow, by its name. */
  workflow: string;
  /** Ids of what this stack made and AWS named. @default none that a function needs */
  ids?: readonly string[];
}
