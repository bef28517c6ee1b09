// Run before the TypeScript files, which an older Node cannot load: says which one is needed, in one line.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > 22 || (major === 22 && minor >= 18)) await import('./run.ts');
else {
  process.stderr.write(
    `bench: Node ${process.versions.node} is too old: version 22.18 or later is needed; npm ci brings one, which npm run bench takes.\n`,
  );
  process.exitCode = 1;
}
