import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asDeployed } from '../../test/fixtures/deployed.ts';
import { sampleRelease } from '../../test/fixtures/release.ts';
import { secondLinePolicy } from '../gate/second-line.ts';
import { sha256 } from '../shared/canonical-json.ts';
import { compare } from './compare.ts';
import { type Deployed, deployedSchema } from './deployed.ts';
import { manifestHash } from './manifest.ts';
import { mappingSettings } from './mapping.ts';

const release = sampleRelease();
const READER = 'sluice-demo-prod-reader';
const SERVICE = 'sluice-demo-prod-Service';

/** What is found in what runs, after somebody did something to it. */
function foundAfter(tamper: (deployed: Deployed) => void) {
  const deployed = asDeployed(release);
  tamper(deployed);
  return compare(release, deployed, release.manifest);
}
const lines = ({ differences }: ReturnType<typeof compare>) =>
  differences.map(({ place, reason }) => `${place}: ${reason}`);

const allowing = (Action: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action, Resource: '*' }],
});
const reader = (deployed: Deployed) => deployed.functions[READER]!;
const role = (deployed: Deployed) => deployed.roles[READER]!;

describe('what runs as released', () => {
  test('is the same, all of it compared; as a file too', () => {
    const deployed = deployedSchema.parse(JSON.parse(JSON.stringify(asDeployed(release))));

    expect(compare(release, deployed, release.manifest)).toEqual({ differences: [], notCompared: [], explained: [] });
  });

  test('references stand for what AWS has named', () => {
    const { functions, policies } = asDeployed(release);

    expect(functions[READER]!.role).toBe('arn:aws:iam::123456789012:role/sluice-demo-prod-reader');
    expect(functions[READER]!.mappings).toMatchObject([
      { source: 'arn:aws:kinesis:us-east-1:123456789012:stream/sluice-demo-prod-frames', enabled: true },
    ]);
    expect(JSON.stringify(policies.Vault)).toContain('arn:aws:s3:::vault/*');
    expect(JSON.stringify(policies.Key)).toContain('arn:aws:iam::123456789012:root');
  });

  test.each<[what: string, tamper: (deployed: Deployed) => void]>([
    [
      'one value in place of a list of it',
      (all) => {
        const [statement] = (role(all).inline.Access as { Statement: { Resource: unknown }[] }).Statement;
        statement!.Resource = [statement!.Resource];
      },
    ],
    [
      'actions in another order',
      (all) => {
        (role(all).inline.Access as { Statement: { Action: string[] }[] }).Statement[0]!.Action.reverse();
      },
    ],
    [
      'a character that CloudFormation does not give back',
      (all) => {
        all.stacks[SERVICE]!.template.Resources.Daily!.Properties = { Description: 'once a day ? at night' };
      },
    ],
    [
      'a function of another stage whose name begins with this one’s',
      (all) => {
        all.functions['sluice-demo-prod-eu-reader'] = {
          ...reader(all),
          role: `${reader(all).role}`.replace(/prod-reader$/, 'prod-eu-reader'),
        };
        all.roles['sluice-demo-prod-eu-reader'] = role(all);
      },
    ],
  ])('%s makes no difference', (_what, tamper) => {
    expect(lines(foundAfter(tamper))).toEqual([]);
  });
});

describe('somebody changes', () => {
  test.each<[line: string, tamper: (deployed: Deployed) => void]>([
    [
      `function ${READER}: is missing`,
      (all) => {
        delete all.functions[READER];
      },
    ],
    [
      `code of function ${READER}: file index.mjs differs`,
      (all) => {
        reader(all).files['index.mjs'] = sha256('other');
      },
    ],
    [
      `code of function ${READER}: file index.mjs is missing`,
      (all) => {
        delete reader(all).files['index.mjs'];
      },
    ],
    [
      `code of function ${READER}: file more.mjs is not of the release`,
      (all) => {
        reader(all).files['more.mjs'] = sha256('');
      },
    ],
    [
      `function ${READER}: Runtime differs`,
      (all) => {
        reader(all).runtime = 'nodejs22.x';
      },
    ],
    [
      `function ${READER}: Handler differs`,
      (all) => {
        reader(all).handler = 'more.handler';
      },
    ],
    [
      `function ${READER}: MemorySize differs`,
      (all) => {
        reader(all).memory = 128;
      },
    ],
    [
      `function ${READER}: Timeout differs`,
      (all) => {
        reader(all).timeout = 1;
      },
    ],
    [
      `function ${READER}: Role differs`,
      (all) => {
        reader(all).role = 'arn:aws:iam::123456789012:role/Admin';
      },
    ],
    [
      `function ${READER}: Layers differs`,
      (all) => {
        reader(all).layers.push('arn:aws:lambda:us-east-1:1:layer:x:1');
      },
    ],
    [
      `function ${READER}: environment SLUICE_GATE_TABLE differs`,
      (all) => {
        reader(all).environment.SLUICE_GATE_TABLE = sha256('x');
      },
    ],
    [
      `function ${READER}: environment SLUICE_GATE_TABLE is missing`,
      (all) => {
        delete reader(all).environment.SLUICE_GATE_TABLE;
      },
    ],
    [
      `function ${READER}: environment NODE_OPTIONS is not of the release`,
      (all) => {
        reader(all).environment.NODE_OPTIONS = sha256('x');
      },
    ],
    [
      `function ${READER}: alias live is not of the release`,
      (all) => {
        reader(all).aliases.push('live');
      },
    ],
    [
      `function ${READER}: version 7 is not of the release`,
      (all) => {
        reader(all).versions.push('7');
      },
    ],
    [
      `function ${READER}: a function URL (NONE) is not of the release`,
      (all) => {
        reader(all).urls.push('NONE');
      },
    ],
    [
      `function ${READER}: event source mapping arn:q is not of the release`,
      (all) => {
        reader(all).mappings.push({ ...reader(all).mappings[0]!, source: 'arn:q' });
      },
    ],
    ...[0, 1].map((at): [string, (deployed: Deployed) => void] => [
      `function ${READER}: event source mapping arn:aws:kinesis:us-east-1:123456789012:stream/sluice-demo-prod-frames (2) is not of the release`,
      (all) => {
        // Of the same source, listed before or after.
        reader(all).mappings.splice(at, 0, { ...reader(all).mappings[0]! });
      },
    ]),
    ...Object.keys(mappingSettings({})).map((name): [string, (deployed: Deployed) => void] => [
      `function ${READER}: event source mapping arn:aws:kinesis:us-east-1:123456789012:stream/sluice-demo-prod-frames differs`,
      (all) => {
        reader(all).mappings[0]!.settings[name] = '"another"';
      },
    ]),
    [
      `function ${READER}: ReservedConcurrentExecutions differs`,
      (all) => {
        reader(all).reserved = 0;
      },
    ],
    [
      `function ${READER}: a VPC is not of the release`,
      (all) => {
        reader(all).additions.push('a VPC');
      },
    ],
    [
      `function ${READER}: event source mapping arn:aws:kinesis:us-east-1:123456789012:stream/sluice-demo-prod-frames differs`,
      (all) => {
        reader(all).mappings[0]!.enabled = false;
      },
    ],
    [
      `function ${READER}: event source mapping arn:aws:kinesis:us-east-1:123456789012:stream/sluice-demo-prod-frames is missing`,
      (all) => {
        reader(all).mappings = [];
      },
    ],
    [
      `function ${READER}: permission is missing: lambda:InvokeFunction events.amazonaws.com arn:aws:events:us-east-1:123456789012:rule/daily`,
      (all) => {
        reader(all).policy = null;
      },
    ],
    [
      `function ${READER}: permission is not of the release: lambda:InvokeFunction s3.amazonaws.com -`,
      (all) => {
        (reader(all).policy as { Statement: unknown[] }).Statement.push({
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Principal: { Service: 's3.amazonaws.com' },
        });
      },
    ],
    [
      'function sluice-demo-prod-eu-x: is not of the release, and runs under arn:aws:iam::123456789012:role/sluice-demo-prod-reader',
      (all) => {
        all.functions['sluice-demo-prod-eu-x'] = reader(all);
      },
    ],
    [
      `function ${READER}: permission is not of the release: {"Action":"lambda:InvokeFunction","Condition":{},"Effect":"Allow","Principal":{"AWS":"*","Service":"s3.amazonaws.com"}}`,
      (all) => {
        (reader(all).policy as { Statement: unknown[] }).Statement.push({
          Effect: 'Allow',
          Action: 'lambda:InvokeFunction',
          Principal: { Service: 's3.amazonaws.com', AWS: '*' },
        });
      },
    ],
    [
      'function other: is not of the release, and runs under arn:aws:iam::123456789012:role/sluice-demo-prod-reader',
      (all) => {
        all.functions.other = reader(all);
      },
    ],
    [
      `role ${READER}: is missing`,
      (all) => {
        delete all.roles[READER];
      },
    ],
    [
      'role sluice-demo-prod-more: is not of the release',
      (all) => {
        all.roles['sluice-demo-prod-more'] = role(all);
      },
    ],
    [
      `role ${READER}: trust differs`,
      (all) => {
        role(all).trust = allowing('sts:AssumeRole');
      },
    ],
    [
      `role ${READER}: boundary is off`,
      (all) => {
        delete role(all).boundary;
      },
    ],
    [
      `role ${READER}: boundary is another one`,
      (all) => {
        role(all).boundary = 'arn:aws:iam::aws:policy/AdministratorAccess';
      },
    ],
    [
      `role ${READER}: inline policy Access differs`,
      (all) => {
        role(all).inline.Access = allowing('dynamodb:*');
      },
    ],
    [
      `role ${READER}: inline policy Access is missing`,
      (all) => {
        role(all).inline = {};
      },
    ],
    [
      `role ${READER}: inline policy More is not of the release`,
      (all) => {
        role(all).inline.More = allowing('s3:*');
      },
    ],
    [
      `role ${READER}: inline policy sluice-paused is not of the release`,
      (all) => {
        role(all).inline['sluice-paused'] = allowing('s3:*');
      },
    ],
    [
      `role ${READER}: attached policy arn:aws:iam::aws:policy/ReadOnlyAccess is not of the release`,
      (all) => {
        role(all).attached.push('arn:aws:iam::aws:policy/ReadOnlyAccess');
      },
    ],
    [
      'managed policy sluice-demo-prod-boundary: differs',
      (all) => {
        all.managed['arn:aws:iam::123456789012:policy/sluice-demo-prod-boundary'] = allowing('*');
      },
    ],
    [
      'managed policy sluice-demo-prod-boundary: is missing',
      (all) => {
        all.managed = {};
      },
    ],
    [
      'policy of key Key: differs',
      (all) => {
        all.policies.Key = allowing('kms:*');
      },
    ],
    [
      'policy of table Gate: is missing',
      (all) => {
        all.policies.Gate = null;
      },
    ],
    [
      'policy of table Plain: is not of the release',
      (all) => {
        all.policies.Plain = allowing('dynamodb:*');
      },
    ],
    [
      'policy of bucket Vault: differs',
      (all) => {
        all.policies.Vault = allowing('s3:*');
      },
    ],
    [
      'policy of stream Frames: differs',
      (all) => {
        all.policies.Frames = allowing('kinesis:*');
      },
    ],
    [
      `stack ${SERVICE}: is missing`,
      (all) => {
        all.stacks[SERVICE]!.template = undefined as never;
      },
    ],
    [
      `template of ${SERVICE}: resource Reader differs`,
      (all) => {
        all.stacks[SERVICE]!.template.Resources.Reader!.Properties!.Timeout = 31;
      },
    ],
    [
      `template of ${SERVICE}: resource More is not of the release`,
      (all) => {
        all.stacks[SERVICE]!.template.Resources.More = { Type: 'AWS::S3::Bucket' };
      },
    ],
    [
      'template of sluice-demo-prod-State: part Outputs differs',
      (all) => {
        all.stacks['sluice-demo-prod-State']!.template.Outputs = {};
      },
    ],
  ])('%s', (line, tamper) => {
    expect(lines(foundAfter(tamper))).toEqual([line]);
  });

  test('any one byte of a bundle', () => {
    const bundle = fc.uint8Array({ minLength: 1, maxLength: 64 });
    fc.assert(
      fc.property(bundle, fc.nat(), fc.integer({ min: 1, max: 255 }), (bytes, at, by) => {
        const released = sampleRelease({ 'index.mjs': bytes });
        const changed = Uint8Array.from(bytes, (byte, place) => (place === at % bytes.length ? byte ^ by : byte));
        const deployed = asDeployed(sampleRelease({ 'index.mjs': changed }));

        expect(lines(compare(released, deployed, released.manifest))).toEqual([
          `code of function ${READER}: file index.mjs differs`,
        ]);
      }),
    );
  });

  test('the assembly, and leaves its manifest', () => {
    const deployed = asDeployed(release);
    const stated = sampleRelease({ 'index.mjs': 'as it was' }).manifest;

    expect(manifestHash(stated)).not.toBe(manifestHash(release.manifest));
    expect(lines(compare(release, deployed, stated))).toEqual([
      'assembly: its templates and bundles are not those of its manifest',
    ]);
  });
});

test('while a gate is closed, the program’s own deny is told apart: on the roles that have it, and on no other', () => {
  const denying = { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] };
  const paused = (name: string, policy: object = secondLinePolicy('reading', 0)) =>
    foundAfter(({ roles }) => {
      roles[name]!.inline['sluice-paused'] = policy;
    });

  expect(paused(READER)).toMatchObject({ differences: [], explained: [{ place: `role ${READER}` }] });
  expect(lines(paused(READER, denying))).toEqual([`role ${READER}: inline policy sluice-paused is not of the release`]);
  expect(lines(paused('sluice-demo-prod-sweep'))).toEqual([
    'role sluice-demo-prod-sweep: inline policy sluice-paused is not of the release',
  ]);
});

test('what cannot be resolved or was not read is said, and is not the same', () => {
  const unnamed = foundAfter(({ stacks }) => {
    delete stacks['sluice-demo-prod-State']!.resources.Vault;
  });
  expect(unnamed.notCompared).toEqual([{ place: 'policy of bucket Vault', reason: 'Vault was not read' }]);
  const unread = foundAfter(({ policies }) => {
    delete policies.Key;
  });
  expect(unread.notCompared).toEqual([{ place: 'policy of key Key', reason: 'was not read' }]);
});
