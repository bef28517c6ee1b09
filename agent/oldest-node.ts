/** With zstd in `node:zlib`, which frames are compressed by. */
export const OLDEST_NODE = { major: 22, minor: 15 };

/** Text of a program's first file, which even a Node reads that cannot load the rest: npm warns of `engines` once, and installs all the same. @param main file beside it */
export const firstFile = (program: string, main: string): string => `#!/usr/bin/env node
const [major, minor] = process.versions.node.split('.').map(Number);
if (major > ${OLDEST_NODE.major} || (major === ${OLDEST_NODE.major} && minor >= ${OLDEST_NODE.minor})) await import('./${main}');
else {
  process.stderr.write(\`${program}: Node \${process.versions.node} is too old: version ${OLDEST_NODE.major}.${OLDEST_NODE.minor} or later is needed.\\n\`);
  process.exitCode = 1;
}
`;
