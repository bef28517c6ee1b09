// Run before the TypeScript files, which need the Node 24 and the packages that npm ci brings: says so in one line.
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const missing = ['node_modules/.bin/node', 'node_modules/aws-cdk', 'node_modules/aws-cdk-lib'].filter(
  (part) => !existsSync(join(__dirname, '../..', part)),
);
if (missing.length > 0) {
  console.error('sluice local: packages are not installed: run npm ci first.');
  process.exit(1);
}
