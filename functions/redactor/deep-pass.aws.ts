import type { Disclosure } from '../../core/disclosure/disclosure.ts';
import { redactionPolicyOf } from '../../core/disclosure/policy.ts';
import type { Redaction } from '../../core/intake/redact.ts';

/** The deep pass that the disclosure names. Its client is loaded only then: most programs have none. */
export async function deepPassOf(disclosure: Disclosure): Promise<Redaction['deep']> {
  const { deepPass } = disclosure.redaction;
  if (deepPass === undefined) return undefined;
  const [{ ComprehendClient }, { ComprehendDeepPass }] = await Promise.all([
    import('@aws-sdk/client-comprehend'),
    import('../../core/redaction/deep/comprehend.aws.ts'),
  ]);
  // A call takes a tenth of a second; the SDK waits and repeats when the service says that there are too many.
  const client = new ComprehendClient({ maxAttempts: 5 });
  return {
    pass: new ComprehendDeepPass({ client, language: deepPass.language }),
    policy: redactionPolicyOf(disclosure),
  };
}
