import type { Package } from './licences.ts';

/** CycloneDX, as far as it is looked at. */
export interface Bill {
  components: { 'bom-ref': string; name: string; version?: string; purl?: string }[];
  dependencies: { ref: string; dependsOn: string[] }[];
}

const purl = ({ name, version }: Package): string => `pkg:npm/${name.replace('@', '%40')}@${version}`;

/** The bill of what ships, out of that of everything: packages of development, and what is said of them, are left out. */
export function billOf<B extends Bill>(everything: B, packages: readonly Package[]): B {
  const ships = new Set(packages.filter((one) => one.ships).map(purl));
  const left = new Set(packages.map(purl).filter((one) => !ships.has(one)));
  // npm's own names have a query behind them: where a package came from.
  const isLeft = ({ purl: named = '' }: Bill['components'][number]) => left.has(named.split('?')[0]!);
  const gone = new Set(everything.components.filter(isLeft).map((one) => one['bom-ref']));
  return {
    ...everything,
    components: everything.components.filter((one) => !gone.has(one['bom-ref'])),
    dependencies: everything.dependencies
      .filter(({ ref }) => !gone.has(ref))
      .map((one) => ({ ...one, dependsOn: one.dependsOn.filter((ref) => !gone.has(ref)) })),
  };
}

/** What ships by the lock file and is not in the bill, a sentence each: two counts of the same. */
export function missingIn({ components }: Bill, packages: readonly Package[]): string[] {
  const billed = new Set(components.map((one) => one.purl?.split('?')[0]));
  return packages
    .filter((one) => one.ships && !billed.has(purl(one)))
    .map(({ name, version }) => `${name} ${version} ships, and is not in the bill of materials`);
}
