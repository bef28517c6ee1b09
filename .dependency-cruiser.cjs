/**
 * Who may import whom (docs/architecture.md, "Layout"). A rule per sentence, so that a violation names the sentence.
 * @type {import('dependency-cruiser').IConfiguration}
 */
const rooms = 'bin|lib|functions|core|wire|agent|cli|test|tools';
const only = (from, allowed) => ({
  name: `${from}-imports-only-${allowed.length ? allowed.join('-') : 'nothing-of-ours'}`,
  severity: 'error',
  from: { path: `^${from}/`, pathNot: '\\.(test|bench)\\.ts$' },
  to: { path: `^(${rooms})/`, pathNot: `^(${[from, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    only('wire', []),
    only('core', ['wire']),
    only('agent', ['wire']),
    only('lib', ['core/disclosure']),
    only('functions', ['core', 'wire']),
    only('cli', ['wire', 'core']),
    only('bin', ['lib', 'cli', 'core/disclosure']),
    {
      name: 'aws-sdk-only-in-aws-files',
      comment: 'The SDK is imported in *.aws.ts alone, so that the core is pure and can be tested without a cloud.',
      severity: 'error',
      from: { path: '^(core|functions|agent|wire|lib)/', pathNot: '\\.aws\\.(test\\.)?ts$|^core/vault/segment\\.ts$' },
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
      from: { path: '^(core|cli|lib|bin)/', pathNot: '\\.aws\\.(test\\.)?ts$|\\.test\\.ts$|^cli/break-glass\\.ts$' },
      to: { path: '^core/.*\\.aws\\.ts$' },
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
      from: { path: '^(agent|wire)/' },
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
