import { readFileSync } from 'node:fs';
import { CommandError, EXIT } from './exit-codes.ts';

/** What a command acts on, as people name it. */
export interface StageNames {
  program?: string;
  stage?: string;
}

export interface StageOutputs<Name extends string> {
  /** `<program>-<stage>`, as its stacks are named. */
  name: string;
  outputs: Record<Name, string> & Record<string, string | undefined>;
}

/** With which the names of a stage begin. @param name `<program>-<stage>` */
export const prefixOf = (name: string): string => `sluice-${name}`;

/** `sluice-<program>-<stage>-<stack>`: the names of both may hold dashes, that of the stack does not. */
const STACK = /^sluice-(.+)-[^-]+$/;

/**
 * One stage out of what `cdk deploy --outputs-file` writes: one object a stack. A
 * file may hold several programs and stages. Which one is meant is never guessed.
 * @param named selects among them, and is checked where there is only one
 * @param needed outputs that must be there
 * @throws CommandError `bad-outputs`; `which-stage` when several could be meant, or none is
 */
export function readOutputs<Name extends string>(
  file: string,
  needed: readonly Name[],
  named: StageNames = {},
): StageOutputs<Name> {
  const stages = [...stagesOf(file)];
  const meant = stages.filter(([name, outputs]) => isNamed(name, outputs, named));
  const [only] = meant;
  if (!only || meant.length > 1) throw whichStage(file, stages, meant, named);
  const [name, outputs] = only;
  const missing = needed.filter((output) => !outputs[output]);
  if (missing.length > 0) {
    throw new CommandError(EXIT.usage, 'bad-outputs', `${file} lacks ${missing.join(', ')} of ${name}.`);
  }
  return { name, outputs: outputs as StageOutputs<Name>['outputs'] };
}

type Outputs = Record<string, string | undefined>;

function stagesOf(file: string): Map<string, Outputs> {
  let stacks: [string, Outputs][];
  try {
    stacks = Object.entries(JSON.parse(readFileSync(file, 'utf8')) as Record<string, Outputs>);
  } catch (cause) {
    throw new CommandError(EXIT.usage, 'bad-outputs', `${file} is not a file that cdk deploy --outputs-file wrote.`, {
      cause,
    });
  }
  const stages = new Map<string, Outputs>();
  for (const [stack, outputs] of stacks) {
    const name = STACK.exec(stack)?.[1];
    if (name !== undefined) stages.set(name, { ...stages.get(name), ...outputs });
  }
  return stages;
}

/** A program's name is among the outputs; without it, a name with dashes could be read in two ways, and has to be given whole. */
function isNamed(name: string, { ProgramName }: Outputs, { program, stage }: StageNames): boolean {
  if (program !== undefined && stage !== undefined) return name === `${program}-${stage}`;
  if (program !== undefined)
    return ProgramName === undefined ? name.startsWith(`${program}-`) : ProgramName === program;
  if (stage === undefined) return true;
  return ProgramName === undefined ? name.endsWith(`-${stage}`) : name === `${ProgramName}-${stage}`;
}

function whichStage(
  file: string,
  stages: readonly [string, Outputs][],
  meant: readonly [string, Outputs][],
  named: StageNames,
): CommandError {
  if (stages.length === 0) return new CommandError(EXIT.usage, 'bad-outputs', `${file} holds no stack of Sluice.`);
  const list = (some: readonly [string, Outputs][]) => some.map(([name]) => name).join(', ');
  if (meant.length > 1) {
    return new CommandError(EXIT.usage, 'which-stage', `${file} holds ${list(meant)}: say --program and --stage.`);
  }
  const asked = [named.program && `program ${named.program}`, named.stage && `stage ${named.stage}`];
  return new CommandError(
    EXIT.usage,
    'which-stage',
    `${file} holds no ${asked.filter(Boolean).join(', ')}; it holds ${list(stages)}.`,
  );
}
