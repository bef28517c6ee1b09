import { createApp } from '../lib/app.ts';
import { writeManifests } from '../lib/release.ts';

/** The CDK app: `cdk deploy --all`. Options stand in cdk.json, context "sluice" (lib/config.ts). */
try {
  const { app, stages, acknowledged } = createApp({
    ...(process.env.CDK_DEFAULT_ACCOUNT && { account: process.env.CDK_DEFAULT_ACCOUNT }),
    ...(process.env.CDK_DEFAULT_REGION && { region: process.env.CDK_DEFAULT_REGION }),
  });
  app.synth();
  writeManifests(app.outdir, stages);
  console.error(`cdk-nag: AwsSolutions passed, ${acknowledged.length} findings acknowledged`);
  if (process.env.SLUICE_NAG === 'list') {
    for (const { resource, finding, reason } of acknowledged) console.error(`  ${resource} ${finding}: ${reason}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
