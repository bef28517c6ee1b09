import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { openApi } from './openapi.ts';
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
