import { join } from 'node:path';
import { App, type AppProps, type Environment, Validations } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { PROJECT } from './bundle.ts';
import { CONTEXT_KEY, parseConfig } from './config.ts';
import { type Acknowledgement, acknowledgements } from './nag.ts';
import { ProgramStage } from './stages/program-stage.ts';
import { WitnessStage } from './stages/witness-stage.ts';
import { parseWitness, WITNESS_CONTEXT } from './witness-config.ts';

/** Behaviour of the construct library: all that its pinned version recommends. */
const FEATURES = {
  ...flags,
  // With exports CloudFormation refuses to delete a table that the Service stack still uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

const NOWHERE =
  'CDK_DEFAULT_ACCOUNT and CDK_DEFAULT_REGION must say where to deploy (the CDK command line takes them from your AWS credentials and Region: are you logged in?)';

export interface SluiceApp {
  app: App;
  stages: ProgramStage[];
  /** Where a witness is deployed: the one stack that the app has. */
  witness?: WitnessStage;
  /** Findings of cdk-nag that were accepted. */
  acknowledged: Acknowledgement[];
}

/**
 * The app of all stages that the context names, checked by cdk-nag at synth.
 * @param environment account and Region that stages without their own go to
 * @throws Error when context, environment or a disclosure is wrong
 */
export function createApp(environment: Environment, props: AppProps = {}, checked = true): SluiceApp {
  const app = new App({
    analyticsReporting: false,
    autoSynth: false,
    ...props,
    context: { ...FEATURES, ...props.context },
  });
  const witness: unknown = app.node.tryGetContext(WITNESS_CONTEXT);
  if (witness !== undefined) return witnessApp(app, environment, witness, checked);
  const { stages } = parseConfig(app.node.tryGetContext(CONTEXT_KEY));
  const isPlaced = (what: 'account' | 'region') => environment[what] || stages.every((stage) => stage[what]);
  if (!isPlaced('account') || !isPlaced('region')) {
    throw new Error(NOWHERE);
  }
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const made = stages.map(
    (config) => new ProgramStage(app, { config, stages, env: environment, bundleFolder: join(app.outdir, 'bundles') }),
  );
  return { app, stages: made, acknowledged: acknowledgements(app) };
}

/** In the account of who witnesses: the program's stages are not its. */
function witnessApp(app: App, environment: Environment, context: unknown, checked: boolean): SluiceApp {
  const config = parseWitness(context, PROJECT);
  if (!environment.account || !(environment.region || config.region)) throw new Error(NOWHERE);
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const witness = new WitnessStage(app, { config, env: environment, bundleFolder: join(app.outdir, 'bundles') });
  return { app, stages: [], witness, acknowledged: acknowledgements(app) };
}
