// Writes dist/extension.js, all of the client in one file; fails where that is over 400 KiB.
import { statSync } from 'node:fs';
import { build } from 'esbuild';

const outfile = 'dist/extension.js';
const limit = 400 * 1024;

const absent = ['semver/functions/parse', 'semver/functions/satisfies', 'minimatch'];
await build({
  entryPoints: ['src/extension.ts'],
  outfile,
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node20',
  external: ['vscode'],
  alias: Object.fromEntries(absent.map((name) => [name, './absent.cjs'])),
});

const { size } = statSync(outfile);
console.log(`${outfile}: ${(size / 1024).toFixed(0)} KiB of at most ${limit / 1024}`);
if (size > limit) process.exit(1);
