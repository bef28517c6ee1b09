import { Bucket } from 'aws-cdk-lib/aws-s3';
import { createApp } from '../../lib/app.ts';
import { ACCOUNT, REGION } from './synthesize.ts';

/** Our app with a bucket that nobody thought about: its synthesis has to fail. */
const stages = [{ program: 'model-capability', stage: 'dev' }];
const { app, stages: made } = createApp({ account: ACCOUNT, region: REGION }, { context: { sluice: { stages } } });
new Bucket(made[0]!.state, 'Forgotten');
try {
  app.synth();
} catch {
  process.exitCode = 1;
}
