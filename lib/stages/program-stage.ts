import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Annotations, type Environment } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { parseDisclosure } from '../../core/disclosure/parse.ts';
import { readEarlier, successionProblems } from '../../core/disclosure/succession.ts';
import { didYouMean } from '../../core/shared/meant.ts';
import { bundleFunctions, PROJECT } from '../bundle.ts';
import { doubts, type StageConfig } from '../config.ts';
import { type Program, prefixOf } from '../planes/program.ts';
import { ServiceStack } from '../stacks/service.ts';
import { StateStack } from '../stacks/state.ts';
import { tagAll } from '../tags.ts';

export interface ProgramStageProps {
  config: StageConfig;
  /** All stages of the app. */
  stages: readonly StageConfig[];
  env: Environment;
  /** Folder that the bundles of functions are written to. */
  bundleFolder: string;
}

/**
 * One program in one account and Region. Several of them never touch: names, keys, tables and roles are a stage's own. A plain
 * construct, not a `Stage` of the CDK: `cdk deploy --all` looks for stacks at the top of an app alone.
 */
export class ProgramStage extends Construct {
  readonly state: StateStack;
  readonly service: ServiceStack;

  constructor(scope: Construct, { config, stages, env, bundleFolder }: ProgramStageProps) {
    const prefix = prefixOf(config);
    super(scope, prefix);
    const where = {
      ...env,
      ...(config.account && { account: config.account }),
      ...(config.region && { region: config.region }),
    };
    const others = stages.map(prefixOf).filter((other) => other.startsWith(`${prefix}-`));
    const program = { ...loadProgram(config, where.region), others };
    const bundles = bundleFunctions(join(bundleFolder, prefix), program.disclosure);
    this.state = new StateStack(this, 'State', program, bundles, {
      env: where,
      stackName: `${prefix}-State`,
      description: `Sluice ${config.program}/${config.stage}: keys, tables, buckets, people, stream, roles, address`,
    });
    this.service = new ServiceStack(this, 'Service', this.state, bundles, {
      // `cdk destroy '*/State'` begins with what uses it: it has to be refused before anything is taken down.
      terminationProtection: !config.destroyable,
      env: where,
      stackName: `${prefix}-Service`,
      description: `Sluice ${config.program}/${config.stage}: functions, routes, workflow, alarms`,
    });
    tagAll(this, config);
    doubts(config).forEach((doubt, at) => {
      Annotations.of(this.state).addWarningV2(
        `sluice:doubt-${at + 1}`,
        `sluice.stages, ${config.program}/${config.stage}: ${doubt}`,
      );
    });
  }
}

/**
 * @param region where the stage is deployed; a template that is not told is for any
 * @throws Error when the disclosure is invalid, another program's or another Region's, or may not follow the versions before it
 */
function loadProgram(config: StageConfig, region: string | undefined): Omit<Program, 'others'> {
  const file = config.disclosure ?? `programs/${config.program}/disclosure.yaml`;
  const path = resolve(PROJECT, file);
  const disclosure = parseDisclosure(readDisclosure(path, file, config), file);
  if (disclosure.program !== config.program) {
    throw new Error(`${file} is the disclosure of ${disclosure.program}, and the stage is of ${config.program}`);
  }
  const said = disclosure.place?.region;
  if (said !== undefined && region !== undefined && said !== region) {
    throw new Error(`${file}: place.region: people are told ${said}, and the stage is deployed to ${region}`);
  }
  const problems = successionProblems(disclosure, readEarlier(path));
  if (problems.length > 0) throw new Error(problems.map((problem) => `${file}: version: ${problem}`).join('\n'));
  return { config, disclosure, prefix: prefixOf(config) };
}

function readDisclosure(path: string, file: string, { program, stage, disclosure }: StageConfig): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    const programs = readdirSync(join(PROJECT, 'programs'));
    const why =
      disclosure === undefined
        ? `"program" names a folder below programs/, and there are: ${programs.join(', ')}${didYouMean(program, programs)}`
        : '"disclosure" names a file, from the folder of cdk.json on';
    throw new Error(`${file} cannot be read, the disclosure of stage ${program}/${stage}: ${why}`, { cause });
  }
}
