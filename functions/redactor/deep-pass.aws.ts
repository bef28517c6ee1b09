import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { redactionPolicyOf } from '../../core/disclosure/policy.ts';
import type { Redaction } from '../../core/intake/redact.ts';
import { SluiceError } from '../../core/shared/errors.ts';
import type { DeepPass } from '../../redaction/deep/deep-pass.ts';
import { s3 } from '../shared/clients.aws.ts';

type Named = NonNullable<Disclosure['redaction']['deepPass']>;

/**
 * The deep pass that the disclosure names. What it needs is loaded only then: most programs have none.
 * @param models bucket of the models
 */
export async function deepPassOf(disclosure: Disclosure, models: string | undefined): Promise<Redaction['deep']> {
  const { deepPass } = disclosure.redaction;
  if (deepPass === undefined) return undefined;
  const pass = await (deepPass.by === 'model' ? modelOf(deepPass, models) : comprehendOf(deepPass));
  return { pass, policy: redactionPolicyOf(disclosure) };
}

async function comprehendOf({ language }: Extract<Named, { by: 'comprehend' }>): Promise<DeepPass> {
  const [{ ComprehendClient }, { ComprehendDeepPass }] = await Promise.all([
    import('@aws-sdk/client-comprehend'),
    import('../../redaction/deep/comprehend.aws.ts'),
  ]);
  // A call takes a tenth of a second; the SDK waits and repeats when the service says that there are too many.
  return new ComprehendDeepPass({ client: new ComprehendClient({ maxAttempts: 5 }), language });
}

async function modelOf(wanted: Extract<Named, { by: 'model' }>, bucket: string | undefined): Promise<DeepPass> {
  if (bucket === undefined) throw new SluiceError('environment: missing or wrong: SLUICE_MODEL_BUCKET');
  const [{ OnnxDeepPass }, { openSession }, { S3ModelStore }] = await Promise.all([
    import('../../redaction/deep/onnx.ts'),
    import('../../redaction/deep/onnx-session.ts'),
    import('../../redaction/deep/model-store.aws.ts'),
  ]);
  return OnnxDeepPass.load(new S3ModelStore(s3(), bucket), wanted, openSession);
}
