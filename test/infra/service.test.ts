import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { keyOf, type Route } from '../../api/route.ts';
import { ROUTES } from '../../api/routes.ts';
import { COMMON } from '../../functions/shared/variables.ts';
import { functionsWith, functionWith, MANIFESTS } from '../../lib/functions.ts';
import { pascal } from '../../lib/names.ts';
import { FOLDERS } from './synthesize.ts';
import { ofType, only, resolved, type Template, template } from './templates.ts';

const service = template('prod', 'Service');
const moved = template('moved', 'Service');
const state = template('prod', 'State');
const movedState = template('moved', 'State');
const FUNCTIONS = [...MANIFESTS.keys()];
/** As it stands in logical ids. */
const inId = (name: string): string => name.replaceAll('-', '');
/** Of the name or ARN of a function: what it is called in `functions/`. */
const shortOf = (name: string): string => name.split(/sluice-model-capability-[a-z]+-/).at(-1)!;
const functions = Object.fromEntries(
  [state, service]
    .flatMap((within) => ofType(within, 'AWS::Lambda::Function'))
    .map(([, { Properties }]) => [shortOf(Properties.FunctionName), Properties]),
);

describe('functions', () => {
  test('are those of the manifests', () => {
    expect(Object.keys(functions).sort()).toEqual(FUNCTIONS);
  });

  test('stand in Service, but for what answers while Service is not there', () => {
    const inState = ofType(state, 'AWS::Lambda::Function').map(([, { Properties }]) =>
      shortOf(Properties.FunctionName),
    );

    expect(inState).toEqual(FUNCTIONS.filter((name) => MANIFESTS.get(name)!.stack === 'State'));
    expect(inState).toEqual([functionWith('otherwise')]);
  });

  test.each([...MANIFESTS])(
    '%s: as its manifest says, under its own role, into its own log group',
    (name, manifest) => {
      const { Runtime, Handler, Architectures, Role, LoggingConfig, Environment, TracingConfig, ...rest } =
        functions[name];

      expect(rest).toMatchObject({
        Description: manifest.does,
        MemorySize: manifest.memory,
        Timeout: manifest.timeoutSeconds,
      });
      expect({ Runtime, Handler, Architectures }).toEqual({
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        Architectures: ['arm64'],
      });
      expect(JSON.stringify(Role)).toMatch(new RegExp(`Access${pascal(name)}`));
      expect(LoggingConfig.LogFormat).toBe('JSON');
      expect(JSON.stringify(LoggingConfig.LogGroup)).toMatch(new RegExp(`Logs${inId(name)}`));
      expect(TracingConfig).toEqual({ Mode: 'Active' });
      const given = Object.keys(Environment.Variables).filter((variable) => variable.startsWith('SLUICE_'));
      // Lambda says the Region; this program has no model, and no other stage's name begins with this one's.
      const absent = new Set(['AWS_REGION', 'SLUICE_MODEL_BUCKET', 'SLUICE_OTHER_STAGES']);
      expect(given.sort()).toEqual([...COMMON, ...manifest.environment].filter((one) => !absent.has(one)).sort());
    },
  );

  test.each(FUNCTIONS)('%s: the bundle is one module, small, with the weights where it redacts', (name) => {
    const folder = join(FOLDERS[0]!, 'bundles/sluice-model-capability-prod', name);

    const sizes = Object.fromEntries(
      readdirSync(folder).map((file) => [file, readFileSync(join(folder, file)).length]),
    );

    const weights = ['redactor', 'reader', 'export-job'].includes(name)
      ? ['tagger.weights.bin', 'world.weights.bin', 'language.weights.bin', 'topics.weights.bin']
      : [];
    // What asks the policies of purposes has their engine beside it.
    const engine = ['reader', 'exports', 'export-job'].includes(name) ? ['cedar_wasm_bg.wasm'] : [];
    expect(Object.keys(sizes).sort()).toEqual(['disclosure.json', 'index.mjs', ...weights, ...engine].sort());
    expect(sizes['index.mjs']).toBeLessThan(3_000_000);
  });

  test('no bundle hooks into promises: each would pay for it, traced or not', () => {
    const bundles = join(FOLDERS[0]!, 'bundles');
    const files = readdirSync(bundles, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.mjs'));
    expect(files).toContainEqual(expect.stringMatching(/redactor.index.mjs$/));
    expect(files.filter((file) => /createHook|cls-hooked/.test(readFileSync(join(bundles, file), 'utf8')))).toEqual([]);
  });

  test('a redactor with a model has its runtime, more memory, and knows the bucket', () => {
    const folder = (stage: string) => join(FOLDERS[0]!, `bundles/sluice-model-capability-${stage}/redactor`);
    const [, { Properties }] = ofType(moved, 'AWS::Lambda::Function').find(([id]) => /Redactor/.test(id))!;
    const others = ofType(moved, 'AWS::Lambda::Function').filter(([id]) => !/Redactor/.test(id));

    expect(readdirSync(folder('moved'))).toContain('ort-wasm-simd-threaded.wasm');
    expect(Properties.MemorySize).toBeGreaterThan(functions.redactor.MemorySize);
    expect(JSON.stringify(Properties.Environment.Variables.SLUICE_MODEL_BUCKET)).toMatch(/Models/);
    expect(JSON.stringify(others)).not.toContain('MODEL_BUCKET');
    expect(functions.redactor.Environment.Variables).not.toHaveProperty('SLUICE_MODEL_BUCKET');
  });

  test('reserved concurrency only where it was asked for', () => {
    const reserved = ofType(moved, 'AWS::Lambda::Function').map(([, { Properties }]) => [
      shortOf(Properties.FunctionName),
      Properties.ReservedConcurrentExecutions,
    ]);

    expect(Object.fromEntries(reserved)).toMatchObject({ report: 5, redactor: undefined });
    expect(functions.report.ReservedConcurrentExecutions).toBeUndefined();
  });
});

test('the event source never gives up, keeps order, halves what fails, and reports to the failure queue', () => {
  const mapping = only(service, 'AWS::Lambda::EventSourceMapping');

  expect(mapping.Properties).toMatchObject({
    StartingPosition: 'TRIM_HORIZON',
    ParallelizationFactor: 1,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    BisectBatchOnFunctionError: true,
    MaximumRetryAttempts: -1,
    MaximumRecordAgeInSeconds: -1,
    BatchSize: 500,
    MaximumBatchingWindowInSeconds: 5,
    Enabled: true,
    DestinationConfig: { OnFailure: { Destination: expect.anything() } },
  });
});

test('what is done on a schedule', () => {
  const schedules = ofType(service, 'AWS::Events::Rule').filter(([, { Properties }]) => Properties.ScheduleExpression);
  const rules = schedules.map(([, { Properties }]) => [
    shortOf(resolved(service, Properties.Targets[0].Arn)),
    [Properties.ScheduleExpression, Properties.Description],
  ]);
  const declared = functionsWith('schedule').map((name) => {
    const { every, does } = MANIFESTS.get(name)!.triggers.schedule!;
    const counted = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'}`;
    const rate = 'minutes' in every ? counted(every.minutes, 'minute') : counted(every.days, 'day');
    return [name, [`rate(${rate})`, does]];
  });

  expect(Object.fromEntries(rules)).toEqual(Object.fromEntries(declared));
});

const byKey = (a: Route, b: Route) => (keyOf(a) < keyOf(b) ? -1 : 1);

describe('the API', () => {
  const routesOf = (of: Template) => ofType(of, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties);
  const routes = [...routesOf(state), ...routesOf(service)];

  test('is of State, and nothing in Service is a part of its address', () => {
    const types = Object.values(service.Resources).map(({ Type }) => Type.split('::').slice(1).join(' '));

    expect(new Set(types.filter((type) => type.startsWith('ApiGatewayV2')))).toEqual(
      new Set(['ApiGatewayV2 Route', 'ApiGatewayV2 Integration']),
    );
    const open = ROUTES.filter(({ who }) => who === 'anybody').map(keyOf);
    expect(
      routesOf(state)
        .map(({ RouteKey }) => RouteKey)
        .sort(),
    ).toEqual([...open, '$default'].sort());
  });

  test('every route is behind the authorizer, but what its contract leaves open and what is refused anyway', () => {
    const open = new Set(['$default', ...ROUTES.filter(({ who }) => who === 'anybody').map(keyOf)]);

    expect(routes.length).toBeGreaterThan(15);
    for (const { RouteKey, AuthorizationType, AuthorizerId } of routes) {
      const expected = open.has(RouteKey) ? ['NONE', false] : ['JWT', true];
      expect([RouteKey, AuthorizationType, Boolean(AuthorizerId)]).toEqual([RouteKey, ...expected]);
    }
  });

  test('who has no token has a share of their own, on routes that are there when the stage is made', () => {
    const { RouteSettings, DefaultRouteSettings } = only(state, 'AWS::ApiGatewayV2::Stage').Properties;
    const [, stage] = ofType(state, 'AWS::ApiGatewayV2::Stage')[0]!;
    const routesOfState = ofType(state, 'AWS::ApiGatewayV2::Route');

    const anybody = { ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 };
    const agents = { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 };
    expect(RouteSettings).toEqual({
      'GET /.well-known/sluice.json': anybody,
      'POST /anonymous-reports': anybody,
      'POST /anonymous-reports/answers': anybody,
      'GET /device-nonce': agents,
      'POST /device-leases': agents,
    });
    expect(Object.keys(RouteSettings).sort()).toEqual(
      ROUTES.filter(({ who }) => who === 'anybody')
        .map(keyOf)
        .sort(),
    );
    expect(DefaultRouteSettings).toMatchObject({ ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 });
    for (const key of Object.keys(RouteSettings)) {
      const [id] = routesOfState.find(([, { Properties }]) => Properties.RouteKey === key)!;
      expect([stage.DependsOn].flat()).toContain(id);
    }
  });

  test('agents ask without a token as often as there are many of them, at another stage with more of them too', () => {
    const { RouteSettings, DefaultRouteSettings } = only(movedState, 'AWS::ApiGatewayV2::Stage').Properties;
    const { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst } = DefaultRouteSettings;

    expect(rate).toBe(1_875);
    for (const key of ['GET /device-nonce', 'POST /device-leases'])
      expect(RouteSettings[key]).toEqual({ ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst });
    expect(RouteSettings['POST /anonymous-reports']).toEqual({ ThrottlingRateLimit: 20, ThrottlingBurstLimit: 40 });
  });

  test('what asks for no token calls its function by name, which lets it do so on these routes alone', () => {
    const uris = ofType(state, 'AWS::ApiGatewayV2::Integration').map(([, { Properties }]) =>
      JSON.stringify(Properties.IntegrationUri),
    );
    const permissions = ofType(service, 'AWS::Lambda::Permission').map(([, { Properties }]) => Properties);
    for (const [name, { triggers, stack }] of MANIFESTS) {
      const open = Object.values(triggers.routes ?? {}).filter(({ who }) => who === 'anybody');
      if (open.length === 0 || stack) continue;
      expect(uris.filter((uri) => uri.includes(`sluice-model-capability-prod-${name}`))).toHaveLength(1);
      for (const { method, path } of open) {
        const own = permissions.filter(({ SourceArn }) => JSON.stringify(SourceArn).includes(`/*/${method}${path}"`));
        expect([keyOf({ method, path }), own.length]).toEqual([keyOf({ method, path }), 1]);
        expect(JSON.stringify(own[0]!.FunctionName)).toContain(pascal(name));
      }
    }
    // And State makes none for what it does not have.
    for (const [, { Properties }] of ofType(state, 'AWS::Lambda::Permission'))
      expect(JSON.stringify(Properties.FunctionName)).toMatch(/Front/);
  });

  test('goes over to another issuer without anything that Service still uses being taken away', () => {
    const imported = [...JSON.stringify(service).matchAll(/"Fn::ImportValue":"[^"]*:(\w+)"/g)].map(([, name]) => name!);

    expect(imported.length).toBeGreaterThan(20);
    expect(imported.filter((name) => name.includes('People'))).toEqual([]);
    expect(JSON.stringify(service)).toMatch(/"Fn::GetStackOutput":\{[^}]*PeoplePool/);
    // The stage with a pool and the one with an issuer: what Service of either imports, State of the other still exports.
    const importedBy = (of: Template) =>
      [...JSON.stringify(of).matchAll(/"Fn::ImportValue":"[^"]*:(\w+)"/g)].map(([, name]) => name!);
    const models = /Models/;
    for (const [from, to] of [
      [service, movedState],
      [moved, state],
    ] as const) {
      expect(importedBy(from).filter((name) => !models.test(name) && !to.Outputs?.[name]?.Export)).toEqual([]);
    }
  });

  test('has a name of one’s own where the stage has one, and the document says it', () => {
    const [front] = ofType(movedState, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties);

    expect(only(movedState, 'AWS::ApiGatewayV2::DomainName').Properties).toMatchObject({
      DomainName: 'sluice.example.com',
      DomainNameConfigurations: [{ EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2' }],
    });
    expect(only(movedState, 'AWS::ApiGatewayV2::ApiMapping').Properties).not.toHaveProperty('ApiMappingKey');
    expect(movedState.Outputs).toMatchObject({ ApiUrl: { Value: 'https://sluice.example.com' }, DomainTarget: {} });
    expect(front.Environment.Variables.SLUICE_API).toBe('https://sluice.example.com');
    expect(front.Environment.Variables.SLUICE_GUARDED_IDS).toBeUndefined();
  });

  test('routes are the contracts, each of one function', () => {
    const declared = functionsWith('routes').flatMap((name) => Object.values(MANIFESTS.get(name)!.triggers.routes!));

    expect(routes.map(({ RouteKey }) => RouteKey).sort()).toEqual([...ROUTES.map(keyOf), '$default'].sort());
    expect([...declared].sort(byKey)).toEqual([...ROUTES].sort(byKey));
  });

  test('the authorizer trusts the pool, or the issuer that was given', () => {
    const ours = only(state, 'AWS::ApiGatewayV2::Authorizer');
    const theirs = only(movedState, 'AWS::ApiGatewayV2::Authorizer');

    expect(JSON.stringify(ours.Properties.JwtConfiguration.Issuer)).toMatch(/PeoplePool\w+","ProviderURL/);
    expect(theirs.Properties).toMatchObject({
      JwtConfiguration: { Issuer: 'https://login.example.com', Audience: ['sluice'] },
    });
    const movedControl = ofType(moved, 'AWS::Lambda::Function').find(([, f]) =>
      f.Properties.FunctionName.endsWith('-control'),
    )![1];
    expect(movedControl.Properties.Environment.Variables).toMatchObject({
      SLUICE_ISSUER: 'https://login.example.com',
      SLUICE_AUDIENCE: 'sluice',
      SLUICE_GROUPS_CLAIM: 'groups',
    });
  });

  test('the access log holds no path, no caller and no address', () => {
    const stage = only(state, 'AWS::ApiGatewayV2::Stage');

    expect(stage.Properties.AccessLogSettings.Format).not.toMatch(
      /\$context\.(path|identity|authorizer\.claims|domainName)/,
    );
    expect(stage.Properties.DefaultRouteSettings).toMatchObject({
      ThrottlingRateLimit: 100,
      ThrottlingBurstLimit: 200,
    });
  });
});

test('a deploy changes no gate: nothing in a template can write an item', () => {
  for (const stack of ['State', 'Service'] as const) {
    const custom = Object.values(template('prod', stack).Resources).filter(({ Type }) =>
      /^Custom::|CustomResource|Macro/.test(Type),
    );
    expect(custom).toEqual([]);
  }
});
