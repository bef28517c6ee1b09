/**
 * Who may import whom (docs/architecture.md, "Layout"). A rule per sentence, so that a violation names the sentence.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const rooms = 'bin|lib|functions|api|core|redaction|host|wire|agent|cli|test|tools|examples';
const only = (from, allowed) => ({
  name: `${from}-imports-only-${allowed.length ? allowed.join('-') : 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.(test|bench)\\.ts$' },
  to: {
    path: `^(${rooms})/`,
    pathNot: `^(${[from, ...allowed].map((one) => (one.endsWith('.ts') ? one : `${one}/`)).join('|')})`,
  },
});

/** The rooms of core, and which others each may know: what is not listed is a wall. */
const coreRooms = {
  shared: [],
  alarms: [],
  disclosure: ['shared'],
  gate: ['shared'],
  ledger: ['shared'],
  vault: ['shared'],
  consent: ['disclosure', 'gate', 'ledger', 'shared', 'vault'],
  books: ['consent', 'disclosure', 'shared'],
  lease: ['consent', 'disclosure', 'gate', 'shared'],
  directory: ['shared', 'vault'],
  intake: ['books', 'consent', 'directory', 'disclosure', 'gate', 'lease', 'shared', 'vault'],
  policy: ['disclosure', 'shared'],
  reading: ['consent', 'disclosure', 'gate', 'ledger', 'policy', 'shared', 'vault'],
  export: ['consent', 'disclosure', 'ledger', 'policy', 'reading', 'shared', 'vault'],
  exposure: ['shared', 'vault'],
  'access-log': ['shared'],
  'who-did': ['access-log', 'disclosure', 'ledger', 'shared'],
  'blast-radius': ['access-log', 'exposure', 'shared', 'who-did'],
  deployed: ['gate', 'ledger', 'shared'],
  doctor: ['deployed', 'shared'],
  restore: ['disclosure', 'ledger', 'shared'],
  guard: ['disclosure', 'gate', 'incident', 'ledger', 'shared', 'witness'],
  incident: ['books', 'disclosure', 'gate', 'lease', 'ledger', 'reading', 'shared', 'vault', 'witness'],
  investigation: [
    'access-log',
    'blast-radius',
    'disclosure',
    'exposure',
    'incident',
    'ledger',
    'reading',
    'shared',
    'vault',
    'who-did',
  ],
  termination: ['consent', 'disclosure', 'gate', 'incident', 'ledger', 'shared', 'vault'],
  witness: ['ledger', 'shared'],
};

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('wire', []),
    only('host', []),
    only('api', ['wire']),
    only('redaction', ['wire']),
    only('core', ['wire', 'api', 'redaction']),
    only('agent', ['host', 'wire']),
    // Of functions it knows what they declare, never what they do.
    only('lib', [
      'core/disclosure',
      'core/access-log/access-log.ts',
      'core/access-log/athena-table.ts',
      'core/access-log/trail-place.ts',
      'core/exposure/collect/kinds.ts',
      'core/exposure/collect/policy.ts',
      'core/guard/finding.ts',
      'core/ledger/ledger.ts',
      'core/investigation/table.ts',
      'core/deployed/assembly.ts',
      'core/deployed/template.ts',
      'core/witness/bus.ts',
      'core/export/notices.ts',
      'core/shared/meant.ts',
      'api',
      'functions/shared/manifest.ts',
      'functions/shared/variables.ts',
    ]),
    only('functions', ['core', 'api', 'redaction', 'wire']),
    // Of the agent, which it starts as a program of its own, how a device is enrolled: there is one way.
    only('cli', ['host', 'wire', 'api', 'core', 'redaction', 'agent/bin/enrol.ts']),
    ...Object.entries(coreRooms).map(([room, allowed]) => ({
      name: `core-${room}-knows-only-${allowed.join('-') || 'itself'}`,
      severity: 'error',
      from: { path: `^core/${room}/`, pathNot: '\\.(test|contract)\\.ts$' },
      to: { path: '^core/', pathNot: `^core/(${[room, ...allowed].join('|')})/` },
    })),
    {
      name: 'core-rooms-are-listed',
      comment: 'A new room of core says in coreRooms whom it may know.',
      severity: 'error',
      from: { path: '^core/', pathNot: `^core/(${Object.keys(coreRooms).join('|')})/` },
      to: {},
    },
    only('examples', ['agent', 'redaction']),
    only('bin', ['lib', 'cli', 'core/disclosure', 'host', 'wire']),
    {
      name: 'aws-sdk-only-in-aws-files',
      comment: 'The SDK is imported in *.aws.ts alone, so that the core is pure and can be tested without a cloud.',
      severity: 'error',
      from: {
        path: '^(core|redaction|functions|agent|api|host|wire|lib)/',
        pathNot: '\\.aws\\.(test\\.)?ts$|^core/vault/segment\\.ts$',
      },
      to: { path: 'node_modules/(@aws-sdk|@aws-crypto|@smithy)/' },
    },
    {
      name: 'segments-are-sealed-without-a-network',
      comment:
        'core/vault/segment.ts is the one pure file that uses the AWS Encryption SDK: of it, the message format and the ' +
        'raw AES keyring, which are computation alone. Keyrings that call KMS, and SDK clients, stay out.',
      severity: 'error',
      from: { path: '^core/vault/segment\\.ts$' },
      to: {
        path: 'node_modules/(@aws-sdk|@aws-crypto|@smithy)/',
        pathNot: 'node_modules/@aws-crypto/(encrypt-node|decrypt-node|raw-aes-keyring-node|material-management-node)/',
      },
    },
    {
      name: 'aws-files-only-from-functions',
      comment: '*.aws.ts is wired by functions (and by the tests and tools, which may import all).',
      severity: 'error',
      from: {
        path: '^(core|redaction|cli|lib|bin)/',
        pathNot: '\\.aws\\.(test\\.)?ts$|\\.test\\.ts$|^cli/break-glass\\.ts$',
      },
      to: { path: '^(core|redaction)/.*\\.aws\\.ts$' },
    },
    {
      name: 'nobody-imports-functions-lib-cli',
      severity: 'error',
      from: { path: `^(${rooms})/`, pathNot: '^(functions|lib|cli|bin|test|tools)/' },
      to: { path: '^(functions|lib|cli)/' },
    },
    {
      name: 'agent-installs-without-cdk',
      severity: 'error',
      from: { path: '^(agent|host|wire)/' },
      to: { path: 'node_modules/(aws-cdk-lib|constructs|cdk-nag)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: 'node_modules/.*/node_modules|^out/|^cdk\\.out/|/dist/' },
    // TypeScript 7 has no parser API that the cruiser can use; swc reads the same syntax.
    parser: 'swc',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
