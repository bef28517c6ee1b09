import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openApi } from './openapi.ts';
import { isRoute } from './route.ts';
import { ROUTES } from './routes.ts';

test('docs/openapi.json is what the contracts say: npm run openapi', () => {
  expect(JSON.parse(readFileSync('docs/openapi.json', 'utf8'))).toEqual(JSON.parse(JSON.stringify(openApi(ROUTES))));
});

test('operations have names of their own', () => {
  const { paths } = openApi(ROUTES) as { paths: Record<string, Record<string, { operationId: string }>> };
  const names = Object.values(paths).flatMap((path) => Object.values(path).map(({ operationId }) => operationId));
  expect(new Set(names).size).toBe(ROUTES.length);
  expect(names).toContain('postIncidentsByIncidentApprovals');
});

test('the contracts of every topic are among them', async () => {
  const files = readdirSync('api').filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const topics: object[] = await Promise.all(files.map((file) => import(`./${file}`)));
  expect(ROUTES.toSorted(byPath)).toEqual(topics.flatMap((topic) => Object.values(topic).filter(isRoute)).sort(byPath));
});

const byPath = (a: { method: string; path: string }, b: { method: string; path: string }): number =>
  `${a.path} ${a.method}`.localeCompare(`${b.path} ${b.method}`);
