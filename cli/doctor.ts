import { Command } from 'commander';
import { type Diagnosis, diagnose, stops } from '../core/doctor/diagnose.ts';
import { type Plan, readPlans } from '../core/doctor/plan.ts';
import type { GlobalOptions } from './context.ts';
import { CommandError, EXIT } from './exit-codes.ts';
import { createOutput } from './output.ts';
import { prefixOf, type StageNames } from './stack-outputs.ts';

interface DoctorOptions extends GlobalOptions, StageNames {
  assembly: string;
}

export const doctorCommand = (): Command =>
  new Command('doctor')
    .description(
      'what would keep a deploy from working, and what to do about it; reads with AWS credentials, changes nothing',
    )
    .option('--assembly <folder>', 'what cdk synth wrote', 'cdk.out')
    .option('--program <name>', 'of which program, where there are several')
    .option('--stage <name>', 'of which stage')
    .addHelpText(
      'after',
      `
Exit code 1: something would stop the deploy. What could not be looked at is a warning.

Examples:
  sluice doctor
  sluice doctor --assembly cdk.out --program model-capability --stage prod --profile prod`,
    )
    .action(async (_: unknown, self: Command) => {
      const options = self.optsWithGlobals<DoctorOptions>();
      const output = createOutput(options.json === true);
      // Loaded here: no other command waits for the AWS SDK.
      const { lookAt } = await import('./doctor.aws.ts');
      const stages: { stage: string; checks: Diagnosis[] }[] = [];
      for (const plan of meant(options)) {
        output.progress(`Looking at ${plan.prefix} in ${plan.account}, ${plan.region} ...`);
        stages.push({ stage: plan.prefix, checks: diagnose(plan, await lookAt(plan, options)) });
      }
      output.result({ stages }, () => stages.map(inWords).join('\n\n'));
      if (stages.some(({ checks }) => stops(checks))) process.exitCode = EXIT.failed;
    });

function meant({ assembly, program, stage }: DoctorOptions): Plan[] {
  let plans: Plan[];
  try {
    plans = readPlans(assembly);
  } catch (cause) {
    const message = `${assembly} holds no stage that was synthesized: run "npx cdk synth --quiet" first, or say --assembly FOLDER.`;
    throw new CommandError(EXIT.usage, 'no-assembly', message, { cause });
  }
  const found = plans.filter(({ prefix }) => isNamed(prefix, program, stage));
  if (found.length > 0) return found;
  const all = plans.map(({ prefix }) => prefix).join(', ');
  throw new CommandError(EXIT.usage, 'which-stage', `${assembly} holds no such stage; it holds ${all}.`);
}

function isNamed(prefix: string, program: string | undefined, stage: string | undefined): boolean {
  if (program !== undefined && stage !== undefined) return prefix === prefixOf(`${program}-${stage}`);
  return (
    prefix.startsWith(prefixOf(program === undefined ? '' : `${program}-`)) &&
    prefix.endsWith(`-${stage ?? ''}`.replace(/-$/, ''))
  );
}

const MARKS = { ok: 'ok  ', warn: 'WARN', stop: 'STOP' } as const;

const inWords = ({ stage, checks }: { stage: string; checks: readonly Diagnosis[] }): string =>
  [
    stage,
    ...checks.flatMap(({ check, level, seen, todo }) => [
      `${MARKS[level]}  ${check}: ${seen}`,
      ...(todo === undefined ? [] : [`      -> ${todo}`]),
    ]),
  ].join('\n');
