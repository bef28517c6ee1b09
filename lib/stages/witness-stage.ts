import { join } from 'node:path';
import type { Environment } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { prefixOf } from '../planes/program.ts';
import { WitnessStack } from '../stacks/witness.ts';
import { tagAll } from '../tags.ts';
import type { WitnessConfig } from '../witness-config.ts';

export interface WitnessStageProps {
  config: WitnessConfig;
  env: Environment;
  /** Folder that the bundle is written to. */
  bundleFolder: string;
}

/** The witness of one program, in one account. */
export class WitnessStage extends Construct {
  readonly stack: WitnessStack;

  /** @throws Error where the witness would stand in the account that it witnesses: who owns both can change both */
  constructor(scope: Construct, { config, env, bundleFolder }: WitnessStageProps) {
    const prefix = prefixOf(config);
    super(scope, prefix);
    if (env.account === config.account) {
      throw new Error(
        `witness.account: ${config.account} is the account that is deployed to; a witness is of another one`,
      );
    }
    this.stack = new WitnessStack(this, 'Witness', { ...config, prefix }, join(bundleFolder, prefix), {
      env: { ...env, ...(config.region && { region: config.region }) },
      stackName: `${prefix}-Witness`,
      description: `Sluice ${config.program}/${config.stage}: keeps what the program signs, for who witnesses it`,
    });
    tagAll(this, config);
  }
}
