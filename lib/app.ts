import { join } from 'node:path';
import { App, type AppProps, type Environment, Validations } from 'aws-cdk-lib';
import flags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import { AwsSolutionsChecks } from 'cdk-nag';
import { CONTEXT_KEY, parseConfig } from './config.ts';
import { type Acknowledgement, acknowledgements } from './nag.ts';
import { ProgramStage } from './stages/program-stage.ts';

/** Behaviour of the construct library: all that its pinned version recommends. */
const FEATURES = {
  ...flags,
  // With exports CloudFormation refuses to delete a table that the Service stack still uses.
  '@aws-cdk/core:defaultCrossStackReferences': 'strong',
};

export interface SluiceApp {
  app: App;
  stages: ProgramStage[];
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
  const { stages } = parseConfig(app.node.tryGetContext(CONTEXT_KEY));
  if (!environment.account || !(environment.region || stages.every(({ region }) => region))) {
    throw new Error(
      'CDK_DEFAULT_ACCOUNT and CDK_DEFAULT_REGION must say where to deploy (the CDK command line takes them from your AWS credentials and Region: are you logged in?)',
    );
  }
  if (checked) Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  const made = stages.map(
    (config) => new ProgramStage(app, { config, stages, env: environment, bundleFolder: join(app.outdir, 'bundles') }),
  );
  return { app, stages: made, acknowledged: acknowledgements(app) };
}
