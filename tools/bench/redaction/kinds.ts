import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../corpus/random.ts';
import { cleanTexts } from '../../train/lists.ts';

/** What is useful at work and names nobody, by kind: texts as a window or a paste has them. */
export function kinds(modules: string, seed: number): Record<string, string[]> {
  const random = new Random(seed);
  const files = filesIn(modules);
  const some = (pattern: RegExp, most: number): string[] =>
    files
      .filter((file) => pattern.test(file))
      .slice(0, most)
      .map((file) => readFileSync(file, 'utf8').slice(0, 20_000));
  return {
    source: some(/\.(?:js|ts|mjs|cts|css)$/, 150),
    configuration: some(/(?:\.json|\.ya?ml|\.toml|\.ini|rc)$/, 150),
    // Headings, lists and code are in them: prose.ts takes them out.
    manuals: some(/readme\.md$|changelog\.md$|docs\/[^/]*\.md$/i, 120),
    sql: Array.from({ length: 300 }, () => statement(random)),
    shell: Array.from({ length: 300 }, () => command(random)),
    menus: cleanTexts('held-out')
      .get('en')!
      .map((text) => text.replaceAll('…', '%s')),
    tables: Array.from({ length: 40 }, () => table(random)),
  };
}

/** Of each package at most three of a kind: the largest ones would be all there is. */
function filesIn(modules: string): string[] {
  const found: string[] = [];
  const visit = (folder: string, depth: number): void => {
    const counts = new Map<string, number>();
    for (const name of readdirSync(folder).sort()) {
      if (name.startsWith('.') || name === 'node_modules') continue;
      const path = join(folder, name);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (stat?.isDirectory() && depth < 4) visit(path, depth + 1);
      const kind = name.slice(name.lastIndexOf('.'));
      const n = counts.get(kind) ?? 0;
      if (!stat?.isFile() || stat.size > 200_000 || stat.size < 200 || n >= 3) continue;
      // One long line is no text that somebody reads.
      if (/\.min\.|\.map$/.test(name)) continue;
      counts.set(kind, n + 1);
      found.push(path);
    }
  };
  visit(modules, 0);
  return found.filter((_, i) => i % 7 === 0);
}

const TABLES =
  'orders users items invoices line_items sessions events stock shipments audit_log price_list tags jobs'.split(' ');
const FIELDS =
  'id created_at updated_at status total quantity price sku user_id order_id name title kind amount currency country region score'.split(
    ' ',
  );
const WORDS = 'open closed paid pending draft active archived new done failed blue large eu us retry beta'.split(' ');

function statement(random: Random): string {
  const t = random.pick(TABLES);
  const u = random.pick(TABLES);
  const [a, b, c] = [t[0]!, u[0]!, random.pick(FIELDS)];
  const n = String(random.int(1, 900));
  const f = () => random.pick(FIELDS);
  const w = () => random.pick(WORDS);
  return random.pick([
    `SELECT ${a}.${f()}, COUNT(*) AS n FROM ${t} ${a} LEFT JOIN ${u} ${b} ON ${b}.${t.slice(0, -1)}_id = ${a}.id WHERE ${b}.${f()} > ${n} GROUP BY ${a}.${c} HAVING COUNT(*) > 3 ORDER BY n DESC LIMIT ${n};`,
    `select ${f()}, ${f()} from ${t} where ${f()} = '${w()}' and ${f()} is not null order by ${f()} limit ${n}`,
    `UPDATE ${t} SET ${f()} = '${w()}', ${f()} = NOW() WHERE ${f()} IN (${n}, ${random.int(1, 99)}, 7) RETURNING id;`,
    `CREATE TABLE IF NOT EXISTS ${t} (\n  id BIGINT PRIMARY KEY,\n  ${f()} VARCHAR(${n}) NOT NULL,\n  ${c} NUMERIC(12, 2) DEFAULT 0,\n  UNIQUE (${f()})\n);`,
    `ALTER TABLE ${t} ADD COLUMN ${f()}_${w()} INTEGER; CREATE INDEX idx_${t}_${c} ON ${t} (${c}) WHERE ${f()} <> '${w()}';`,
    `WITH recent AS (SELECT * FROM ${t} WHERE created_at > NOW() - INTERVAL '${n} days')\nSELECT r.${f()}, SUM(r.${f()}) OVER (PARTITION BY r.${c}) FROM recent r INNER JOIN ${u} USING (${f()});`,
    `DELETE FROM ${t} WHERE ${f()} < ${n} AND EXISTS (SELECT 1 FROM ${u} WHERE ${u}.${f()} = ${t}.${c});`,
    `INSERT INTO ${t} (${f()}, ${c}) VALUES (${n}, '${w()}'), (${random.int(1, 50)}, '${w()}') ON CONFLICT DO NOTHING;`,
    `EXPLAIN ANALYZE SELECT DISTINCT ${c} FROM ${t} WHERE ${f()} BETWEEN ${n} AND ${n}0 AND ${f()} LIKE '%${w()}%';`,
  ]);
}

function command(random: Random): string {
  const w = () => random.pick(WORDS);
  const n = String(random.int(1, 900));
  const file = `${w()}-${random.pick(TABLES)}.${random.pick(['log', 'txt', 'csv', 'json', 'ts', 'py', 'tar.gz'])}`;
  return random.pick([
    `grep -rn "${w()}" src/ --include=*.ts | head -${n}`,
    `kubectl -n ${w()} get pods -o wide | awk '{print $1, $${random.int(2, 9)}}'`,
    `docker run --rm -it -p ${n}0:80 -v $(pwd)/${w()}:/data ${random.pick(TABLES)}:latest`,
    `git rebase -i HEAD~${random.int(2, 9)} && git push --force-with-lease origin feature/${w()}-${n}`,
    `find . -name "*.${w()}" -mtime +${random.int(1, 60)} -exec rm -v {} \\;`,
    `for f in *.csv; do cut -d, -f${random.int(1, 9)} "$f" | sort | uniq -c >> ${file}; done`,
    `tar -xzf ${file} -C /opt/${w()} && chmod +x /opt/${w()}/run.sh`,
    `npm run build -- --mode ${w()} && npx tsc --noEmit -p tsconfig.${w()}.json`,
    `curl -sS -X POST localhost:${n}0/api/${random.pick(TABLES)} -H "Content-Type: application/json" -d '{"status":"${w()}"}'`,
    `systemctl restart ${random.pick(TABLES)}.service; journalctl -u ${random.pick(TABLES)} --since "${random.int(2, 9)} min ago" -f`,
    `sed -i 's/${w()}/${w()}/g' config/${file}`,
    `ps aux | sort -nrk 3 | head -n ${random.int(3, 20)}`,
    `export PATH="$HOME/.local/bin:$PATH"; source venv/bin/activate; python -m pytest -k ${w()} -x --maxfail=${random.int(1, 5)}`,
    `aws s3 cp s3://${w()}-bucket/${file} . --recursive --profile ${w()}`,
    `make -j${random.int(2, 16)} ${w()} VERBOSE=1 2>&1 | tee ${file}`,
  ]);
}

function table(random: Random): string {
  const separator = random.pick(['\t', ', ', '; ', ' | ', '  ']);
  const columns = random.int(3, 8);
  const cell = (): string =>
    random.pick([
      () => String(random.int(0, 99)),
      () => (random.int(0, 99_999) / 100).toFixed(2),
      () => `${random.int(0, 100)}%`,
      () => (random.int(-900, 900) / 1000).toFixed(3),
    ])();
  const rows = Array.from({ length: random.int(5, 30) }, (_, i) =>
    [`Q${(i % 4) + 1}`, ...Array.from({ length: columns }, cell)].join(separator),
  );
  return [['period', ...Array.from({ length: columns }, () => random.pick(FIELDS))].join(separator), ...rows].join(
    '\n',
  );
}
